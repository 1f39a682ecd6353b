import { AppError } from '../../../shared/errors.ts';
import { Exact } from '../../../shared/money.ts';
import type { LinearColumn, LinearProgramme, LinearRow, LinearSolver } from '../../../shared/solver.ts';
import type { Combination } from './combinations.ts';
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

export interface Allocation {
  /** For each chooser, how many users get each of its combinations. */
  readonly counts: readonly (readonly number[])[];
  /** Seats in use by place. */
  readonly used: readonly number[];
  /** What is paid a month: used seats, or committed ones if they are more. */
  readonly cost: Exact;
  /** No allocation costs less. */
  readonly bound: Exact;
  readonly isProven: boolean;
  /** Seats beyond the limits, where needs cannot be met within them. */
  readonly excessSeats: number;
}

const infinity = Number.POSITIVE_INFINITY;

const seatsUsed = (
  market: Market,
  choosers: readonly Chooser[],
  counts: readonly (readonly number[])[],
): number[] => {
  const used = market.candidates.map(() => 0);
  for (const [at, { combinations }] of choosers.entries()) {
    for (const [option, users] of (counts[at] ?? []).entries()) {
      for (const place of combinations[option]?.skus ?? []) used[place] = (used[place] ?? 0) + users;
    }
  }
  return used;
};

/** What seats cost a month: used ones, or committed ones if they are more. */
export const costOf = (
  market: Market,
  used: readonly number[],
  committed: ReadonlyMap<number, number>,
): Exact =>
  market.candidates.reduce(
    (sum, { place, price }) => sum.plus(price.times(Math.max(used[place] ?? 0, committed.get(place) ?? 0))),
    new Exact(0),
  );

/** What the columns of the programme stand for. */
interface Model {
  readonly market: Market;
  readonly choosers: readonly Chooser[];
  readonly limits: Limits;
  /** Seats that choosers without a choice use. */
  readonly fixed: readonly number[];
  /** Places of the choosers with a choice. */
  readonly open: readonly number[];
}

type Goal =
  | { readonly kind: 'excess' }
  | { readonly kind: 'cost'; readonly excessSeats: number }
  | { readonly kind: 'preference'; readonly excessSeats: number; readonly units: number };

interface Built {
  readonly programme: LinearProgramme;
  /** The first column of each open chooser. */
  readonly starts: readonly number[];
}

/** Weight of a combination when costs are equal: changes first, then its place among the preferred. */
const weightOf = (combination: Combination, place: number, most: number): number =>
  combination.changes * most + place;

const unitsOf = ({ market, limits }: Model, { skus }: Combination): number =>
  skus.reduce(
    (sum, place) => sum + (limits.committed.has(place) ? 0 : (market.candidates[place]?.units ?? 0)),
    0,
  );

