import type { LinearColumn, LinearProgramme, LinearRow } from '../../../shared/solver.ts';
import type { Combination } from './dominance.ts';
import type { Market } from './market.ts';

/** Users who choose among the same combinations. */
export interface Chooser {
  readonly users: number;
  /** At least one; preferred ones first. */
  readonly combinations: readonly Combination[];
}

/** What couples the choices. */
export interface Limits {
  /** Seats that are paid anyway, by place. */
  readonly committed: ReadonlyMap<number, number>;
  /** Groups of SKUs that have so many seats at most, together. */
  readonly seatLimits: readonly { readonly places: readonly number[]; readonly seats: number }[];
}

/** What the columns of the programme stand for. */
export interface Model {
  readonly market: Market;
  readonly choosers: readonly Chooser[];
  readonly limits: Limits;
  /** Seats that choosers without a choice use. */
  readonly fixed: readonly number[];
  /** Places of the choosers with a choice. */
  readonly open: readonly number[];
}

/** What is sought: the fewest seats beyond limits, the least cost, or what is preferred at that cost. */
export type Goal =
  | { readonly kind: 'excess' }
  | { readonly kind: 'cost'; readonly excessSeats: number }
  | { readonly kind: 'preference'; readonly excessSeats: number; readonly units: number };

export interface Built {
  readonly programme: LinearProgramme;
  /** The first column of each open chooser. */
  readonly starts: readonly number[];
}

type Term = readonly [column: number, coefficient: number];

/** A programme under construction. */
interface Draft {
  readonly columns: LinearColumn[];
  readonly rows: LinearRow[];
  /** Columns that use seats of a SKU, by place. */
  readonly users: Map<number, Term[]>;
  readonly costTerms: Term[];
}

const infinity = Number.POSITIVE_INFINITY;

const addColumn = (
  draft: Draft,
  goal: Goal,
  {
    units,
    weight,
    ...column
  }: { readonly units: number; readonly weight: number } & Omit<LinearColumn, 'cost'>,
): number => {
  const place = draft.columns.length;
  if (units !== 0) draft.costTerms.push([place, units]);
  const cost = goal.kind === 'cost' ? units : goal.kind === 'preference' ? weight : 0;
  draft.columns.push({ ...column, cost });
  return place;
};

/** Seats of committed SKUs cost by what is paid, not by who uses them. */
const unitsOf = ({ market, limits }: Model, { skus }: Combination): number =>
  skus.reduce(
    (sum, place) => sum + (limits.committed.has(place) ? 0 : (market.candidates[place]?.units ?? 0)),
    0,
  );

/** The users of each chooser, divided among its combinations. */
const addChoosers = (draft: Draft, model: Model, goal: Goal): readonly number[] => {
  const open = model.open.flatMap((at) => model.choosers[at] ?? []);
  const most = open.reduce((longest, { combinations }) => Math.max(longest, combinations.length), 1);
  return open.map(({ users, combinations }) => {
    const start = draft.columns.length;
    const terms = combinations.map((combination, option): Term => {
      const units = unitsOf(model, combination);
      // Of equal costs: changes first, then the place among the preferred.
      const weight = combination.changes * most + option;
      const column = addColumn(draft, goal, { units, weight, upper: users, isInteger: true });
      for (const place of combination.skus) {
        const known = draft.users.get(place);
        if (known) known.push([column, 1]);
        else draft.users.set(place, [[column, 1]]);
      }
      return [column, 1];
    });
    draft.rows.push({ lower: users, upper: users, terms });
    return start;
  });
};

/** Paid seats: at least the committed ones, at least those in use. */
const addCommitments = (draft: Draft, { limits, fixed, market }: Model, goal: Goal): void => {
  for (const [place, seats] of limits.committed) {
    const inUse = draft.users.get(place);
    if (inUse === undefined) continue;
    const already = fixed[place] ?? 0;
    const units = market.candidates[place]?.units ?? 0;
    const paid = addColumn(draft, goal, { units, weight: 0, lower: Math.max(seats, already) });
    const terms = [[paid, 1] as const, ...inUse.map(([column]) => [column, -1] as const)];
    draft.rows.push({ lower: already, upper: infinity, terms });
  }
};

/** A combination may hold two SKUs of one limit: its column counts twice. */
const mergeTerms = (terms: readonly Term[]): readonly Term[] => {
  const sums = new Map<number, number>();
  for (const [column, coefficient] of terms) sums.set(column, (sums.get(column) ?? 0) + coefficient);
  return [...sums];
};

/** Seats within their limit, or beyond it by as few as the goal grants. */
const addLimits = (draft: Draft, { limits, fixed }: Model, goal: Goal): void => {
  const excess: number[] = [];
  for (const { places, seats } of limits.seatLimits) {
    const inUse = places.flatMap((place) => draft.users.get(place) ?? []);
    if (inUse.length === 0) continue;
    const left = seats - places.reduce((sum, place) => sum + (fixed[place] ?? 0), 0);
    const over = draft.columns.length;
    draft.columns.push({ cost: goal.kind === 'excess' ? 1 : 0, isInteger: true });
    excess.push(over);
    draft.rows.push({ lower: -infinity, upper: left, terms: [...mergeTerms(inUse), [over, -1]] });
  }
  if (goal.kind === 'excess' || excess.length === 0) return;
  draft.rows.push({ lower: 0, upper: goal.excessSeats, terms: excess.map((column) => [column, 1] as const) });
};

/** Writes the choice as a mixed-integer programme (docs/licences-mix.md). Costs are whole numbers of units. */
export const buildProgramme = (model: Model, goal: Goal): Built => {
  const draft: Draft = { columns: [], rows: [], users: new Map(), costTerms: [] };
  const starts = addChoosers(draft, model, goal);
  addCommitments(draft, model, goal);
  addLimits(draft, model, goal);
  const { columns, rows, costTerms } = draft;
  if (goal.kind === 'preference') rows.push({ lower: -infinity, upper: goal.units, terms: costTerms });
  return { programme: { sense: 'minimise', columns, rows }, starts };
};

/** Whole counts by chooser from the values of a solution; undefined when they do not add up. */
export const countsOf = (
  { choosers, open }: Model,
  { starts }: Built,
  values: Float64Array,
): number[][] | undefined => {
  const counts = choosers.map(({ users }) => [users]);
  for (const [at, place] of open.entries()) {
    const chooser = choosers[place];
    const start = starts[at] ?? 0;
    if (!chooser) return undefined;
    const own = chooser.combinations.map((_, option) => Math.round(values[start + option] ?? 0));
    if (own.reduce((sum, users) => sum + users, 0) !== chooser.users) return undefined;
    counts[place] = own;
  }
  return counts;
};
