import { AppError } from '../../../shared/errors.ts';
import { Exact } from '../../../shared/money.ts';
import type { LinearSolver } from '../../../shared/solver.ts';
import type { Market } from './market.ts';
import { divideAgain, mergeChoosers } from './merged-choosers.ts';
import { buildProgramme, type Chooser, countsOf, type Goal, type Limits, type Model } from './programme.ts';

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
  const built = buildProgramme(model, goal);
  const { status, values, objective, bound } = await solver.solve(built.programme, { timeLimitSeconds });
  if (status === 'infeasible') return undefined;
  if (status === 'limit' && values.length === 0) {
    throw new AppError('unprocessable', {
      detail: 'The search for the cheapest mix ended at its time limit without any plan.',
      fix: 'Compute with a simpler policy: fewer groups with needs of their own, fewer limits of seats.',
    });
  }
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
  const merged = mergeChoosers(all);
  const allocation = await allocateMerged(solver, market, merged.choosers, limits, isPreferenceWanted);
  return { ...allocation, counts: divideAgain(all, merged, allocation.counts) };
};
