import { meanBack } from './daily.ts';
import { type Expectation, largestFactor, skill } from './expectation.ts';
import { parameters } from './parameters.ts';
import type { PoolMemory } from './pool-memory.ts';

const yearDays = 365;
const wholeWeeksDays = 364;
const mostEvidence = 8;

/** How a first year speaks for a season: it swung, and came back to where it began. */
const closedSwing = ({ week }: PoolMemory): number => {
  const span = 358;
  const last = week.length - 1;
  const at = (day: number): number => Math.log(Math.max(week[day] ?? 0, 1e-9));
  const begin = at(last - span);
  const drift = at(last) - begin;
  let squares = 0;
  for (let day = 0; day < span + 1; day += 7)
    squares += (at(last - span + day) - begin - (drift * day) / span) ** 2;
  const swing = Math.sqrt(squares / 52);
  return 1 + 3 * Math.min(4, Math.max(0, swing / (Math.abs(drift) + 0.03) - 1));
};

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
  const evidence = isJudged ? Math.min(mostEvidence, skill(memory, 'season')) : closedSwing(memory);
  return { kind: 'season', weight: weights.season * evidence, factors };
};
