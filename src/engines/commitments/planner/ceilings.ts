import type { Offer } from '../backtest/offer.ts';
import type { View } from '../backtest/policy.ts';
import { trailingQuantile } from '../backtest/quantile.ts';
import { dayHours } from '../calendar.ts';
import type { Forecaster } from '../forecast/forecaster.ts';
import { parameters } from '../forecast/parameters.ts';
import { seasonCertainty } from '../forecast/season.ts';
import { createPatienceTest, type PatienceTest } from './patience.ts';

/** How far the past lets a pool be topped up with an offer now. */
export interface Ceiling {
  /** On-demand dollars per hour. */
  readonly level: number;
  /** Days over which demand had to last to be counted, 0 where nobody has to be patient. */
  readonly patienceDays: number;
  /** Whether the level is another one than the quantile of the last fortnight. */
  readonly isBounded: boolean;
}

/** From this certainty on the year is known, and no patience is told of. */
const knownYear = 0.5;

/** Remembers a patience test for each pool and offer, and says how far to top up. `pool` is null for the total. */
export const createCeilings = (forecaster: Forecaster) => {
  const tests = new Map<string, PatienceTest>();
  const testOf = (pool: number | null, index: number, offer: Offer): PatienceTest => {
    const key = `${pool} ${index}`;
    const test = tests.get(key) ?? createPatienceTest(offer);
    tests.set(key, test);
    return test;
  };
  return (view: View, pool: number | null, index: number): Ceiling => {
    const offer = view.offers[index];
    if (offer === undefined) throw new RangeError(`no offer ${index}`);
    const values = pool === null ? view.total : (view.series[pool] ?? view.total);
    const { level, patienceDays } = testOf(pool, index, offer).ceilingAt(values, view.hour);
    const memory = forecaster.memory(pool);
    const isBounded = patienceDays > 0 || memory.isSteady;
    const quantileOver = (days: number): number =>
      trailingQuantile(values, view.hour, days * dayHours, offer.discount);
    const season = patienceDays > 0 ? seasonCertainty(memory) : 0;
    if (season > 0) {
      // Where the year is known, the forecast knows which peaks last: nobody has to be patient.
      const patient = level + season * (quantileOver(parameters.shapeDays) - level);
      return { level: patient, patienceDays: season > knownYear ? 0 : patienceDays, isBounded };
    }
    if (!memory.isSteady) return { level, patienceDays, isBounded };
    // Topping up to each fortnight's quantile buys every fortnight's luck.
    return { level: Math.min(level, quantileOver(parameters.steady.days)), patienceDays, isBounded };
  };
};
