import type { Decimal } from 'decimal.js';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { exactOf, sumOf } from '../amounts.ts';
import type { AdjustmentFacts, InvoiceFacts, TotalsFacts } from '../invoice-facts.ts';
import {
  allAdjustments,
  breakdownOf,
  documentAllowances,
  documentCharges,
  lineAllowances,
  lineCharges,
  linesOf,
} from './parts.ts';
import { expectAt, type Finding, type Located, type Rule, ruleOfEach } from './rule.ts';

const within = (given: Decimal, expected: Decimal, slack: string): boolean =>
  given.minus(expected).abs().lessThanOrEqualTo(slack);

/** A total equals what it is computed from, to the cent. */
const total = (
  id: string,
  sentence: string,
  name: keyof TotalsFacts,
  expected: (facts: InvoiceFacts) => Decimal,
): Rule => ({
  id,
  sentence,
  check: (facts) => {
    const given = exactOf(facts.totals[name]);
    const right = expected(facts);
    return expectAt(
      `totals.${name}`,
      given.equals(right),
      `${facts.totals[name] ?? 'nothing'}, computed ${formatDecimal(right, 2)}`,
    );
  },
});

const amounts = (items: readonly AdjustmentFacts[]): Decimal => sumOf(items.map(({ amount }) => amount));

const totalRules: readonly Rule[] = [
  total('BR-CO-10', 'The sum of lines (BT-106) is the sum of their net amounts (BT-131).', 'lines', (f) =>
    sumOf(f.lines.map(({ netAmount }) => netAmount)),
  ),
  total(
    'BR-CO-11',
    'The sum of allowances (BT-107) is the sum of those of the document (BT-92).',
    'allowances',
    (f) => amounts(f.allowances),
  ),
  total(
    'BR-CO-12',
    'The sum of charges (BT-108) is the sum of those of the document (BT-99).',
    'charges',
    (f) => amounts(f.charges),
  ),
  total(
    'BR-CO-13',
    'The total without VAT (BT-109) is the sum of lines less allowances plus charges.',
    'withoutTax',
    ({ totals }) => exactOf(totals.lines).minus(exactOf(totals.allowances)).plus(exactOf(totals.charges)),
  ),
  total('BR-CO-14', 'The VAT total (BT-110) is the sum of the VAT of each group (BT-117).', 'tax', (f) =>
    sumOf(f.taxBreakdown.map(({ amount }) => amount)),
  ),
  total(
    'BR-CO-15',
    'The total with VAT (BT-112) is the total without VAT plus the VAT total.',
    'withTax',
    ({ totals }) => exactOf(totals.withoutTax).plus(exactOf(totals.tax)),
  ),
  total(
    'BR-CO-16',
    'The amount due (BT-115) is the total with VAT less what is paid plus rounding.',
    'due',
    ({ totals }) => exactOf(totals.withTax).minus(exactOf(totals.prepaid)).plus(exactOf(totals.rounding)),
  ),
];

const hasTwoDecimals = (value: string | undefined): boolean => !/\.\d{3,}$/.test(value ?? '');

const decimalsOfTotal = (id: string, name: keyof TotalsFacts): Rule => ({
  id,
  sentence: 'An amount has at most two decimals.',
  check: ({ totals }) => expectAt(`totals.${name}`, hasTwoDecimals(totals[name]), totals[name]),
});

const decimalsOf = <T>(
  id: string,
  listOf: (facts: InvoiceFacts) => readonly Located<T>[],
  field: string,
  read: (item: T) => string | undefined,
): Rule =>
  ruleOfEach(
    id,
    'An amount has at most two decimals.',
    listOf,
    (item) => hasTwoDecimals(read(item)),
    `.${field}`,
  );

