import type { LinearRow } from '../../../shared/solver.ts';
import type { Segment } from './optimum-frame.ts';

/** Where a segment's columns are: the level of each series (or none), of the flexible pool, and what stays on demand. */
export interface SegmentColumns extends Segment {
  readonly series: readonly (number | undefined)[];
  readonly flexible: number | undefined;
  readonly onDemand: number;
}

/** What a segment costs on demand at given levels, and the plane that touches the cost there. */
export interface Touch {
  readonly cost: number;
  readonly row: LinearRow;
}

/**
 * On-demand cost of a segment: Σ over hours of max(0, Σ over series of max(0, demand − level) − flexible level).
 * It is convex in the levels, so a plane that touches it is below it everywhere.
 */
export const touch = (
  quantities: readonly Float64Array[],
  columns: SegmentColumns,
  levelOf: (column: number) => number,
): Touch => {
  const slopes = new Float64Array(quantities.length);
  const open = new Uint8Array(quantities.length);
  const levels = columns.series.map((column) => (column === undefined ? 0 : levelOf(column)));
  const flexible = columns.flexible === undefined ? 0 : levelOf(columns.flexible);
  let cost = 0;
  let constant = 0;
  let flexibleSlope = 0;
  for (let hour = columns.from; hour < columns.to; hour += 1) {
    let rest = 0;
    let wanted = 0;
    for (const [index, own] of quantities.entries()) {
      const value = own[hour] ?? 0;
      const left = value - (levels[index] ?? 0);
      open[index] = left > 0 ? 1 : 0;
      if (left <= 0) continue;
      rest += left;
      wanted += value;
    }
    if (rest <= flexible) continue;
    cost += rest - flexible;
    constant += wanted;
    flexibleSlope += 1;
    for (let index = 0; index < slopes.length; index += 1)
      slopes[index] = (slopes[index] ?? 0) + (open[index] ?? 0);
  }
  const terms: [number, number][] = [[columns.onDemand, 1]];
  for (const [index, column] of columns.series.entries()) {
    const slope = slopes[index] ?? 0;
    if (column !== undefined && slope > 0) terms.push([column, slope]);
  }
  if (columns.flexible !== undefined && flexibleSlope > 0) terms.push([columns.flexible, flexibleSlope]);
  return { cost, row: { lower: constant, upper: Number.POSITIVE_INFINITY, terms } };
};
