import type { Decimal } from 'decimal.js';
import { formatDecimal } from '../../shared/money.ts';
import type {
  Explanation,
  ExplanationKind,
  ReconciliationLine,
} from '../../shared/reconciliation/reconciliation.ts';
import { Wide } from '../../shared/wide-decimal.ts';

/** Lines of one group, by side. */
export interface GroupLines {
  readonly rated: readonly ReconciliationLine[];
  readonly provider: readonly ReconciliationLine[];
}

export const amountOf = (lines: readonly ReconciliationLine[]): Decimal =>
  lines.reduce<Decimal>((sum, { amount }) => sum.plus(amount), new Wide(0));

const explanation = (
  kind: ExplanationKind,
  amount: Decimal,
  evidence: Readonly<Record<string, string>>,
): readonly Explanation[] => (amount.isZero() ? [] : [{ kind, amount: formatDecimal(amount, 2), evidence }]);

/** Lines that one side has not are told, even where they cost nothing. */
const missing = (
  kind: 'missing-at-provider' | 'missing-in-rating',
  amount: Decimal,
  evidence: Readonly<Record<string, string>>,
): readonly Explanation[] => [{ kind, amount: formatDecimal(amount, 2), evidence }];

const idsOf = (lines: readonly ReconciliationLine[]): string => {
  const ids = lines.slice(0, 20).map(({ id }) => id);
  return lines.length > ids.length
    ? `${ids.join(', ')} and ${lines.length - ids.length} more`
    : ids.join(', ');
};

/** A part of the lines that stands on one side or differs on both: what the provider has of it less what was rated. */
const ofPart = (
  kind: ExplanationKind,
  { rated, provider }: GroupLines,
  isPart: (line: ReconciliationLine) => boolean,
): readonly Explanation[] => {
  const parts = { rated: rated.filter(isPart), provider: provider.filter(isPart) };
  return explanation(kind, amountOf(parts.provider).minus(amountOf(parts.rated)), {
    provider: idsOf(parts.provider),
    rated: idsOf(parts.rated),
  });
};

const isCredit = ({ kind }: ReconciliationLine): boolean => kind === 'credit';
const isProrated = ({ kind }: ReconciliationLine): boolean => kind === 'prorated';
const isLate = ({ kind, usedOn, periodStart }: ReconciliationLine): boolean =>
  kind === 'regular' && usedOn !== undefined && usedOn < periodStart;
const isOrdinary = (line: ReconciliationLine): boolean => line.kind === 'regular' && !isLate(line);

/** The one value that all lines have; nothing where they differ or one has none. */
const common = (
  lines: readonly ReconciliationLine[],
  read: (line: ReconciliationLine) => string | undefined,
): Decimal | undefined => {
  const values = lines.map(read);
  const [first] = values;
  if (first === undefined) return undefined;
  const value = new Wide(first);
  return values.every((each) => each !== undefined && value.equals(each)) ? value : undefined;
};

const sumOf = (lines: readonly ReconciliationLine[], read: (line: ReconciliationLine) => Decimal): Decimal =>
  lines.reduce<Decimal>((sum, line) => sum.plus(read(line)), new Wide(0));

const quantityOf = (lines: readonly ReconciliationLine[]): Decimal =>
  sumOf(lines, ({ quantity }) => new Wide(quantity));

const priceOf = ({ unitPrice }: ReconciliationLine): string | undefined => unitPrice;
const rateOf = ({ exchangeRate }: ReconciliationLine): string => exchangeRate ?? '1';

const values = (quantity: Decimal, from: Decimal, to: Decimal) => ({
  quantity: formatDecimal(quantity),
  rated: formatDecimal(from),
  provider: formatDecimal(to),
});

/** What the provider billed, at its price instead of the rated one. */
const ofPrice = ({ rated, provider }: GroupLines, ratedRate: Decimal): readonly Explanation[] => {
  const [from, to] = [common(rated, priceOf), common(provider, priceOf)];
  if (!from || !to) return [];
  const quantity = quantityOf(provider);
  const amount = quantity.times(to.minus(from)).times(ratedRate);
  return explanation('price-change', amount, values(quantity, from, to));
};

/** What the provider billed at its own prices, whether one or many, at its exchange rate instead of the rated one. */
const ofRate = (
  provider: readonly ReconciliationLine[],
  from: Decimal,
  to: Decimal,
): readonly Explanation[] => {
  if (provider.some(({ unitPrice }) => unitPrice === undefined)) return [];
  const amount = sumOf(provider, ({ quantity, unitPrice = '0' }) =>
    new Wide(quantity).times(unitPrice),
  ).times(to.minus(from));
  return explanation('exchange-rate', amount, values(quantityOf(provider), from, to));
};

/** Ordinary lines: missing on one side, or of another price or exchange rate: quantity × price × rate. */
const ofOrdinary = (group: GroupLines): readonly Explanation[] => {
  const rated = group.rated.filter(isOrdinary);
  const provider = group.provider.filter(isOrdinary);
  if (rated.length === 0 && provider.length === 0) return [];
  if (provider.length === 0) {
    return missing('missing-at-provider', amountOf(rated).negated(), { rated: idsOf(rated) });
  }
  if (rated.length === 0) {
    return missing('missing-in-rating', amountOf(provider), { provider: idsOf(provider) });
  }
  const [from, to] = [common(rated, rateOf), common(provider, rateOf)];
  if (!from || !to) return [];
  return [...ofPrice({ rated, provider }, from), ...ofRate(provider, from, to)];
};

/**
 * Explains the difference of one group. A group that the provider has nothing of is missing there, whatever its lines
 * are. Else come lines that by their kind make a difference; then what is ordinary: missing on one side, or of another
 * price or exchange rate. What is left is rounding where it is within the tolerance for each line; a difference in
 * quantity is not explained by anything, and stays for people to look at.
 */
export const explainGroup = (group: GroupLines, tolerance: Decimal): readonly Explanation[] => {
  const { rated, provider } = group;
  const difference = amountOf(provider).minus(amountOf(rated));
  if (provider.length === 0) return missing('missing-at-provider', difference, { rated: idsOf(rated) });
  const known = [
    ...ofPart('credit', group, isCredit),
    ...ofPart('proration', group, isProrated),
    ...ofPart('late-usage', group, isLate),
    ...ofOrdinary(group),
  ];
  const rest = known.reduce<Decimal>((left, { amount }) => left.minus(amount), difference);
  const lines = Math.max(rated.length, provider.length);
  return rest.abs().lessThanOrEqualTo(tolerance.times(lines))
    ? [...known, ...explanation('rounding', rest, { lines: String(lines) })]
    : known;
};
