import { codeLists } from '../../../shared/invoicing/code-lists.ts';
import type { Violation } from '../checks/check-invoice.ts';
import { all, attribute, first, textOf, type XmlNode } from '../xml/xml-node.ts';

/** An element and where it stands: `Invoice.InvoiceLine[1].Price`. */
interface Place {
  readonly name: string;
  readonly path: string;
  readonly node: XmlNode;
  readonly parent: string;
}

const childNames = (node: XmlNode): readonly string[] =>
  Object.keys(node).filter((name) => name !== '#text' && !name.startsWith('@'));

/** Every element below, extensions aside: EN 16931 says nothing of what stands in them. */
const placesBelow = (node: XmlNode, parent: string, path: string): readonly Place[] =>
  childNames(node)
    .filter((name) => name !== 'UBLExtensions' && name !== 'Signature')
    .flatMap((name) => {
      const list = all(node, name);
      return list.flatMap((child, at) => {
        const here = `${path}.${name}${list.length > 1 ? `[${at}]` : ''}`;
        return [{ name, path: here, node: child, parent }, ...placesBelow(child, name, here)];
      });
    });

/** What stands once at most: in the document itself, and in any other element (UBL-SR rules and the XML Schema). */
const onceInDocument = new Set(
  'CustomizationID ProfileID ID IssueDate DueDate InvoiceTypeCode CreditNoteTypeCode TaxPointDate DocumentCurrencyCode TaxCurrencyCode AccountingCost BuyerReference InvoicePeriod OrderReference DespatchDocumentReference ReceiptDocumentReference OriginatorDocumentReference ContractDocumentReference ProjectReference AccountingSupplierParty AccountingCustomerParty PayeeParty TaxRepresentativeParty Delivery PaymentTerms LegalMonetaryTotal'.split(
    ' ',
  ),
);
const onceElsewhere = new Set(
  'ID UUID LineID SalesOrderID IssueDate Party EndpointID PartyName Name PostalAddress PartyLegalEntity RegistrationName CompanyID CompanyLegalForm Contact Telephone ElectronicMail Address StreetName AdditionalStreetName CityName PostalZone CountrySubentity Country IdentificationCode TaxScheme TaxAmount TaxableAmount TaxCategory ClassifiedTaxCategory Percent TaxExemptionReason TaxExemptionReasonCode LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount InvoicedQuantity CreditedQuantity Price PriceAmount BaseQuantity Amount BaseAmount ChargeIndicator MultiplierFactorNumeric AllowanceChargeReason AllowanceChargeReasonCode Item Description SellersItemIdentification BuyersItemIdentification StandardItemIdentification OriginCountry ItemClassificationCode Value InvoicePeriod StartDate EndDate DescriptionCode ActualDeliveryDate DeliveryLocation DeliveryParty PayeeFinancialAccount FinancialInstitutionBranch CardAccount PaymentMandate PayerFinancialAccount PaymentMeansCode PaymentID PaymentDueDate OrderLineReference AccountingCost Attachment ExternalReference EmbeddedDocumentBinaryObject URI DocumentTypeCode InvoiceDocumentReference Note'.split(
    ' ',
  ),
);

const decimalNames = /(Amount|Quantity|Percent|MultiplierFactorNumeric)$/;
const isDecimal = (text: string | undefined): boolean =>
  /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text ?? '') && (text ?? '').length <= 200;

const isDay = (text: string | undefined): boolean => {
  const day = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(text ?? '')?.[1];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day ?? '');
};

const isPriceAllowance = ({ path }: Place): boolean => /\.Price\.AllowanceCharge(\[\d+\])?\./.test(path);

type Demand = readonly [rule: string, sentence: string, isBroken: boolean, found?: string | undefined];

/** The rule by which a category is asked for, by what it stands in. */
const categoryRules: ReadonlyMap<string, string> = new Map([
  ['Item', 'BR-CO-04'],
  ['TaxSubtotal', 'BR-47'],
]);

/** What one element has to be, whatever the invoice says. */
const demandsOf = (place: Place): readonly Demand[] => {
  const { name, node } = place;
  const text = textOf(node);
  const demands: Demand[] = [];
  if (decimalNames.test(name))
    demands.push([
      'UBL-2.1',
      'Amounts, quantities and percentages are decimal numbers.',
      !isDecimal(text),
      text,
    ]);
  if (name.endsWith('Date'))
    demands.push(['UBL-2.1', 'A date is a day of the calendar, YYYY-MM-DD.', !isDay(text), text]);
  if (name.endsWith('Amount')) {
    const currency = attribute(node, 'currencyID');
    const isListed = codeLists.currencies.has(currency ?? '');
    demands.push([
      'BR-CL-03',
      'An amount has a currency of ISO 4217 (currencyID).',
      !isListed,
      currency ?? '',
    ]);
  }
  if (name === 'AllowanceCharge')
    demands.push([
      'PEPPOL-EN16931-R043',
      'An allowance or charge has the indicator "true" or "false".',
      !['true', 'false'].includes(textOf(node, 'ChargeIndicator') ?? ''),
      textOf(node, 'ChargeIndicator'),
    ]);
  if (name === 'AllowanceCharge' && place.parent === 'Price')
    demands.push([
      'PEPPOL-EN16931-R046',
      'A discount of a price has an amount.',
      textOf(node, 'Amount') === undefined,
    ]);
  if (name === 'ChargeIndicator' && isPriceAllowance(place))
    demands.push(['PEPPOL-EN16931-R044', 'A price has no charge, only a discount.', text !== 'false', text]);
  if (name === 'ClassifiedTaxCategory' || name === 'TaxCategory')
    demands.push([
      categoryRules.get(place.parent) ?? 'BR-32',
      'A tax category has an identifier and is of the scheme VAT (TaxScheme).',
      textOf(node, 'ID') === undefined || textOf(node, 'TaxScheme', 'ID')?.toUpperCase() !== 'VAT',
      textOf(node, 'TaxScheme', 'ID'),
    ]);
  if (name === 'PartyTaxScheme')
    demands.push([
      'UBL-SR-53',
      'A tax identifier of a party stands with its scheme, and a scheme with its identifier.',
      textOf(node, 'CompanyID') === undefined || textOf(node, 'TaxScheme', 'ID') === undefined,
    ]);
  return demands;
};

