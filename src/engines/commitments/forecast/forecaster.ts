import { dayHours } from '../calendar.ts';
import type { Expectation } from './expectation.ts';
import { expectationsOf } from './expectations.ts';
import type { FallRecord } from './fall-record.ts';
import { createPoolMemory, learnDay, type PoolMemory } from './pool-memory.ts';

/** What has been seen of demand. Values of the arrays from `hour` on mean nothing. */
interface Seen {
  readonly hour: number;
  readonly series: readonly Float64Array[];
  readonly total: Float64Array;
}

/** Remembers demand day by day and says where it may go. A pool is a series by its index, or null for the total. */
export interface Forecaster {
  /** Takes in the days that have passed since the last time. */
  learn(seen: Seen): void;
  /** Mean of the last seven days, on-demand dollars per hour. */
  level(pool: number | null): number;
  memory(pool: number | null): PoolMemory;
  /** The ways in which the pool may go, in steps of the planner's length; their weights add up to 1. */
  expectations(pool: number | null, steps: number): readonly Expectation[];
}

const meanOf = (values: Float64Array, from: number): number => {
  let sum = 0;
  for (let hour = from; hour < from + dayHours; hour += 1) sum += values[hour] ?? 0;
  return sum / dayHours;
};

export const createForecaster = (): Forecaster => {
  const memories: PoolMemory[] = [];
  const shared: FallRecord = { came: 0, forecast: 0 };
  let next: number | undefined;
  let today = 0;
  const known = new Map<string, { readonly day: number; readonly expectations: readonly Expectation[] }>();
  const memory = (pool: number | null): PoolMemory => {
    const found = memories[pool ?? memories.length - 1];
    if (found === undefined) throw new RangeError(`nothing was learned of pool ${pool}`);
    return found;
  };
  return {
    learn: ({ hour, series, total }) => {
      if (memories.length === 0)
        for (let pool = 0; pool <= series.length; pool += 1) memories.push(createPoolMemory());
      // Days end at the hour of the decision, whatever the clock says then.
      next ??= hour % dayHours;
      for (; next + dayHours <= hour; next += dayHours) {
        const whole = meanOf(total, next);
        for (const [pool, own] of memories.entries()) {
          const values = series[pool];
          const mean = values === undefined ? whole : meanOf(values, next);
          learnDay(own, { mean, total: whole, isSeries: values !== undefined }, shared);
        }
      }
      today = hour;
    },
    level: (pool) => memory(pool).week.at(-1) ?? 0,
    memory,
    expectations: (pool, steps) => {
      const key = `${pool} ${steps}`;
      const before = known.get(key);
      if (before?.day === today) return before.expectations;
      const expectations = expectationsOf(memory(pool), steps, {
        shared,
        total: pool === null ? undefined : memory(null),
      });
      known.set(key, { day: today, expectations });
      return expectations;
    },
  };
};
