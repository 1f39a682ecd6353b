import { meanBack } from './daily.ts';
import { type Expectation, largestFactor } from './expectation.ts';
import { trustIn } from './fall-record.ts';
import { oddsFall } from './odds.ts';
import { parameters } from './parameters.ts';
import type { PoolMemory } from './pool-memory.ts';
import { clearestSwing } from './season.ts';
import { dampedDays } from './trend.ts';

/**
 * The level of a series that loses its share of the total: the share along its falling odds, made steeper, of a total
 * that goes on as in the last weeks. Undefined where the odds do not fall.
 */
export const migrationOf = (
  { odds }: PoolMemory,
  total: PoolMemory,
  steps: number,
): Expectation | undefined => {
  const { stepDays, shapeDays, weights, migration } = parameters;
  const fall = oddsFall(odds);
  if (fall >= 0) return undefined;
  const now = meanBack(odds.daily, 0, shapeDays);
  if (!(now > 0)) return undefined;
  const along = (slope: number): Float64Array =>
    Float64Array.from({ length: steps }, (_, step) => {
      const days = dampedDays((step + 0.5) * stepDays + shapeDays / 2);
      const then = now * Math.exp(slope * days);
      const share = then / (1 + then) / (now / (1 + now));
      return Math.min(largestFactor, share * Math.exp(total.line * days));
    });
  // Odds that swing with the year come back.
  const season = clearestSwing(odds.swings);
  const trust = trustIn(odds.record.came, odds.record.forecast);
  return {
    kind: 'migration',
    weight: weights.migration * trust * (1 - season),
    factors: along(fall * migration.factor),
    plain: along(fall),
  };
};
