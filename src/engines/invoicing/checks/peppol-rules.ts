import { codeLists, creditNoteTypeCodes, invoiceTypeCodes } from '../../../shared/invoicing/code-lists.ts';
import { schemeRules } from '../../../shared/invoicing/identifiers.ts';
import { exactOf } from '../amounts.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { peppolAmountRules } from './amount-rules.ts';
import { breakdownOf, linePeriods, linesOf, meansOf, schemedIdentifiers } from './parts.ts';
import { isPresent, located, type Rule, rule, ruleOfEach } from './rule.ts';

export const peppolSpecification =
  'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';

const country = (party: InvoiceFacts['seller']): string | undefined => party.address?.country?.toUpperCase();
/** Whether seller and buyer are in this country, as several national rules ask. */
export const areBothIn = (wanted: string, { seller, buyer }: InvoiceFacts): boolean =>
  country(seller) === wanted && country(buyer) === wanted;

const sameSign = ({ totals }: InvoiceFacts): boolean => {
  const signs = [exactOf(totals.tax), exactOf(totals.taxInAccountingCurrency)];
  return signs.every((tax) => tax.lessThanOrEqualTo(0)) || signs.every((tax) => tax.greaterThanOrEqualTo(0));
};

const documentRules: readonly Rule[] = [
  rule('PEPPOL-EN16931-R001', 'A business process is named (BT-23).', 'businessProcess', (f) =>
    isPresent(f.businessProcess),
  ),
  rule(
    'PEPPOL-EN16931-R002',
    'There is at most one note, except between German parties.',
    'notes',
    (f) => f.notes.length <= 1 || areBothIn('DE', f),
  ),
  rule(
    'PEPPOL-EN16931-R003',
    'There is a buyer reference (BT-10) or an order reference (BT-13).',
    'buyerReference',
    (f) => isPresent(f.buyerReference) || isPresent(f.orderReference) || isPresent(f.salesOrderReference),
  ),
  rule(
    'PEPPOL-EN16931-R004',
    'The specification identifier is that of Peppol BIS 3.',
    'specification',
    (f) => f.specification?.startsWith(peppolSpecification) === true,
    (f) => f.specification,
  ),
  rule(
    'PEPPOL-EN16931-R005',
    'The accounting currency differs from that of the invoice.',
    'accountingCurrency.code',
    (f) => !isPresent(f.accountingCurrency) || f.accountingCurrency !== f.currency,
    (f) => f.accountingCurrency,
  ),
  rule(
    'PEPPOL-EN16931-R007',
    'The business process is urn:fdc:peppol.eu:2017:poacc:billing:NN:1.0.',
    'businessProcess',
    (f) => /^urn:fdc:peppol\.eu:2017:poacc:billing:\d{2}:1\.0$/.test(f.businessProcess ?? ''),
    (f) => f.businessProcess,
  ),
  rule(
    'PEPPOL-EN16931-R010',
    'The buyer has an electronic address (BT-49).',
    'buyer.electronicAddress',
    (f) => isPresent(f.buyer.electronicAddress),
  ),
  rule(
    'PEPPOL-EN16931-R020',
    'The seller has an electronic address (BT-34).',
    'seller.electronicAddress',
    (f) => isPresent(f.seller.electronicAddress),
  ),
  rule(
    'PEPPOL-EN16931-R051',
    'All amounts are in the currency of the invoice, but the VAT total of the accounts.',
    'currency',
    (f) => f.foreignCurrencies.length === 0,
    (f) => f.foreignCurrencies.join(', '),
  ),
  rule(
    'PEPPOL-EN16931-R055',
    'Both VAT totals have the same sign.',
    'totals.taxInAccountingCurrency',
    (f) => !isPresent(f.accountingCurrency) || sameSign(f),
  ),
  rule(
    'PEPPOL-EN16931-P0100',
    'The type code of an invoice is one that Peppol BIS 3 allows.',
    'typeCode',
    (f) => f.type !== 'invoice' || invoiceTypeCodes.has(f.typeCode ?? ''),
    (f) => f.typeCode,
  ),
  rule(
    'PEPPOL-EN16931-P0101',
    'The type code of a credit note is one that Peppol BIS 3 allows.',
    'typeCode',
    (f) => f.type !== 'creditNote' || creditNoteTypeCodes.has(f.typeCode ?? ''),
    (f) => f.typeCode,
  ),
  rule(
    'PEPPOL-EN16931-P0112',
    'Type codes 326 and 384 are for German parties.',
    'typeCode',
    (f) => !['326', '384'].includes(f.typeCode ?? '') || areBothIn('DE', f),
    (f) => f.typeCode,
  ),
];

