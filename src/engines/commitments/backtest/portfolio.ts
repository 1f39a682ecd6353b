import type { Offer } from './offer.ts';
import type { Order } from './order.ts';

/** Commitments that are held and when they end, by pool: each series, and the flexible one. */
export interface Portfolio {
  /** What is active for a pool at the current hour; `null` is the flexible pool. */
  active(series: number | null): number;
  /**
   * What of that is still active after so many hours from now, if nothing more is bought.
   * Costs a step per hour; see `remaining` for many hours at once.
   */
  remaining(series: number | null, stepHours: number, steps: number): Float64Array;
}

/** A pool's commitments as one number that falls when they end. */
interface Pool {
  active: number;
  /** What ends at an hour, by hour. */
  ending: Map<number, number>;
}

export interface MutablePortfolio extends Portfolio {
  buy(order: Order): void;
  /** Takes over something bought before, which is active for so many hours more. */
  hold(series: number | null, quantity: number, remainingHours: number): void;
  /** Lets an hour begin: what ends then is gone. */
  moveTo(hour: number): void;
}

/** Differences below this are rounding, not commitments. */
const smallest = 1e-9;

/** An empty portfolio at an hour. */
export const createPortfolio = (
  offers: readonly Offer[],
  seriesCount: number,
  startHour: number,
): MutablePortfolio => {
  const pools = Array.from({ length: seriesCount + 1 }, (): Pool => ({ active: 0, ending: new Map() }));
  let now = startHour;
  const poolOf = (series: number | null): Pool => {
    const pool = pools[series ?? seriesCount];
    if (pool === undefined) throw new RangeError(`no series ${series}`);
    return pool;
  };
  const hold = (series: number | null, quantity: number, remainingHours: number): void => {
    const pool = poolOf(series);
    pool.active += quantity;
    pool.ending.set(now + remainingHours, (pool.ending.get(now + remainingHours) ?? 0) + quantity);
  };
  return {
    active: (series) => poolOf(series).active,
    remaining: (series, stepHours, steps) => {
      const { active, ending } = poolOf(series);
      const left = new Float64Array(steps);
      const falls = new Float64Array(steps + 1);
      for (const [hour, quantity] of ending) {
        const step = Math.ceil((hour - now) / stepHours);
        if (step <= steps) falls[step] = (falls[step] ?? 0) + quantity;
      }
      let level = active;
      for (let step = 0; step < steps; step += 1) {
        level -= falls[step] ?? 0;
        left[step] = level < smallest ? 0 : level;
      }
      return left;
    },
    buy: ({ offer, series, quantity }) => hold(series, quantity, offers[offer]?.termHours ?? 0),
    hold,
    moveTo: (hour) => {
      now = hour;
      for (const pool of pools) {
        const ended = pool.ending.get(hour);
        if (ended === undefined) continue;
        pool.ending.delete(hour);
        pool.active = pool.ending.size === 0 ? 0 : pool.active - ended;
      }
    },
  };
};
