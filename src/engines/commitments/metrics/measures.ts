import type { Savings } from '../../../shared/commitments/metrics.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';

/** Decimals of shares, half-even. */
const sharePlaces = 6;
const moneyPlaces = 2;

export const moneyText = (value: Exact): string => formatDecimal(value, moneyPlaces);

/** part ÷ whole to six places, or null where the whole is nothing, or less (corrections of usage that is not there). */
export const shareOf = (part: Exact, whole: Exact): string | null =>
  whole.lte(0) ? null : formatDecimal(part.div(whole).toDecimalPlaces(sharePlaces, Exact.ROUND_HALF_EVEN));

/**
 * Effective savings rate, net and gross. `unused` is the part of `paid` that nothing was got for; it is never
 * clamped, so that waste shows (FOCUS's example: 75 % used at a discount of a third is 33.3 % gross, 11.1 % net).
 */
export const savingsOf = (input: {
  readonly onDemandEquivalent: Exact;
  readonly paid: Exact;
  readonly unused: Exact;
}): Savings => {
  const { onDemandEquivalent, paid, unused } = input;
  const netSavings = onDemandEquivalent.minus(paid);
  return {
    onDemandEquivalent: moneyText(onDemandEquivalent),
    paid: moneyText(paid),
    netSavings: moneyText(netSavings),
    effectiveSavingsRate: shareOf(netSavings, onDemandEquivalent),
    grossSavingsRate: shareOf(netSavings.plus(unused), onDemandEquivalent),
  };
};

/** 1 − discount: what the used commitment cost ÷ what its usage would have cost on demand. */
export const breakEvenUtilisation = (usedCost: Exact, coveredEquivalent: Exact): string | null =>
  shareOf(usedCost, coveredEquivalent);

/** By how much demand may fall, in the questions that are always asked. */
export const demandFalls = ['0.1', '0.25', '0.5'] as const;

/** A commitment as lock-in sees it: what it costs an hour, and for how many months still. */
export interface RemainingTerm {
  readonly hourlyCost: Exact;
  readonly remainingMonths: Exact;
}

/** Σ remaining commitment cost ÷ monthly on-demand equivalent, in months. */
export const lockInMonths = (
  terms: readonly RemainingTerm[],
  hourlyOnDemandEquivalent: Exact,
): string | null =>
  shareOf(
    terms.reduce(
      (sum, { hourlyCost, remainingMonths }) => sum.plus(hourlyCost.times(remainingMonths)),
      new Exact(0),
    ),
    hourlyOnDemandEquivalent,
  );
