import { AppError } from '../../../shared/errors.ts';
import {
  type Combination,
  type Coupled,
  candidateAt,
  type Demand,
  type Element,
  elementsOf,
  essential,
  isCoupled,
  type Roles,
  rolesOf,
  type Search,
  undominated,
} from './dominance.ts';
import type { Market } from './market.ts';

/** Far beyond what price lists and needs lead to; it ends a search that would not end. */
const mostSteps = 20_000;

interface Leaf extends Combination {
  /** The coupled SKUs among them, as a key and as places. */
  readonly coupledPlaces: readonly number[];
  /** Price of the others, in units. */
  readonly units: number;
}

const leafOf = (search: Search, chosen: readonly number[]): Leaf => {
  const skus = [...chosen].sort((a, b) => a - b);
  const gained = skus.filter((place) => !search.isHeld.has(place)).length;
  const lost = search.demand.held.filter((place) => !skus.includes(place)).length;
  return {
    skus,
    changes: gained + lost,
    coupledPlaces: skus.filter((place) => isCoupled(search.coupled, place)),
    units: skus.reduce(
      (sum, place) => sum + (isCoupled(search.coupled, place) ? 0 : candidateAt(search, place).units),
      0,
    ),
  };
};

const bySkus = (a: Combination, b: Combination): number => {
  for (const [at, place] of a.skus.entries()) {
    const other = b.skus[at];
    if (other === undefined) return 1;
    if (place !== other) return place - other;
  }
  return a.skus.length - b.skus.length;
};

/** The order in which equally cheap combinations are preferred: fewest changes, then part numbers. */
export const preferred = (a: Combination, b: Combination): number => a.changes - b.changes || bySkus(a, b);

const isBetter = (a: Leaf, b: Leaf): boolean =>
  a.units !== b.units ? a.units < b.units : preferred(a, b) < 0;

/** Keeps the best combination for each set of coupled SKUs: seats of the others cost the same whoever uses them. */
interface Found {
  readonly best: Map<string, Leaf>;
  steps: number;
}

const keep = ({ best }: Found, leaf: Leaf): void => {
  const key = leaf.coupledPlaces.join(' ');
  const known = best.get(key);
  if (known === undefined || isBetter(leaf, known)) best.set(key, leaf);
};

interface State {
  readonly chosen: readonly number[];
  readonly open: readonly Element[];
  readonly barred: ReadonlySet<number>;
}

/**
 * Tries, for the open element with the fewest givers, each giver in turn; a giver that was tried is barred afterwards,
 * so that every set of SKUs is met once. A set is passed over when a complete one costs less and uses no coupled SKU
 * that it does not use.
 */
const explore = (
  search: Search,
  parts: Roles,
  usable: ReadonlySet<number>,
  found: Found,
  state: State,
): void => {
  found.steps += 1;
  if (found.steps > mostSteps) {
    throw new AppError('unprocessable', {
      detail: 'The prices leave too many ways to license a user to compare them all.',
      fix: 'Name the SKUs that may be bought with "allow" in the mix policy.',
    });
  }
  const soFar = leafOf(search, state.chosen);
  const coupledSoFar = new Set(soFar.coupledPlaces);
  for (const leaf of found.best.values()) {
    if (leaf.units < soFar.units && leaf.coupledPlaces.every((place) => coupledSoFar.has(place))) return;
  }
  const givers = (element: Element) =>
    element.givers.filter((place) => usable.has(place) && !state.barred.has(place));
  const [next] = state.open
    .map((element) => ({ element, left: givers(element) }))
    .sort((a, b) => a.left.length - b.left.length);
  if (next === undefined) {
    keep(found, soFar);
    return;
  }
  const barred = new Set(state.barred);
  const cheapFirst = next.left
    .map((place) => candidateAt(search, place))
    .sort((a, b) => a.units - b.units || a.place - b.place);
  for (const { place } of cheapFirst) {
    if (!state.chosen.some((other) => search.market.exclude(place, other))) {
      const chosen = [...state.chosen, place];
      const requirement = parts.required.get(place);
      const isMet = requirement === undefined || chosen.some((other) => requirement.givers.includes(other));
      const open = state.open.filter((element) => !element.givers.includes(place));
      explore(search, parts, usable, found, {
        chosen,
        open: requirement === undefined || isMet ? open : [...open, requirement],
        barred: new Set(barred),
      });
    }
    barred.add(place);
  }
};

/** Leaves out combinations that another one is never worse than: fewer coupled SKUs, no higher price, no more change. */
const competing = (leaves: readonly Leaf[]): readonly Leaf[] =>
  leaves.filter(
    (leaf) =>
      !leaves.some(
        (other) =>
          other !== leaf &&
          other.units <= leaf.units &&
          other.changes <= leaf.changes &&
          other.coupledPlaces.length < leaf.coupledPlaces.length &&
          other.coupledPlaces.every((place) => leaf.coupledPlaces.includes(place)),
      ),
  );

/** Today's licences: possible because they are there, whatever the rules of combination say. */
const today = (search: Search, elements: readonly Element[]): readonly Leaf[] => {
  const { held } = search.demand;
  const isPossible =
    held.every((place) => !candidateAt(search, place).isDenied) &&
    elements.every(({ givers }) => givers.some((place) => search.isHeld.has(place)));
  return isPossible ? [leafOf(search, held)] : [];
};

export interface Combinations {
  /** Preferred ones first; none when something needed cannot be given. */
  readonly combinations: readonly Combination[];
  /** Needed plans that no SKU gives which the user may hold. */
  readonly unmet: readonly string[];
}

/**
 * Every combination of SKUs for one demand that an optimal mix could use. No optimum is lost: a set of SKUs that stays
 * possible without one of its members costs no less than without it, so minimal sets are enough; of sets with the same
 * coupled SKUs the cheapest is enough, because nothing but price tells them apart.
 *
 * @throws AppError `unprocessable` when there are too many sets to compare
 */
export const combinationsFor = (market: Market, demand: Demand, coupled: Coupled): Combinations => {
  const search: Search = { market, demand, coupled, isHeld: new Set(demand.held) };
  const elements = elementsOf(search);
  const unmet = elements.filter(({ givers }) => givers.length === 0).map(({ key }) => key);
  if (unmet.length > 0) return { combinations: [], unmet };
  const open = essential(elements);
  const parts = rolesOf(search, open);
  const found: Found = { best: new Map(), steps: 0 };
  for (const leaf of today(search, elements)) keep(found, leaf);
  explore(search, parts, undominated(search, parts), found, { chosen: [], open, barred: new Set() });
  const combinations = competing([...found.best.values()]).map(({ skus, changes }) => ({ skus, changes }));
  return {
    combinations: combinations.sort(preferred),
    unmet: combinations.length > 0 ? [] : elements.map(({ key }) => key),
  };
};
