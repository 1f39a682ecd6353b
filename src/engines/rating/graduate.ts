import type { Exact } from '../../shared/money.ts';
import { formatDecimal } from '../../shared/money.ts';
import type { RatedTier } from '../../shared/rating/rate-result.ts';
import { type Tier, zero } from './rate-card.ts';

/** Sums without the work where nothing is added: a line mostly has one tier that begins at zero. */
export const plus = (a: Exact, b: Exact): Exact => (a.isZero() ? b : b.isZero() ? a : a.plus(b));
export const minus = (a: Exact, b: Exact): Exact => (b.isZero() ? a : a.minus(b));

const texts = new WeakMap<Exact, string>();

/** A number of the rate card as text, written once: the same objects come back on every line. */
export const constantText = (value: Exact): string => {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = formatDecimal(value);
  texts.set(value, text);
  return text;
};

const clamp = (value: Exact, low: Exact, high: Exact | undefined): Exact => {
  if (value.lt(low)) return low;
  return high !== undefined && value.gt(high) ? high : value;
};

/** A part of a span that lies in one tier; its quantity is negative where the span goes down. */
export interface TierPart {
  readonly tier: Tier;
  readonly quantity: Exact;
  readonly amount: Exact;
}

/**
 * What moving from one cumulative quantity to another costs under graduated tiers with half-open bounds
 * [low, high): 250 units at {0: 1, 200: .9, 500: .8} are 245. A tier that is not touched has no part.
 */
export const graduate = (tiers: readonly Tier[], from: Exact, to: Exact): readonly TierPart[] =>
  tiers.flatMap((tier, index) => {
    const next = tiers[index + 1]?.from;
    const quantity = minus(clamp(to, tier.from, next), clamp(from, tier.from, next));
    return quantity.isZero() ? [] : [{ tier, quantity, amount: quantity.times(tier.rate) }];
  });

/** The amounts of parts together. */
export const amountOf = (parts: readonly TierPart[]): Exact =>
  parts.reduce((sum, { amount }) => plus(sum, amount), zero);

/** A part as results show it. */
export const presentPart = ({ tier, quantity, amount }: TierPart): RatedTier => ({
  from: constantText(tier.from),
  rate: constantText(tier.rate),
  quantity: formatDecimal(quantity),
  amount: formatDecimal(amount),
});
