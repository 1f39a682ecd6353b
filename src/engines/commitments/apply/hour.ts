import type { Candidates, Capacity, Programme } from './programme.ts';
import { createDivision, type Division, type Divisor } from './quotient.ts';
import { powerOfTen } from './units.ts';

/** A part of a line that a commitment covered. */
export interface Covering {
  readonly line: number;
  readonly commitment: number;
  readonly quantity: bigint;
  /** In the commitment's own unit, of `usedPlaces`. */
  readonly used: bigint;
}

export interface HourOutcome {
  /** Decimals of quantities, and of what is used of commitments that are told in units of their own. */
  readonly places: number;
  /** Beside the lines: what no commitment covered. */
  readonly onDemand: readonly bigint[];
  /** In the order in which it happened. */
  readonly coverings: readonly Covering[];
  /** Beside the commitments, each in its own unit: money for plans, else instances or resources. */
  readonly committed: readonly bigint[];
  readonly used: readonly bigint[];
  /** Decimals of the two: `places`, and for plans those of rates on top. */
  readonly usedPlaces: readonly number[];
}

/** How much of a line has been covered at one weight. Kept as a sum, so that no order of commitments changes it. */
interface LineState {
  left: bigint;
  weight: Divisor | undefined;
  /** Quantity that was left when this weight came to the line. */
  base: bigint;
  taken: bigint;
  covered: bigint;
}

interface CommitmentState {
  left: bigint;
  taken: bigint;
  used: bigint;
}

/** Covers as much of the line as the commitment can; returns the quantity and what it takes. */
const cover = (
  line: LineState,
  weight: Divisor,
  available: bigint,
  division: Division,
): { readonly quantity: bigint; readonly taken: bigint } => {
  if (line.weight !== weight) {
    line.weight = weight;
    line.base = line.left;
    line.taken = 0n;
    line.covered = 0n;
  }
  const wanted = line.base * weight.units - line.taken;
  if (available >= wanted) {
    const quantity = line.left;
    line.left = 0n;
    return { quantity, taken: wanted };
  }
  line.taken += available;
  let covered = division.divide(line.taken, weight);
  if (covered < line.covered) covered = line.covered;
  if (covered > line.base) covered = line.base;
  const quantity = covered - line.covered;
  line.covered = covered;
  line.left -= quantity;
  return { quantity, taken: available };
};

/** What has been used after `taken` more, in the commitment's own unit. */
const use = (state: CommitmentState, { ownWeight }: Capacity, taken: bigint, division: Division): bigint => {
  const before = state.used;
  state.left -= taken;
  state.taken += taken;
  state.used = ownWeight === undefined ? state.taken : division.divide(state.taken, ownWeight);
  return state.used - before;
};

/** The first candidate of which something is left. Nothing ever comes back within an hour, so it only moves on. */
const firstLeft = ({ index, lines }: Candidates, cursors: number[], states: readonly LineState[]): number => {
  let at = cursors[index] ?? 0;
  for (; at < lines.length; at += 1) if (states[lines[at] ?? 0]?.left !== 0n) break;
  cursors[index] = at;
  return at;
};

/**
 * Runs the turns of a programme over one hour. Quantities are integers of `places` decimals, beside the lines.
 * Where `missingPlaces` is not 0, the hour has to be run again with so many more.
 */
export const runHour = (
  { passes, capacities, listCount }: Programme,
  quantities: readonly bigint[],
  places: number,
  ratePlaces: number,
): { readonly outcome: HourOutcome; readonly missingPlaces: number } => {
  const division = createDivision(places);
  const scale = powerOfTen(places);
  const states = quantities.map(
    (left): LineState => ({ left, weight: undefined, base: 0n, taken: 0n, covered: 0n }),
  );
  const commitments = capacities.map(
    ({ hourly }): CommitmentState => ({ left: hourly * scale, taken: 0n, used: 0n }),
  );
  const cursors = new Array<number>(listCount).fill(0);
  const coverings: Covering[] = [];
  for (const { commitment, candidates } of passes) {
    const state = commitments[commitment];
    const capacity = capacities[commitment];
    if (state === undefined || capacity === undefined || state.left === 0n) continue;
    const { lines, weights } = candidates;
    for (let at = firstLeft(candidates, cursors, states); at < lines.length && state.left > 0n; at += 1) {
      const line = lines[at] ?? 0;
      const lineState = states[line];
      const weight = weights[at];
      if (lineState === undefined || weight === undefined || lineState.left === 0n) continue;
      const { quantity, taken } = cover(lineState, weight, state.left, division);
      coverings.push({ line, commitment, quantity, used: use(state, capacity, taken, division) });
    }
  }
  const outcome = {
    places,
    onDemand: states.map(({ left }) => left),
    coverings,
    committed: capacities.map(({ hourly, ownWeight }) =>
      ownWeight === undefined ? hourly * scale : division.divide(hourly * scale, ownWeight),
    ),
    used: commitments.map(({ used }) => used),
    usedPlaces: capacities.map(({ ownWeight }) => (ownWeight === undefined ? places + ratePlaces : places)),
  };
  return { outcome, missingPlaces: division.missingPlaces() };
};
