import { canCover } from '../rules/overlap.ts';
import { type Combinations, combinationsFor } from './combinations.ts';
import type { Combination, Coupled, Demand } from './dominance.ts';
import type { Market } from './market.ts';
import type { NeedClass } from './need-classes.ts';

/** A class with what it could be given. */
export interface UserClass extends NeedClass {
  /** At least one; preferred ones first. */
  readonly combinations: readonly Combination[];
  /** Needed plans that none of them gives. */
  readonly unmet: readonly string[];
}

const keyOf = ({ isFrontline, plans, held, keptSkus, keptPlans }: Demand): string =>
  [
    isFrontline,
    plans.join(','),
    held.join(','),
    keptSkus.map(({ id }) => id).join(','),
    [...keptPlans].sort().join(','),
  ].join('|');

const demandOf = ({ needs, kept, keptPlans, heldPlaces, isFrontline }: NeedClass): Demand => ({
  plans: [...needs.keys()],
  keptSkus: kept.filter(canCover).map(({ facts }) => facts.sku),
  keptPlans,
  held: heldPlaces,
  isFrontline,
});

/**
 * Finds what each class could be given.
 *
 * @throws AppError `unprocessable` when there are too many ways to license a user
 */
export const combineClasses = (
  market: Market,
  classes: readonly NeedClass[],
  coupled: Coupled,
): readonly UserClass[] => {
  const known = new Map<string, Combinations>();
  /** The same demand has the same combinations: as one object, so that its choosers can be counted together. */
  const combinationsOf = (each: NeedClass): Combinations => {
    const demand = demandOf(each);
    const key = `${each.isGuarded} ${keyOf(demand)}`;
    const found = known.get(key);
    if (found) return found;
    const asToday = [{ skus: each.heldPlaces, changes: 0 }];
    const made = each.isGuarded
      ? { combinations: asToday, unmet: [] }
      : combinationsFor(market, demand, coupled);
    const usable = made.combinations.length > 0 ? made : { ...made, combinations: asToday };
    known.set(key, usable);
    return usable;
  };
  return classes.map((each) => ({ ...each, ...combinationsOf(each) }));
};
