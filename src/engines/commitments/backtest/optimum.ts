import type {
  GrowingProgramme,
  GrowingSolver,
  LinearRow,
  LinearSolution,
  LinearSolver,
} from '../../../shared/solver.ts';
import { dayHours } from '../calendar.ts';
import { createSum, type Demand, totalOf } from '../demand/demand.ts';
import type { Offer } from './offer.ts';
import { type SegmentColumns, touch } from './optimum-cuts.ts';
import { addColumn, addPool, type Draft, type Frame, isBeaten, segmentsOf } from './optimum-frame.ts';
import { addPieces } from './optimum-pieces.ts';
import { type Outcome, type SimulationInput, savingsRate } from './simulate.ts';

export interface Optimum {
  /** The highest savings rate that purchases at the start of days could have had; undefined without usage. */
  readonly savingsRate: number | undefined;
}

export interface OptimumOptions {
  readonly solver: GrowingSolver;
  /** Where series-locked and flexible offers compete: how far from the optimum the search may stop, as a share. */
  readonly tolerance?: number | undefined;
  /** What policies reached with the same input: one that buys at the start of days shows what can be had. */
  readonly reached?: readonly Outcome[] | undefined;
  /** Told how far the answer may still be from the truth, as a share of the on-demand equivalent. */
  readonly onProgress?: ((distance: number) => void) | undefined;
}

/** Cutting planes stop when answer and bound are this close: five thousandths of a point of the savings rate. */
const defaultTolerance = 5e-5;
/** Where rounds are cheap they go on to about what is printed. */
const fineTolerance = 1e-6;
const mostFineLevels = 1000;
const mostRounds = 200;

const valuesOf = ({ status, values }: LinearSolution): Float64Array => {
  if (status !== 'optimal') throw new Error(`the linear programme of the optimum ended as ${status}`);
  return values;
};

const objectiveOf = (draft: Draft, values: Float64Array): number => {
  const sum = createSum();
  for (const [index, { cost }] of draft.columns.entries()) sum.add(cost * (values[index] ?? 0));
  return sum.value();
};

/** What one pool can save by itself. */
const savedAlone = async (solver: LinearSolver, frame: Frame, demand: Float64Array): Promise<number> => {
  const draft: Draft = { columns: [], rows: [] };
  addPieces(draft, demand, frame.segments, addPool(draft, frame));
  return -objectiveOf(draft, valuesOf(await solver.solve({ sense: 'minimise', ...draft })));
};

/** Columns of all pools that compete for the same demand. */
const addPools = (draft: Draft, demand: Demand, frame: Frame): readonly SegmentColumns[] => {
  const scoped = (scope: Offer['scope']): Frame => ({
    ...frame,
    offers: frame.offers.filter((offer) => offer.scope === scope),
  });
  const own = demand.series.map(() => addPool(draft, scoped('series')));
  const flexible = addPool(draft, scoped('flexible'));
  return frame.segments.map((segment, index) => ({
    ...segment,
    series: own.map((levels) => levels[index]),
    flexible: flexible[index],
    onDemand: addColumn(draft, { cost: 1 }),
  }));
};

/** Planes to begin with: at nothing, and at even shares of each segment's own demand. */
const firstRows = (demand: Demand, columns: readonly SegmentColumns[]): LinearRow[] =>
  columns.flatMap((segment) =>
    [0, 0.25, 0.5, 0.75].flatMap((share) => {
      const peaks = demand.quantities.map((own) => Math.max(...own.subarray(segment.from, segment.to)));
      const total = peaks.reduce((sum, peak) => sum + peak, 0);
      const atSeries = (column: number): number => {
        const index = segment.series.indexOf(column);
        return index < 0 ? 0 : share * (peaks[index] ?? 0);
      };
      const atFlexible = (column: number): number => (column === segment.flexible ? share * total : 0);
      return [
        touch(demand.quantities, segment, atSeries).row,
        touch(demand.quantities, segment, atFlexible).row,
      ];
    }),
  );

interface PlaneSearch {
  readonly demand: Demand;
  readonly segments: readonly SegmentColumns[];
  readonly onDemand: number;
  readonly tolerance: number;
  readonly onProgress: OptimumOptions['onProgress'];
}