const elementViolations = (place: Place): readonly Violation[] =>
  demandsOf(place)
    .filter(([, , isBroken]) => isBroken)
    .map(([rule, sentence, , found]) => ({ rule, severity: 'fatal', sentence, path: place.path, found }));

const repetitions = (places: readonly Place[], rootName: string): readonly Violation[] =>
  places
    .filter(({ name, path, parent }) => {
      const once = parent === rootName ? onceInDocument : onceElsewhere;
      return once.has(name) && path.endsWith('[1]');
    })
    .map(({ name, parent, path }) => ({
      rule: 'UBL-2.1',
      severity: 'fatal',
      sentence: `"${name}" stands once in "${parent}".`,
      path,
    }));

/** A party has one VAT identifier, and one other registration for taxes. */
const taxNumbers = (places: readonly Place[]): readonly Violation[] =>
  places
    .filter(({ node }) => {
      const schemes = all(node, 'PartyTaxScheme').map((each) =>
        textOf(each, 'TaxScheme', 'ID')?.toUpperCase(),
      );
      const vat = schemes.filter((scheme) => scheme === 'VAT').length;
      return vat > 1 || schemes.length - vat > 1;
    })
    .map(({ path, parent }) => ({
      rule: parent === 'AccountingCustomerParty' ? 'UBL-SR-18' : 'UBL-SR-12',
      severity: 'fatal',
      sentence: 'A party has one VAT identifier, and one other registration for taxes.',
      path: `${path}.PartyTaxScheme`,
    }));

/** The words for the means of payment stand once, also where there are several accounts. */
const meansInWords = (root: XmlNode, rootName: string): readonly Violation[] =>
  all(root, 'PaymentMeans', 'PaymentMeansCode').filter((code) => attribute(code, 'name') !== undefined)
    .length > 1
    ? [
        {
          rule: 'UBL-SR-46',
          severity: 'fatal',
          sentence: 'The means of payment are described in words once (PaymentMeansCode name).',
          path: `${rootName}.PaymentMeans`,
        },
      ]
    : [];

const empty = (places: readonly Place[]): readonly Violation[] =>
  places
    .filter(({ node }) => childNames(node).length === 0 && textOf(node) === undefined)
    .map(({ path }) => ({
      rule: 'PEPPOL-EN16931-R008',
      severity: 'fatal',
      sentence: 'No element is empty.',
      path,
    }));

const peppolDocument = (root: XmlNode, rootName: string): readonly Violation[] => {
  const totals = all(root, 'TaxTotal');
  const withParts = totals.filter((each) => first(each, 'TaxSubtotal')).length;
  const inAccounts = textOf(root, 'TaxCurrencyCode') === undefined ? 0 : 1;
  const lines = all(root, rootName === 'Invoice' ? 'InvoiceLine' : 'CreditNoteLine');
  const demands: readonly Demand[] = [
    ['PEPPOL-EN16931-R053', 'There is one VAT total with a breakdown.', withParts !== 1],
    [
      'PEPPOL-EN16931-R054',
      'There is one VAT total without a breakdown where VAT is reported in another currency, and none elsewhere.',
      totals.length - withParts !== inAccounts,
    ],
    [
      'PEPPOL-EN16931-R101',
      'A line refers to a document only for the object that it is about (type 130).',
      lines.some((line) =>
        all(line, 'DocumentReference').some((each) => textOf(each, 'DocumentTypeCode') !== '130'),
      ),
    ],
  ];
  return demands
    .filter(([, , isBroken]) => isBroken)
    .map(([rule, sentence]) => ({ rule, severity: 'fatal', sentence, path: rootName }));
};

/**
 * What is wrong with the form of a UBL document, before its content: numbers and dates that are none, currencies that
 * are missing, elements that are empty or stand twice. Paths are those of the XML.
 */
export const formViolations = (
  root: XmlNode,
  rootName: 'Invoice' | 'CreditNote',
  followsPeppol: boolean,
): readonly Violation[] => {
  const places = placesBelow(root, rootName, rootName);
  return [
    ...places.flatMap(elementViolations),
    ...repetitions(places, rootName),
    ...meansInWords(root, rootName),
    ...taxNumbers(places),
    ...(followsPeppol ? [...empty(places), ...peppolDocument(root, rootName)] : []),
  ];
};

/** Whether the numbers can be calculated with. */
export const hasReadableNumbers = (violations: readonly Violation[]): boolean =>
  violations.every(
    ({ rule, path }) => rule !== 'UBL-2.1' || !decimalNames.test(path.replace(/\[\d+\]$/, '')),
  );
