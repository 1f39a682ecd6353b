import { AppError } from '../../../shared/errors.ts';
import type { Sku } from '../catalogue/catalogue.ts';
import type { Candidate, Market } from './market.ts';

/** What one user of a class needs, and what the user has. */
export interface Demand {
  /** Plans that must be covered. */
  readonly plans: readonly string[];
  /** Licences that stay whatever the mix does, and the plans that they offer. */
  readonly keptSkus: readonly Sku[];
  readonly keptPlans: ReadonlySet<string>;
  /** Places of the SKUs that the user holds today and that may be exchanged, ascending. */
  readonly held: readonly number[];
  /** Reports show that the user uses no desktop apps: a frontline SKU may be given. */
  readonly isFrontline: boolean;
}

/** SKUs that together cover a demand: places, ascending. */
export interface Combination {
  readonly skus: readonly number[];
  /** SKUs that a user would newly get or lose. */
  readonly changes: number;
}

/** SKUs of which the number of seats matters beyond their price: limited or committed ones. */
export interface Coupled {
  readonly committed: ReadonlySet<number>;
  readonly limited: ReadonlySet<number>;
}

export const isCoupled = ({ committed, limited }: Coupled, place: number): boolean =>
  committed.has(place) || limited.has(place);

/** Something that some candidate must give: a needed plan, or what an add-on requires. */
export interface Element {
  readonly key: string;
  readonly givers: readonly number[];
}

export interface Search {
  readonly market: Market;
  readonly demand: Demand;
  readonly coupled: Coupled;
  readonly isHeld: ReadonlySet<number>;
}

export const candidateAt = ({ market }: Search, place: number): Candidate => {
  const candidate = market.candidates[place];
  if (!candidate) throw new AppError('internal', { detail: `No SKU at place ${place} of the market.` });
  return candidate;
};

/**
 * Whom the mix may give the SKU to: nobody where it is denied, else its holders, else where it is allowed; a frontline
 * SKU only to users without desktop apps.
 */
const mayHold = (search: Search, place: number): boolean => {
  const { isDenied, isOffered, isFrontline } = candidateAt(search, place);
  if (isDenied) return false;
  return search.isHeld.has(place) || (isOffered && (!isFrontline || search.demand.isFrontline));
};

export const elementsOf = (search: Search): readonly Element[] =>
  search.demand.plans
    .filter((plan) => !search.market.isCovered(plan, search.demand.keptPlans))
    .map((plan) => ({
      key: plan,
      givers: search.market.coverersOf(plan).filter((place) => mayHold(search, place)),
    }));

/** An element that is given whenever another one is says nothing. */
export const essential = (elements: readonly Element[]): readonly Element[] => {
  const left: Element[] = [];
  for (const element of [...elements].sort((a, b) => a.givers.length - b.givers.length)) {
    const givers = new Set(element.givers);
    if (!left.some((other) => other.givers.every((place) => givers.has(place)))) left.push(element);
  }
  return left;
};

/** What the SKU requires beside it; nothing where the kept licences give it. */
const requirementOf = (search: Search, place: number): Element | undefined => {
  const { requirement } = candidateAt(search, place);
  if (!requirement) return undefined;
  const { market, demand } = search;
  if (demand.keptSkus.some((sku) => requirement.isSatisfiedBy(sku, demand.keptPlans))) return undefined;
  const givers = market.candidates
    .filter((other) => other.place !== place && requirement.isSatisfiedBy(other.sku, other.plans))
    .map((other) => other.place)
    .filter((giver) => mayHold(search, giver));
  return { key: `requirement ${requirement.id} of ${place}`, givers };
};

/** Everything that the SKUs in question and what they require could give. */
export const rolesOf = (search: Search, elements: readonly Element[]) => {
  const roles = new Map<number, Set<string>>();
  const required = new Map<number, Element | undefined>();
  const pending = [...elements];
  const seen = new Set<string>();
  for (const element of pending) {
    if (seen.has(element.key)) continue;
    seen.add(element.key);
    for (const place of element.givers) {
      const known = roles.get(place) ?? new Set();
      roles.set(place, known.add(element.key));
      if (required.has(place)) continue;
      const requirement = requirementOf(search, place);
      required.set(place, requirement);
      if (requirement) pending.push(requirement);
    }
  }
  return { roles, required };
};

export type Roles = ReturnType<typeof rolesOf>;

/**
 * Whether `better` can stand wherever `worse` does at no higher cost: it gives as much, requires no more, excludes
 * nothing, has no limit, and `worse` is not paid for anyway. Between equals, what is held stays, then the part number
 * decides.
 */
const isReplaceable = (
  search: Search,
  { roles, required }: Roles,
  worse: number,
  better: number,
): boolean => {
  if (worse === better || search.coupled.committed.has(worse) || search.coupled.limited.has(better))
    return false;
  const [a, b] = [candidateAt(search, worse), candidateAt(search, better)];
  if (b.units > a.units) return false;
  const given = roles.get(better);
  if (given === undefined || [...(roles.get(worse) ?? [])].some((role) => !given.has(role))) return false;
  const requirement = required.get(better);
  // Where `worse` gives what `better` requires, it has a role that `better` has not: neither can go.
  if (requirement !== undefined && a.requirement?.id !== b.requirement?.id) return false;
  if (b.isExclusive) return false;
  if (b.units < a.units) return true;
  if (search.isHeld.has(worse) !== search.isHeld.has(better)) return search.isHeld.has(better);
  return better < worse;
};

/** Leaves out SKUs that another one can always stand in for. */
export const undominated = (search: Search, parts: Roles): ReadonlySet<number> => {
  const left = new Set([...parts.roles.keys()].sort((a, b) => a - b));
  for (const worse of [...left].sort((a, b) => b - a)) {
    if ([...left].some((better) => isReplaceable(search, parts, worse, better))) left.delete(worse);
  }
  return left;
};
