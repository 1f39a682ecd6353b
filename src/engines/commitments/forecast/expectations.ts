import { analoguesOf } from './analogues.ts';
import { meanBack } from './daily.ts';
import { type Expectation, largestFactor, skill } from './expectation.ts';
import { type FallRecord, trustIn } from './fall-record.ts';
import { migrationOf } from './migration.ts';
import { parameters } from './parameters.ts';
import { expectedFall, expectedSlope, type PoolMemory } from './pool-memory.ts';
import { seasonCertainty, seasonOf } from './season.ts';
import { dampedDays } from './trend.ts';

const alongSlope = (steps: number, slope: number): Float64Array =>
  Float64Array.from({ length: steps }, (_, step) =>
    Math.exp(slope * dampedDays((step + 0.5) * parameters.stepDays + parameters.shapeDays / 2)),
  );

/** What a forecast of a fall weighs, by how the forecasts of falls have fared: of this pool, and of all. */
const fallWeight = (memory: PoolMemory, shared: FallRecord, isSeries: boolean): number => {
  const others = isSeries && shared.forecast > 0 ? parameters.fallRecord.shared : 0;
  const { came, forecast } = memory.fallRecord;
  const cameOfOthers = others > 0 ? (others * shared.came) / shared.forecast : 0;
  return parameters.weights.fall * trustIn(came + cameOfOthers, forecast + others);
};

/** The levels of the last months, in an order that is even over time. */
const usualLevels = (memory: PoolMemory, steps: number): Float64Array => {
  const recent = meanBack(memory.level, 0, parameters.shapeDays);
  const levels = memory.week
    .slice(-parameters.usualDays)
    .filter((_, index) => index % 7 === 0)
    .sort((one, other) => one - other);
  const factors = new Float64Array(steps);
  if (!(recent > 0)) return factors;
  const golden = 0.618034;
  const order = Array.from({ length: steps }, (_, step) => step).sort(
    (one, other) => ((one * golden) % 1) - ((other * golden) % 1),
  );
  for (const [rank, step] of order.entries()) {
    const level = levels[Math.floor(((rank + 0.5) / steps) * levels.length)] ?? 0;
    factors[step] = Math.min(largestFactor, level / recent);
  }
  return factors;
};

/**
 * The ways in which a pool's level may go over so many steps, weighted so that all weights add up to 1: as now, along
 * its growth or fall, with a share of the total that moves away, as last year, as usual, and as after past days that were like today.
 */
export const expectationsOf = (
  memory: PoolMemory,
  steps: number,
  { shared, total }: { readonly shared: FallRecord; readonly total: PoolMemory | undefined },
): readonly Expectation[] => {
  const { weights } = parameters;
  const isFall = expectedFall(memory) < 0;
  const all: Expectation[] = [
    { kind: 'flat', weight: weights.flat, factors: new Float64Array(steps).fill(1) },
    {
      kind: isFall ? 'fall' : 'growth',
      weight: isFall ? fallWeight(memory, shared, total !== undefined) : weights.growth,
      factors: alongSlope(steps, expectedSlope(memory)),
      ...(isFall && { plain: alongSlope(steps, expectedSlope(memory) / parameters.fallFactor) }),
    },
  ];
  const migration = total === undefined ? undefined : migrationOf(memory, total, steps);
  if (migration !== undefined) all.push(migration);
  const season = seasonOf(memory, steps);
  if (season !== undefined) all.push(season);
  all.push({
    kind: 'usual',
    weight: weights.usual * skill(memory, 'usual'),
    factors: usualLevels(memory, steps),
  });
  const weightOfAll = (some: readonly Expectation[]): number =>
    some.reduce((weights, { weight }) => weights + weight, 0);
  const sum = weightOfAll(all);
  const fall = weightOfAll(all.filter(({ kind }) => kind === 'fall' || kind === 'migration'));
  all.push(...analoguesOf(memory, steps, (sum - parameters.fallAlone * fall) * weights.analogues));
  const whole = weightOfAll(all);
  const certainty = season === undefined ? 0 : seasonCertainty(memory);
  for (const each of all)
    each.weight = (each.weight / whole) * (1 - certainty) + (each === season ? certainty : 0);
  return all;
};
