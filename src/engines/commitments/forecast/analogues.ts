import { type Daily, meanBetween } from './daily.ts';
import { type Expectation, largestFactor } from './expectation.ts';
import { parameters } from './parameters.ts';
import type { PoolMemory } from './pool-memory.ts';
import { weekDays } from './weeks.ts';

const firstDay = 20;
const freshDays = 28;

/** The levels after a past day as multiples of its own, raised to a power; the last known one goes on. */
const levelsAfter = (level: Daily, day: number, steps: number, power: number): Float64Array | undefined => {
  const { stepDays, shapeDays } = parameters;
  const base = meanBetween(level, Math.max(0, day + 1 - shapeDays), day + 1);
  if (!(base > 0)) return undefined;
  const count = level.days.length;
  let last = 1;
  return Float64Array.from({ length: steps }, (_, step) => {
    const from = day + 1 + step * stepDays;
    const to = Math.min(count, from + stepDays);
    if (to - from >= weekDays) {
      const ratio = meanBetween(level, from, to) / base;
      last = ratio > 0 ? Math.min(largestFactor, ratio ** power) : 0;
    }
    return last;
  });
};

/**
 * What came after past days whose level was as unusual as today's: after a spike it came back, in growth it stayed.
 * Days within weeks of each other tell the same story, so that many are needed to weigh as much as they may.
 */
export const analoguesOf = (
  memory: PoolMemory,
  steps: number,
  mostWeight: number,
): readonly Expectation[] => {
  const { everyDays, smallest, scale, band, independentDays, fullDays } = parameters.analogues;
  const { excess, level } = memory;
  const last = excess.length - 1;
  const now = excess[last] ?? 0;
  const deviation = Math.sqrt(
    excess.reduce((sum, each) => sum + each * each, 0) / Math.max(1, excess.length),
  );
  const unit = smallest + scale * deviation;
  const found: Expectation[] = [];
  let sum = 0;
  for (let day = last - freshDays; day >= firstDay; day -= everyDays) {
    const then = excess[day] ?? 0;
    const distance = (Math.asinh(then / unit) - Math.asinh(now / unit)) / band;
    const told = Math.min(1, (last - day) / fullDays);
    const weight = (Math.exp(-0.5 * distance * distance) * told * everyDays) / independentDays;
    if (weight < 0.004) continue;
    // A spike of another size comes back by another size.
    const isAlike = Math.abs(then) > smallest && then * now > 0;
    const power = isAlike ? Math.min(3, Math.max(0.33, now / then)) : 1;
    const factors = levelsAfter(level, day, steps, power);
    if (factors === undefined) continue;
    found.push({ kind: 'analogue', weight, factors });
    sum += weight;
  }
  for (const each of found) each.weight = ((each.weight / sum) * mostWeight * sum) / (sum + 1);
  return found;
};
