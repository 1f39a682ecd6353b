import { meanBack } from './daily.ts';
import { type Expectation, largestFactor, skill } from './expectation.ts';
import { parameters } from './parameters.ts';
import type { PoolMemory } from './pool-memory.ts';
import { wholeWeeksDays } from './weeks.ts';

const yearDays = 365;
const mostEvidence = 8;

/** How the clearest swing of the last half year spoke for a season, 0 to 1. */
export const clearestSwing = (swings: readonly number[]): number =>
  Math.max(0, ...swings.slice(-parameters.swing.rememberWeeks));

/** The level to go as it went a year ago; undefined before there is a year. */
export const seasonOf = (memory: PoolMemory, steps: number): Expectation | undefined => {
  const count = memory.level.days.length;
  if (count < yearDays) return undefined;
  const { stepDays, shapeDays, weights } = parameters;
  const then =
    meanBack(memory.level, yearDays, yearDays + shapeDays) || meanBack(memory.level, yearDays - 7, yearDays);
  if (!(then > 0)) return undefined;
  const factors = Float64Array.from({ length: steps }, (_, step) => {
    const back = yearDays - ((step * stepDays) % wholeWeeksDays);
    return Math.min(largestFactor, meanBack(memory.level, Math.max(0, back - stepDays), back) / then);
  });
  const isJudged = memory.judged.season.weight > 4 + 1e-9;
  const evidence = isJudged ? Math.min(mostEvidence, skill(memory, 'season')) : 1;
  const { unprovenSeason } = parameters;
  const proven = unprovenSeason + (1 - unprovenSeason) * clearestSwing(memory.swings);
  return { kind: 'season', weight: weights.season * evidence * proven, factors };
};

/**
 * How surely the level follows the year, 0 to 1: by the clearest swing of the last half year that closed, unless the
 * forecast by the year before has erred nearly as much as "as now" since.
 */
export const seasonCertainty = ({ swings, judged: { season, flat } }: PoolMemory): number => {
  const { judgedShare, goodError, badError } = parameters.swing;
  const told = clearestSwing(swings);
  if (season.weight <= judgedShare * flat.weight || season.weight <= 4 + 1e-9) return told;
  const ratio = season.sum / season.weight / (flat.sum / flat.weight);
  return told * (1 - Math.min(1, Math.max(0, (ratio - goodError) / (badError - goodError))));
};
