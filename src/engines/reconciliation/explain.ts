import type { Decimal } from 'decimal.js';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type {
  Explanation,
  ExplanationKind,
  ReconciliationLine,
} from '../../shared/reconciliation/reconciliation.ts';

/** Lines of one group, by side. */
export interface GroupLines {
  readonly rated: readonly ReconciliationLine[];
  readonly provider: readonly ReconciliationLine[];
}

export const amountOf = (lines: readonly ReconciliationLine[]): Decimal =>
  lines.reduce<Decimal>((sum, { amount }) => sum.plus(amount), new Exact(0));

const explanation = (
  kind: ExplanationKind,
  amount: Decimal,
  evidence: Readonly<Record<string, string>>,
): readonly Explanation[] => (amount.isZero() ? [] : [{ kind, amount: formatDecimal(amount, 2), evidence }]);

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
  const value = new Exact(first);
  return values.every((each) => each !== undefined && value.equals(each)) ? value : undefined;
};

const quantityOf = (lines: readonly ReconciliationLine[]): Decimal =>
  lines.reduce<Decimal>((sum, { quantity }) => sum.plus(quantity), new Exact(0));

/** Price and exchange rate of the ordinary lines, on what the provider billed: quantity × price × rate. */
const ofPriceAndRate = (group: GroupLines): readonly Explanation[] => {
  const rated = group.rated.filter(isOrdinary);
  const provider = group.provider.filter(isOrdinary);
  const prices = [rated, provider].map((lines) => common(lines, ({ unitPrice }) => unitPrice));
  const rates = [rated, provider].map((lines) => common(lines, ({ exchangeRate }) => exchangeRate ?? '1'));
  const [ratedPrice, providerPrice] = prices;
  const [ratedRate, providerRate] = rates;
  if (!ratedPrice || !providerPrice || !ratedRate || !providerRate) return [];
  const quantity = quantityOf(provider);
  const values = (from: Decimal, to: Decimal) => ({
    quantity: formatDecimal(quantity),
    rated: formatDecimal(from),
    provider: formatDecimal(to),
  });
  return [
    ...explanation(
      'price-change',
      quantity.times(providerPrice.minus(ratedPrice)).times(ratedRate),
      values(ratedPrice, providerPrice),
    ),
    ...explanation(
      'exchange-rate',
      quantity.times(providerPrice).times(providerRate.minus(ratedRate)),
      values(ratedRate, providerRate),
    ),
  ];
};

/**
 * Explains the difference of one group. What stands on one side only is missing on the other; then come lines that by
 * their kind make a difference, then price and exchange rate. What is left is rounding where it is within the tolerance
 * for each line; a difference in quantity is not explained by anything, and stays for people to look at.
 */
export const explainGroup = (group: GroupLines, tolerance: Decimal): readonly Explanation[] => {
  const { rated, provider } = group;
  const difference = amountOf(provider).minus(amountOf(rated));
  if (provider.length === 0) return explanation('missing-at-provider', difference, { rated: idsOf(rated) });
  if (rated.length === 0 && provider.every(isOrdinary)) {
    return explanation('missing-in-rating', difference, { provider: idsOf(provider) });
  }
  const known = [
    ...ofPart('credit', group, isCredit),
    ...ofPart('proration', group, isProrated),
    ...ofPart('late-usage', group, isLate),
    ...ofPriceAndRate(group),
  ];
  const rest = known.reduce<Decimal>((left, { amount }) => left.minus(amount), difference);
  const lines = Math.max(rated.length, provider.length);
  return rest.abs().lessThanOrEqualTo(tolerance.times(lines))
    ? [...known, ...explanation('rounding', rest, { lines: String(lines) })]
    : known;
};
