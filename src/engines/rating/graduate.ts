import type { Exact } from '../../shared/money.ts';
import { formatDecimal } from '../../shared/money.ts';
import type { RatedTier } from '../../shared/rating/rate-result.ts';
import { type Tier, zero } from './rate-card.ts';

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
    const quantity = clamp(to, tier.from, next).minus(clamp(from, tier.from, next));
    return quantity.isZero() ? [] : [{ tier, quantity, amount: quantity.times(tier.rate) }];
  });

/** The amounts of parts together. */
export const amountOf = (parts: readonly TierPart[]): Exact =>
  parts.reduce((sum, { amount }) => sum.plus(amount), zero);

/** A part as results show it. */
export const presentPart = ({ tier, quantity, amount }: TierPart): RatedTier => ({
  from: formatDecimal(tier.from),
  rate: formatDecimal(tier.rate),
  quantity: formatDecimal(quantity),
  amount: formatDecimal(amount),
});