const build = (model: Model, goal: Goal): Built => {
  const { choosers, open, limits, market, fixed } = model;
  const columns: LinearColumn[] = [];
  const rows: LinearRow[] = [];
  const starts: number[] = [];
  const users = new Map<number, (readonly [number, number])[]>();
  const costTerms: (readonly [number, number])[] = [];
  const add = (cost: number, weight: number, column: Omit<LinearColumn, 'cost'>): number => {
    const place = columns.length;
    if (cost !== 0) costTerms.push([place, cost]);
    columns.push({ ...column, cost: goal.kind === 'cost' ? cost : goal.kind === 'preference' ? weight : 0 });
    return place;
  };
  const most = Math.max(1, ...open.map((at) => choosers[at]?.combinations.length ?? 0));
  for (const at of open) {
    const chooser = choosers[at];
    if (!chooser) continue;
    starts.push(columns.length);
    const own = chooser.combinations.map((combination, option) => {
      const column = add(unitsOf(model, combination), weightOf(combination, option, most), {
        upper: chooser.users,
        isInteger: true,
      });
      for (const place of combination.skus) {
        const terms = users.get(place);
        if (terms) terms.push([column, 1]);
        else users.set(place, [[column, 1]]);
      }
      return column;
    });
    rows.push({
      lower: chooser.users,
      upper: chooser.users,
      terms: own.map((column) => [column, 1] as const),
    });
  }
  for (const [place, seats] of limits.committed) {
    const inUse = users.get(place);
    if (inUse === undefined) continue;
    // Paid seats: at least the committed ones, at least those in use.
    const already = fixed[place] ?? 0;
    const paid = add(market.candidates[place]?.units ?? 0, 0, { lower: Math.max(seats, already) });
    rows.push({
      lower: already,
      upper: infinity,
      terms: [[paid, 1], ...inUse.map(([column]) => [column, -1] as const)],
    });
  }
  const excess: number[] = [];
  for (const { places, seats } of limits.seatLimits) {
    const inUse = places.flatMap((place) => users.get(place) ?? []);
    if (inUse.length === 0) continue;
    const left = seats - places.reduce((sum, place) => sum + (fixed[place] ?? 0), 0);
    const over = columns.length;
    columns.push({ cost: goal.kind === 'excess' ? 1 : 0, isInteger: true });
    excess.push(over);
    rows.push({ lower: -infinity, upper: left, terms: [...mergeTerms(inUse), [over, -1]] });
  }
  if (goal.kind !== 'excess' && excess.length > 0) {
    rows.push({ lower: 0, upper: goal.excessSeats, terms: excess.map((column) => [column, 1] as const) });
  }
  if (goal.kind === 'preference') rows.push({ lower: -infinity, upper: goal.units, terms: costTerms });
  return { programme: { sense: 'minimise', columns, rows }, starts };
};

/** A combination may hold two SKUs of one limit: its column counts twice. */
const mergeTerms = (
  terms: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] => {
  const sums = new Map<number, number>();
  for (const [column, coefficient] of terms) sums.set(column, (sums.get(column) ?? 0) + coefficient);
  return [...sums];
};

