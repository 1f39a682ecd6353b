import type { Offer } from '../backtest/offer.ts';
import { quantileOfSorted, trailingQuantile } from '../backtest/quantile.ts';
import { dayHours } from '../calendar.ts';
import { parameters } from '../forecast/parameters.ts';

const fewestDays = 7;
const warmUpDays = 14;

/** A top-up that is tried on the past. */
interface Trial {
  active: number;
  saved: number;
  readonly ending: Map<number, number>;
}

/** How far a pool may be topped up now, and how patient one has to be for it: days, 0 for not at all. */
export interface PatientLevel {
  readonly level: number;
  readonly patienceDays: number;
}

export interface PatienceTest {
  /** Takes in the days that have passed and says how far to top up at `hour`. */
  ceilingAt(values: Float64Array, hour: number): PatientLevel;
}

/** The least that the quantile must have been for most of the last days, for each patience. */
const ceilingsOf = (quantiles: readonly number[], offer: Offer): readonly number[] => {
  const now = quantiles.at(-1) ?? 0;
  const days = quantiles.length - 1;
  return [
    now,
    ...parameters.patience.windowsDays.map((window) => {
      const from = Math.max(Math.min(fewestDays, days), quantiles.length - window);
      const past = Float64Array.from(quantiles.slice(from)).sort();
      return past.length === 0 ? now : Math.min(now, quantileOfSorted(past, offer.discount));
    }),
  ];
};

/**
 * Tries daily top-ups to the recent quantile on the past of a pool, more and less patient ones side by side, and
 * follows the one that would have saved most. Where demand jumps up and comes back, impatience buys every peak.
 */
export const createPatienceTest = (offer: Offer): PatienceTest => {
  const { windowsDays, termDays, advantage, decay } = parameters.patience;
  const quantiles: number[] = [];
  const trials = [0, ...windowsDays].map((): Trial => ({ active: 0, saved: 0, ending: new Map() }));
  const term = Math.min(termDays, Math.max(1, Math.round(offer.termHours / dayHours)));
  const price = 1 - offer.discount;
  let wanted = 0;
  let ceilings: readonly number[] = [0];

  const charge = (values: Float64Array, from: number): void => {
    wanted *= decay;
    for (const trial of trials) trial.saved *= decay;
    for (let hour = from; hour < from + dayHours; hour += 1) {
      const value = values[hour] ?? 0;
      wanted += value;
      for (const trial of trials) trial.saved += Math.min(value, trial.active) - price * trial.active;
    }
  };
  const buy = (day: number): void => {
    for (const [index, trial] of trials.entries()) {
      trial.active = Math.max(0, trial.active - (trial.ending.get(day) ?? 0));
      trial.ending.delete(day);
      const quantity = day < warmUpDays ? 0 : (ceilings[index] ?? 0) - trial.active;
      if (quantity <= 0) continue;
      trial.active += quantity;
      trial.ending.set(day + term, (trial.ending.get(day + term) ?? 0) + quantity);
    }
  };
  const followed = (): number => {
    let best = 0;
    for (const [index, trial] of trials.entries()) {
      const needed = best === 0 ? advantage * wanted : 0;
      if (trial.saved > (trials[best]?.saved ?? 0) + needed) best = index;
    }
    return best;
  };
  return {
    ceilingAt: (values, hour) => {
      const days = Math.floor(hour / dayHours);
      const offset = hour - days * dayHours;
      for (let day = quantiles.length; day <= days; day += 1) {
        const at = offset + day * dayHours;
        if (day > 0) charge(values, at - dayHours);
        const window = Math.min(parameters.shapeDays * dayHours, at - offset);
        quantiles.push(window === 0 ? 0 : trailingQuantile(values, at, window, offer.discount));
        ceilings = ceilingsOf(quantiles, offer);
        buy(day);
      }
      const best = followed();
      return { level: ceilings[best] ?? 0, patienceDays: best === 0 ? 0 : (windowsDays[best - 1] ?? 0) };
    },
  };
};
