import type { Expectation } from '../forecast/expectation.ts';

const bins = 1024;

/** How much of the hours of a recent fortnight lies above a level. */
export interface Shape {
  /** The hours, sorted upwards; on-demand dollars per hour. */
  readonly sorted: Float64Array;
  /** Share of the hours above each of even levels, the last one above the highest hour. */
  readonly above: Float64Array;
  readonly binsPerUnit: number;
}

/** Tabulates the share of hours above a level, so that millions of questions cost a multiplication each. */
export const shapeOf = (hours: Float64Array): Shape => {
  const sorted = hours.slice().sort();
  const above = new Float64Array(bins + 2);
  const binsPerUnit = bins / Math.max(1e-12, sorted.at(-1) ?? 0);
  let passed = 0;
  for (let bin = 0; bin < above.length; bin += 1) {
    while (passed < sorted.length && (sorted[passed] ?? 0) <= bin / binsPerUnit) passed += 1;
    above[bin] = sorted.length === 0 ? 0 : (sorted.length - passed) / sorted.length;
  }
  return { sorted, above, binsPerUnit };
};

const shareAbove = ({ above, binsPerUnit }: Shape, level: number): number => {
  const at = level * binsPerUnit;
  if (at >= bins) return 0;
  const bin = at | 0;
  const low = above[bin] ?? 0;
  return low + ((above[bin + 1] ?? 0) - low) * (at - bin);
};

/** A pool as the planner sees it: the shape of an ordinary fortnight, where it may go, and what is held then. */
export interface Outlook {
  readonly shape: Shape;
  readonly expectations: readonly Expectation[];
  /** What is still active in each step of the horizon, from what is held now. */
  readonly held: Float64Array;
}

/** Expected share of the hours of each step in which one more unit on top of `level` beyond what is held is used. */
export const usageAt = ({ shape, expectations, held }: Outlook, level: number): Float64Array => {
  const usage = new Float64Array(held.length);
  for (const { weight, factors } of expectations) {
    for (let step = 0; step < usage.length; step += 1) {
      const factor = factors[step] ?? 0;
      if (factor <= 0) continue;
      usage[step] = (usage[step] ?? 0) + weight * shareAbove(shape, (level + (held[step] ?? 0)) / factor);
    }
  }
  return usage;
};

/** Expected share of the hours of the first steps in which one more unit on top of `level` is used. */
export const meanUsage = ({ shape, expectations, held }: Outlook, level: number, steps: number): number => {
  let mean = 0;
  for (const { weight, factors } of expectations) {
    let sum = 0;
    for (let step = 0; step < steps; step += 1) {
      const factor = factors[step] ?? 0;
      if (factor > 0) sum += shareAbove(shape, (level + (held[step] ?? 0)) / factor);
    }
    mean += (weight * sum) / steps;
  }
  return mean;
};

const halvings = 14;

/** The highest level up to `most` at which one more unit is still used for the share `needed` of the first steps. */
export const supportedLevel = (outlook: Outlook, most: number, steps: number, needed: number): number => {
  // A hair below: at the level itself the interpolation may already count the next hour.
  if (meanUsage(outlook, most * 0.999, steps) >= needed) return most;
  let low = 0;
  let high = most;
  for (let round = 0; round < halvings; round += 1) {
    const middle = (low + high) / 2;
    if (meanUsage(outlook, middle, steps) >= needed) low = middle;
    else high = middle;
  }
  return low;
};