const decimalRules: readonly Rule[] = [
  decimalsOf('BR-DEC-01', documentAllowances, 'amount', ({ amount }) => amount),
  decimalsOf('BR-DEC-02', documentAllowances, 'base', ({ base }) => base),
  decimalsOf('BR-DEC-05', documentCharges, 'amount', ({ amount }) => amount),
  decimalsOf('BR-DEC-06', documentCharges, 'base', ({ base }) => base),
  decimalsOfTotal('BR-DEC-09', 'lines'),
  decimalsOfTotal('BR-DEC-10', 'allowances'),
  decimalsOfTotal('BR-DEC-11', 'charges'),
  decimalsOfTotal('BR-DEC-12', 'withoutTax'),
  decimalsOfTotal('BR-DEC-13', 'tax'),
  decimalsOfTotal('BR-DEC-14', 'withTax'),
  decimalsOfTotal('BR-DEC-15', 'taxInAccountingCurrency'),
  decimalsOfTotal('BR-DEC-16', 'prepaid'),
  decimalsOfTotal('BR-DEC-17', 'rounding'),
  decimalsOfTotal('BR-DEC-18', 'due'),
  decimalsOf('BR-DEC-19', breakdownOf, 'taxable', ({ taxable }) => taxable),
  decimalsOf('BR-DEC-20', breakdownOf, 'amount', ({ amount }) => amount),
  decimalsOf('BR-DEC-23', linesOf, 'netAmount', ({ netAmount }) => netAmount),
  decimalsOf('BR-DEC-24', lineAllowances, 'amount', ({ amount }) => amount),
  decimalsOf('BR-DEC-25', lineAllowances, 'base', ({ base }) => base),
  decimalsOf('BR-DEC-27', lineCharges, 'amount', ({ amount }) => amount),
  decimalsOf('BR-DEC-28', lineCharges, 'base', ({ base }) => base),
];

/** Peppol allows two cents between an amount and what it is computed from, because others round on the way. */
const peppolSlack = '0.02';

/** The official check of BR-CO-17 allows less than one unit of the currency; a real mistake is larger than two cents. */
const groupTax: Rule = ruleOfEach(
  'BR-CO-17',
  'The VAT of a group (BT-117) is its taxable amount × its rate ÷ 100, rounded to two decimals.',
  breakdownOf,
  ({ taxable, rate, amount }) =>
    within(exactOf(amount), exactOf(taxable).times(exactOf(rate)).div(100), peppolSlack),
  '.amount',
);

const lineAmount = (facts: InvoiceFacts): readonly Finding[] =>
  linesOf(facts).flatMap(({ path, item }) => {
    const base = exactOf(item.price.baseQuantity);
    const expected = exactOf(item.quantity)
      .times(exactOf(item.price.net))
      .div(base.isZero() ? 1 : base)
      .minus(amounts(item.allowances))
      .plus(amounts(item.charges));
    return expectAt(
      `${path}.netAmount`,
      within(exactOf(item.netAmount), expected, peppolSlack),
      item.netAmount,
    );
  });

/** Peppol BIS 3: amounts of lines, allowances and prices follow from what they are computed from. */
export const peppolAmountRules: readonly Rule[] = [
  {
    id: 'PEPPOL-EN16931-R120',
    sentence:
      'The net amount of a line is quantity × net price ÷ base quantity less allowances plus charges.',
    check: lineAmount,
  },
  ruleOfEach(
    'PEPPOL-EN16931-R040',
    'An allowance or charge with a percentage is that percentage of its base.',
    allAdjustments,
    ({ amount, base, percent }) =>
      base === undefined ||
      percent === undefined ||
      within(exactOf(amount), new Exact(base).times(percent).div(100), peppolSlack),
    '.amount',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R046',
    'The net price is the gross price less the discount.',
    linesOf,
    ({ price }) =>
      price.gross === undefined ||
      exactOf(price.net).equals(exactOf(price.gross).minus(exactOf(price.discount))),
    '.price.net',
  ),
  ruleOfEach(
    'PEPPOL-EN16931-R121',
    'A base quantity is more than zero.',
    linesOf,
    ({ price }) => price.baseQuantity === undefined || exactOf(price.baseQuantity).greaterThan(0),
    '.price.baseQuantity',
  ),
];

/** EN 16931-1: totals follow from lines, and amounts have at most two decimals. */
export const amountRules: readonly Rule[] = [...totalRules, groupTax, ...decimalRules];