/** The least cost that was found: planes are added until it meets the bound. */
const searchPlanes = async (
  growing: GrowingProgramme,
  draft: Draft,
  { demand, segments, onDemand, tolerance, onProgress }: PlaneSearch,
): Promise<number> => {
  let best = Number.POSITIVE_INFINITY;
  let centre: Float64Array | undefined;
  for (let round = 0; round < mostRounds; round += 1) {
    const values = valuesOf(await growing.solve());
    const bound = objectiveOf(draft, values);
    const planes: LinearRow[] = [];
    const costAt = (point: Float64Array): number => {
      let cost = 0;
      const sum = createSum();
      for (const [index, column] of draft.columns.entries()) sum.add(column.cost * (point[index] ?? 0));
      for (const segment of segments) {
        const { cost: own, row } = touch(demand.quantities, segment, (column) => point[column] ?? 0);
        cost += own - (point[segment.onDemand] ?? 0);
        if (own > (values[segment.onDemand] ?? 0) + 1e-9) planes.push(row);
      }
      return sum.value() + cost;
    };
    const middle: Float64Array | undefined = centre?.map(
      (value, index) => (value + (values[index] ?? 0)) / 2,
    );
    for (const point of middle === undefined ? [values] : [values, middle]) {
      const cost = costAt(point);
      if (cost < best) {
        best = cost;
        centre = point;
      }
    }
    onProgress?.((best - bound) / onDemand);
    if (best - bound <= tolerance * onDemand) break;
    growing.addRows(planes);
  }
  return best;
};

/**
 * What series-locked and flexible offers save together. The on-demand cost of a day is convex in the levels but has
 * too many faces to write down, so planes are added where the last answer was too optimistic (Kelley 1960) until
 * the answer's own cost meets the bound.
 */
const savedTogether = async (
  { solver, onProgress, tolerance: wanted }: OptimumOptions,
  demand: Demand,
  frame: Frame,
  onDemand: number,
): Promise<number> => {
  const levels = frame.segments.length * (demand.series.length + 1);
  const tolerance = wanted ?? (levels <= mostFineLevels ? fineTolerance : defaultTolerance);
  const draft: Draft = { columns: [], rows: [] };
  const segments = addPools(draft, demand, frame);
  draft.rows.push(...firstRows(demand, segments));
  const growing = solver.grow({ sense: 'minimise', ...draft });
  try {
    const best = await searchPlanes(growing, draft, { demand, segments, onDemand, tolerance, onProgress });
    return onDemand - best;
  } finally {
    growing.close();
  }
};

/** The best of the outcomes whose purchases all began with a day; these are among what the optimum may do. */
const bestReached = (outcomes: readonly Outcome[], historyHours: number): number =>
  outcomes
    .filter(({ purchases }) => purchases.every(({ hour }) => (hour - historyHours) % dayHours === 0))
    .reduce((best, outcome) => Math.max(best, savingsRate(outcome) ?? 0), 0);

/**
 * The clairvoyant ceiling: the best purchases at the start of days for somebody who knows all demand, as a linear
 * programme. Pools that do not compete are solved by themselves, exactly; where series-locked and flexible offers
 * compete, within five thousandths of a point, and never below what was reached.
 */
export const findOptimum = async (
  { demand, offers, historyHours }: SimulationInput,
  options: OptimumOptions,
): Promise<Optimum> => {
  const wanted = createSum();
  for (const own of demand.quantities) for (const value of own.subarray(historyHours)) wanted.add(value);
  const onDemand = wanted.value();
  if (onDemand === 0) return { savingsRate: undefined };
  const useful = offers.filter((offer, index) => offer.discount > 0 && !isBeaten(offer, index, offers));
  const frame: Frame = { offers: useful, segments: segmentsOf(useful, historyHours, demand.hours) };
  const scopes = new Set(useful.map(({ scope }) => scope));
  if (scopes.size === 2) {
    const found = (await savedTogether(options, demand, frame, onDemand)) / onDemand;
    return { savingsRate: Math.max(found, bestReached(options.reached ?? [], historyHours)) };
  }
  const pools = scopes.has('flexible') ? [totalOf(demand)] : scopes.has('series') ? demand.quantities : [];
  let saved = 0;
  for (const pool of pools) saved += await savedAlone(options.solver, frame, pool);
  return { savingsRate: saved / onDemand };
};