const isDay = (day: string | undefined): boolean =>
  day === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)));

const partRules: readonly Rule[] = [
  ruleOfEach(
    'PEPPOL-EN16931-R061',
    'Direct debit has a mandate reference (BT-89).',
    meansOf,
    ({ code, mandate }) => !['49', '59'].includes(code ?? '') || isPresent(mandate?.id),
    '.mandate',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R110',
    'A period of a line starts within that of the invoice.',
    linePeriods,
    ({ start }, { period }) => !start || !period?.start || start >= period.start,
    '.start',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R111',
    'A period of a line ends within that of the invoice.',
    linePeriods,
    ({ end }, { period }) => !end || !period?.end || end <= period.end,
    '.end',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R130',
    'A base quantity has the unit of the quantity.',
    linesOf,
    ({ unit, price }) => price.baseUnit === undefined || price.baseUnit === unit,
    '.price.baseQuantity',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-F001',
    'A date is written YYYY-MM-DD.',
    (f) =>
      located('dates', [
        f.issueDate,
        f.dueDate,
        f.taxPointDate,
        f.period?.start,
        f.period?.end,
        f.delivery?.date,
      ]),
    isDay,
  ),
  ruleOfEach(
    'PEPPOL-EN16931-CL008',
    'Peppol has no such scheme for electronic addresses (nor EM, e-mail); give one that it has, such as 0106, 0204 (Leitweg-ID), 0208 or 9930.',
    (f) => schemedIdentifiers(f).filter(({ path }) => path.endsWith('electronicAddress')),
    ({ scheme }) => codeLists.peppolAddressSchemes.has(scheme ?? ''),
    '.scheme',
  ),
];

const exemptionCategories: Readonly<Record<string, readonly [rule: string, category: string]>> = {
  'VATEX-EU-G': ['P0104', 'G'],
  'VATEX-EU-O': ['P0105', 'O'],
  'VATEX-EU-IC': ['P0106', 'K'],
  'VATEX-EU-AE': ['P0107', 'AE'],
  'VATEX-EU-D': ['P0108', 'E'],
  'VATEX-EU-F': ['P0109', 'E'],
  'VATEX-EU-I': ['P0110', 'E'],
  'VATEX-EU-J': ['P0111', 'E'],
};

const exemptionRules: readonly Rule[] = Object.entries(exemptionCategories).map(([code, [id, category]]) =>
  ruleOfEach(
    `PEPPOL-EN16931-${id}`,
    `Reason ${code} is for category ${category}.`,
    breakdownOf,
    (group) => group.exemptionReasonCode?.toUpperCase() !== code || group.category === category,
    '.exemptionReasonCode',
  ),
);

const identifierRules: readonly Rule[] = Object.entries(schemeRules).flatMap(
  ([scheme, { rule: id, expected, holds }]) =>
    id === undefined
      ? []
      : [
          ruleOfEach(
            id,
            `An identifier of scheme ${scheme} is ${expected}.`,
            schemedIdentifiers,
            (given) => given.scheme !== scheme || holds(given.id),
            '.id',
          ),
        ],
);

/** Peppol BIS Billing 3.0, release of May 2025, without its national rules. */
export const peppolRules: readonly Rule[] = [
  ...documentRules,
  ...partRules,
  ...exemptionRules,
  ...identifierRules,
  ...peppolAmountRules,
];
