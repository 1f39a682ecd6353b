import type { Offer } from '../backtest/offer.ts';

/** Into how many layers the planner parts what an offer may cover. */
export const layers = 12;

/** Steps of the horizon that a term takes, at least one. */
export const stepsOf = (offer: Pick<Offer, 'termHours'>, stepDays: number): number =>
  Math.max(1, Math.round(offer.termHours / 24 / stepDays));

/** One offer for one layer of demand. */
export interface Candidate {
  readonly offer: Offer;
  /** Expected share of each step in which the layer is used by what this offer covers. */
  readonly usage: Float64Array;
  /** Whether it may be bought now; otherwise it is only what else could be done with the layer. */
  readonly isEligible: boolean;
}

/**
 * The eligible candidate that saves most over the horizon, where afterwards the best one is always bought anew;
 * undefined when none is, or when an offer of the other scope serves the layer better.
 */
export const bestCandidate = (
  candidates: readonly Candidate[],
  steps: number,
  stepDays: number,
): Candidate | undefined => {
  const gains = candidates.map(({ offer, usage }) => {
    const sums = new Float64Array(steps + 1);
    for (let step = 0; step < steps; step += 1) {
      sums[step + 1] = (sums[step] ?? 0) + (usage[step] ?? 0) - (1 - offer.discount);
    }
    return { sums, length: stepsOf(offer, stepDays) };
  });
  const after = new Float64Array(steps + 1);
  const value = ({ sums, length }: (typeof gains)[number], step: number): number => {
    const end = Math.min(steps, step + length);
    return (sums[end] ?? 0) - (sums[step] ?? 0) + (after[end] ?? 0);
  };
  for (let step = steps - 1; step >= 1; step -= 1) {
    let best = after[step + 1] ?? 0;
    for (const gain of gains) best = Math.max(best, value(gain, step));
    after[step] = best;
  }
  const values = gains.map((gain) => value(gain, 0));
  let best = -1;
  for (const [index, { isEligible }] of candidates.entries()) {
    if (isEligible && (best < 0 || (values[index] ?? 0) > (values[best] ?? 0))) best = index;
  }
  const chosen = candidates[best];
  const isBeaten = candidates.some(
    ({ offer }, index) => offer.scope !== chosen?.offer.scope && (values[index] ?? 0) > (values[best] ?? 0),
  );
  return isBeaten ? undefined : chosen;
};