/** Whole counts by chooser from the values of a solution; undefined when they do not add up. */
const countsOf = (
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

const failed = (what: string): AppError =>
  new AppError('internal', { detail: `The cheapest mix could not be computed: ${what}.` });

/**
 * What the solver may stay below a whole number by rounding: it computes in binary floats with tolerances of 1e-6.
 * The bound is then the next whole number, because every allocation costs a whole number of units.
 */
const wholeBound = (bound: number): number => Math.ceil(bound - Math.max(1e-4, Math.abs(bound) * 1e-10));

/** A search of one solve ends after so many seconds with what it has; the result says that it is not proven. */
const timeLimitSeconds = 120;

interface Solved {
  readonly counts: number[][];
  readonly objective: number;
  readonly bound: number;
}

/** Undefined when nothing is possible. */
const solve = async (solver: LinearSolver, model: Model, goal: Goal): Promise<Solved | undefined> => {
  const built = build(model, goal);
  const { status, values, objective, bound } = await solver.solve(built.programme, { timeLimitSeconds });
  if (status === 'infeasible') return undefined;
  if (status === 'unbounded' || values.length === 0) throw failed(`the solver says ${status}`);
  const counts = countsOf(model, built, values);
  if (counts === undefined) throw failed('the solver’s numbers of users do not add up');
  return { counts, objective: Math.round(objective), bound };
};

const excessOf = ({ seatLimits }: Limits, used: readonly number[]): number =>
  seatLimits.reduce(
    (sum, { places, seats }) =>
      sum + Math.max(0, places.reduce((all, place) => all + (used[place] ?? 0), 0) - seats),
    0,
  );

interface Cheapest {
  readonly solved: Solved;
  readonly excessSeats: number;
}

/** The least cost within the limits; where needs cannot be met within them, with as few seats beyond as possible. */
const cheapestOf = async (solver: LinearSolver, model: Model): Promise<Cheapest> => {
  const within = await solve(solver, model, { kind: 'cost', excessSeats: 0 });
  if (within !== undefined) return { solved: within, excessSeats: 0 };
  const excess = await solve(solver, model, { kind: 'excess' });
  const excessSeats = excess?.objective ?? 0;
  const solved = await solve(solver, model, { kind: 'cost', excessSeats });
  if (solved === undefined) throw failed('no allocation meets the needs');
  return { solved, excessSeats };
};

/** Among equally cheap allocations the preferred one; the first answer where the search for it fails. */
const mostPreferred = async (
  solver: LinearSolver,
  model: Model,
  first: Solved,
  excessSeats: number,
): Promise<number[][]> => {
  const goal: Goal = { kind: 'preference', excessSeats, units: first.objective };
  const preferred = await solve(solver, model, goal);
  if (preferred === undefined) return first.counts;
  const { counts } = preferred;
  const { market, choosers, limits } = model;
  const costs = [first.counts, counts].map((each) =>
    costOf(market, seatsUsed(market, choosers, each), limits.committed),
  );
  return costs[1]?.lte(costs[0] ?? 0) ? counts : first.counts;
};

/** Choosers of the same combinations as one, and which they are. */
interface Merged {
  readonly choosers: readonly Chooser[];
  readonly members: readonly (readonly number[])[];
}

const merge = (choosers: readonly Chooser[]): Merged => {
  const members = new Map<readonly Combination[], number[]>();
  for (const [place, { combinations }] of choosers.entries()) {
    const same = members.get(combinations);
    if (same) same.push(place);
    else members.set(combinations, [place]);
  }
  const users = (places: readonly number[]): number =>
    places.reduce((sum, place) => sum + (choosers[place]?.users ?? 0), 0);
  return {
    choosers: [...members].map(([combinations, places]) => ({ combinations, users: users(places) })),
    members: [...members.values()],
  };
};

/** Gives the members of merged choosers what these got: the first ones get what is preferred. */
const divideAgain = (
  choosers: readonly Chooser[],
  { members }: Merged,
  merged: readonly (readonly number[])[],
): readonly (readonly number[])[] => {
  const counts: number[][] = choosers.map(() => []);
  for (const [at, places] of members.entries()) {
    const left = [...(merged[at] ?? [])];
    for (const place of places) {
      let waiting = choosers[place]?.users ?? 0;
      counts[place] = left.map((available, option) => {
        const given = Math.min(available, waiting);
        left[option] = available - given;
        waiting -= given;
        return given;
      });
    }
  }
  return counts;
};

/**
 * The cheapest allocation of combinations to users. Users without a choice are counted beforehand; where nothing is
 * limited or committed nobody else is left, because each class then has one cheapest combination.
 *
 * @param isPreferenceWanted whether equally cheap allocations matter (they do not where only the cost is asked for)
 * @throws AppError `internal` when the solver fails
 */
export const allocate = async (
  solver: LinearSolver,
  market: Market,
  all: readonly Chooser[],
  limits: Limits,
  isPreferenceWanted: boolean,
): Promise<Allocation> => {
  const merged = merge(all);
  const allocation = await allocateMerged(solver, market, merged.choosers, limits, isPreferenceWanted);
  return { ...allocation, counts: divideAgain(all, merged, allocation.counts) };
};

const allocateMerged = async (
  solver: LinearSolver,
  market: Market,
  choosers: readonly Chooser[],
  limits: Limits,
  isPreferenceWanted: boolean,
): Promise<Allocation> => {
  const open = choosers.flatMap(({ combinations }, place) => (combinations.length > 1 ? [place] : []));
  const isOpen = new Set(open);
  const decided = choosers.map(({ users }, place) => (isOpen.has(place) ? [] : [users]));
  const fixed = seatsUsed(market, choosers, decided);
  const model: Model = { market, choosers, limits, fixed, open };
  const answer = (counts: readonly (readonly number[])[], missing: number): Allocation => {
    const used = seatsUsed(market, choosers, counts);
    const cost = costOf(market, used, limits.committed);
    const bound = cost.minus(market.unit.times(missing));
    return { counts, used, cost, bound, isProven: missing === 0, excessSeats: excessOf(limits, used) };
  };
  if (open.length === 0) return answer(decided, 0);
  const { solved: cheapest, excessSeats } = await cheapestOf(solver, model);
  const missing = Math.max(0, cheapest.objective - wholeBound(cheapest.bound));
  const counts = isPreferenceWanted
    ? await mostPreferred(solver, model, cheapest, excessSeats)
    : cheapest.counts;
  return answer(counts, missing);
};
