import lists from './data/code-lists.json' with { type: 'json' };

const listOf = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

/** The code lists that EN 16931 and Peppol BIS 3 allow; which lists, and of when, says the data file. */
export const codeLists = {
  documentTypes: listOf(lists.documentTypes),
  currencies: listOf(lists.currencies),
  countries: listOf(lists.countries),
  units: listOf(lists.units),
  paymentMeans: listOf(lists.paymentMeans),
  allowanceReasons: listOf(lists.allowanceReasons),
  chargeReasons: listOf(lists.chargeReasons),
  exemptionReasons: listOf(lists.exemptionReasons),
  identifierSchemes: listOf(lists.identifierSchemes),
  objectSchemes: listOf(lists.objectSchemes),
  classificationSchemes: listOf(lists.classificationSchemes),
  addressSchemes: listOf(lists.addressSchemes),
  peppolAddressSchemes: listOf(lists.peppolAddressSchemes),
} as const;

/** UNTDID 1001 as Peppol BIS 3 allows it for an invoice (P0100) and a credit note (P0101). */
export const invoiceTypeCodes: ReadonlySet<string> = listOf(
  '71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877',
);
export const creditNoteTypeCodes: ReadonlySet<string> = listOf('381 396 81 83 532');

/** UNCL 5305, the part that EN 16931 uses. */
export const taxCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'] as const;
export type TaxCategory = (typeof taxCategories)[number];

/** Files that may travel inside an invoice (BT-125, BR-CL-24). */
export const attachmentTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
] as const;
