import type { AdjustmentFacts, LineFacts } from '../invoice-facts.ts';
import {
  allAdjustments,
  documentAllowances,
  documentCharges,
  lineAllowances,
  lineCharges,
  linePeriods,
  linesOf,
  meansOf,
} from './parts.ts';
import { isPresent, located, type Rule, ruleOfEach } from './rule.ts';

const ofLine = (id: string, what: string, field: string, holds: (line: LineFacts) => boolean): Rule =>
  ruleOfEach(id, `Each line ${what}.`, linesOf, holds, `.${field}`);

const notNegative = (value: string | undefined): boolean => !value?.startsWith('-');
const hasReason = ({ reason, reasonCode }: AdjustmentFacts): boolean =>
  isPresent(reason) || isPresent(reasonCode);

const lineFieldRules: readonly Rule[] = [
  ofLine('BR-21', 'has an identifier (BT-126)', 'id', (line) => isPresent(line.id)),
  ofLine('BR-22', 'has a quantity (BT-129)', 'quantity', (line) => isPresent(line.quantity)),
  ofLine('BR-23', 'has a unit (BT-130)', 'unit', (line) => isPresent(line.unit)),
  ofLine('BR-24', 'has a net amount (BT-131)', 'netAmount', (line) => isPresent(line.netAmount)),
  ofLine('BR-25', 'has the name of an item (BT-153)', 'name', (line) => isPresent(line.name)),
  ofLine('BR-26', 'has a net price (BT-146)', 'price.net', (line) => isPresent(line.price.net)),
  ofLine(
    'BR-27',
    'has a net price that is not negative; a reduction has a negative quantity',
    'price.net',
    (line) => notNegative(line.price.net),
  ),
  ofLine('BR-28', 'has a gross price that is not negative', 'price.gross', (line) =>
    notNegative(line.price.gross),
  ),
  ofLine('BR-CO-04', 'has a VAT category (BT-151)', 'tax.category', (line) => isPresent(line.tax.category)),
  ofLine(
    'BR-64',
    'has a scheme for its standard item identifier (BT-157)',
    'standardItemId.scheme',
    (line) => !line.standardItemId || isPresent(line.standardItemId.scheme),
  ),
  ofLine('BR-65', 'has a scheme for each classification (BT-158)', 'classifications', (line) =>
    line.classifications.every(({ list }) => isPresent(list)),
  ),
  ofLine('BR-54', 'has a name and a value for each attribute (BG-32)', 'attributes', (line) =>
    line.attributes.every(({ name, value }) => isPresent(name) && isPresent(value)),
  ),
  ruleOfEach(
    'BR-30',
    'A period of a line does not end before it starts.',
    linePeriods,
    ({ start, end }) => !start || !end || start <= end,
    '.end',
  ),
  ruleOfEach(
    'BR-CO-20',
    'A period of a line has a start, an end or both.',
    linePeriods,
    ({ start, end }) => isPresent(start) || isPresent(end),
  ),
];

const adjustmentRules: readonly Rule[] = [
  ruleOfEach(
    'BR-31',
    'Each allowance of the document has an amount (BT-92).',
    documentAllowances,
    ({ amount }) => isPresent(amount),
    '.amount',
  ),
  ruleOfEach(
    'BR-32',
    'Each allowance of the document has a VAT category (BT-95).',
    documentAllowances,
    ({ tax }) => isPresent(tax?.category),
    '.tax.category',
  ),
  ruleOfEach(
    'BR-33',
    'Each allowance of the document has a reason or a reason code.',
    documentAllowances,
    hasReason,
    '.reason',
  ),
  ruleOfEach(
    'BR-36',
    'Each charge of the document has an amount (BT-99).',
    documentCharges,
    ({ amount }) => isPresent(amount),
    '.amount',
  ),
  ruleOfEach(
    'BR-37',
    'Each charge of the document has a VAT category (BT-102).',
    documentCharges,
    ({ tax }) => isPresent(tax?.category),
    '.tax.category',
  ),
  ruleOfEach(
    'BR-38',
    'Each charge of the document has a reason or a reason code.',
    documentCharges,
    hasReason,
    '.reason',
  ),
  ruleOfEach(
    'BR-41',
    'Each allowance of a line has an amount (BT-136).',
    lineAllowances,
    ({ amount }) => isPresent(amount),
    '.amount',
  ),
  ruleOfEach(
    'BR-42',
    'Each allowance of a line has a reason or a reason code.',
    lineAllowances,
    hasReason,
    '.reason',
  ),
  ruleOfEach(
    'BR-43',
    'Each charge of a line has an amount (BT-141).',
    lineCharges,
    ({ amount }) => isPresent(amount),
    '.amount',
  ),
  ruleOfEach(
    'BR-44',
    'Each charge of a line has a reason or a reason code.',
    lineCharges,
    hasReason,
    '.reason',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R041',
    'An allowance or charge with a percentage has a base amount.',
    allAdjustments,
    ({ percent, base }) => !isPresent(percent) || isPresent(base),
    '.base',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R042',
    'An allowance or charge with a base amount has a percentage.',
    allAdjustments,
    ({ percent, base }) => !isPresent(base) || isPresent(percent),
    '.percent',
  ),
];

const paymentRules: readonly Rule[] = [
  {
    id: 'UBL-SR-47',
    sentence: 'All means of payment have the same code; others go into the terms.',
    check: (facts) =>
      meansOf(facts)
        .filter(({ item }) => item.code !== facts.payment.means[0]?.code)
        .map(({ path, item }) => ({ path: `${path}.code`, found: item.code })),
  },
  ruleOfEach('BR-49', 'Payment means have a code (BT-81).', meansOf, ({ code }) => isPresent(code), '.code'),
  ruleOfEach(
    'BR-50',
    'An account has an identifier (BT-84).',
    meansOf,
    ({ account }) => !account || isPresent(account.id),
    '.account',
  ),
  ruleOfEach(
    'BR-61',
    'Credit transfer (30, 58) has an account (BT-84).',
    meansOf,
    ({ code, account }) => !['30', '58'].includes(code ?? '') || isPresent(account?.id),
    '.account',
  ),
  {
    ...ruleOfEach(
      'BR-51',
      'A card is shown by its last digits, never in full (BT-87).',
      meansOf,
      ({ card }) => (card?.number?.length ?? 0) <= 10,
      '.card',
    ),
    severity: 'warning',
  },
  ruleOfEach(
    'BR-52',
    'Each supporting document has a reference (BT-122).',
    (f) => located('attachments', f.attachments),
    ({ reference }) => isPresent(reference),
    '.reference',
  ),
  ruleOfEach(
    'BR-55',
    'Each preceding invoice has a number (BT-25).',
    (f) => located('precedingInvoices', f.precedingInvoices),
    ({ number }) => isPresent(number),
    '.number',
  ),
];

/** EN 16931-1: what each line, allowance, charge, means of payment and reference has to have. */
export const lineRules: readonly Rule[] = [...lineFieldRules, ...adjustmentRules, ...paymentRules];
