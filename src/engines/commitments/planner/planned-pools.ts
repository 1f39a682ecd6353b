import type { Offer } from '../backtest/offer.ts';
import type { Plan } from './plan.ts';

/** What the planner ordered for a pool, by offer, and the most that any offer supports there; on-demand dollars an hour. */
export interface PlannedPool {
  readonly ordered: Map<Offer, number>;
  supported: number;
}

export const plannedPoolsOf = (
  { orders, considerations }: Plan,
  offers: readonly Offer[],
): ReadonlyMap<number | null, PlannedPool> => {
  const pools = new Map<number | null, PlannedPool>();
  for (const { series, supported } of considerations) {
    const pool = pools.get(series) ?? { ordered: new Map(), supported: 0 };
    pool.supported = Math.max(pool.supported, supported);
    pools.set(series, pool);
  }
  for (const { offer: index, series, quantity } of orders) {
    const offer = offers[index];
    if (offer !== undefined) pools.get(series)?.ordered.set(offer, quantity);
  }
  return pools;
};
