import { dayHours } from '../calendar.ts';
import { parameters } from '../forecast/parameters.ts';

/**
 * Pools of which not all was bought need no look every day: little changes, and looking is what costs time. A pool is
 * looked at again after some days, or as soon as something of what was held then has ended.
 */
export const createQuietPools = () => {
  const looked = new Map<number | null, { readonly untilHour: number; readonly held: number }>();
  return {
    isQuiet: (pool: number | null, hour: number, held: number): boolean => {
      const last = looked.get(pool);
      return last !== undefined && last.untilHour > hour && held >= last.held * 0.999;
    },
    /** Notes a look at which not all was bought. `held` counts what was just ordered. */
    note: (pool: number | null, hour: number, held: number): void => {
      looked.set(pool, { untilHour: hour + parameters.reviewDays * dayHours, held });
    },
  };
};
