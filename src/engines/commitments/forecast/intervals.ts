import { meanBack } from './daily.ts';
import type { Expectation } from './expectation.ts';
import type { Forecaster } from './forecaster.ts';
import { parameters } from './parameters.ts';

/** A level with the range in which it lies in 80 of 100 cases; on-demand dollars an hour. */
export interface Interval {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

const lowShare = 0.1;
const highShare = 0.9;

const weightedQuantile = (
  values: readonly (readonly [value: number, weight: number])[],
  share: number,
): number => {
  let passed = 0;
  for (const [value, weight] of values) {
    passed += weight;
    if (passed >= share - 1e-9) return value;
  }
  return values.at(-1)?.[0] ?? 0;
};

/**
 * The planner's expectations without its caution: a fall or a migration as steep as it was seen, weighing no
 * more than growth does.
 * What is shown as the forecast is meant to be right on average, and what is bought to be safe.
 */
export const withoutCaution = (expectations: readonly Expectation[]): readonly Expectation[] => {
  const { weights } = parameters;
  const plain = expectations.map((each): Expectation => {
    if (each.plain === undefined || (each.kind !== 'fall' && each.kind !== 'migration')) return each;
    return { ...each, weight: (each.weight * weights.growth) / weights[each.kind], factors: each.plain };
  });
  const whole = plain.reduce((sum, { weight }) => sum + weight, 0);
  return plain.map((each) => ({ ...each, weight: each.weight / whole }));
};

/** The levels that the expectations span in a step, as multiples of the recent level. */
export const spanOf = (expectations: readonly Expectation[], step: number): Interval => {
  const values = expectations
    .map(({ factors, weight }): [number, number] => [factors[step] ?? 0, weight])
    .sort(([one], [other]) => one - other);
  return {
    low: weightedQuantile(values, lowShare),
    middle: weightedQuantile(values, 0.5),
    high: weightedQuantile(values, highShare),
  };
};

/** How a pool's forecast fared on its own past. */
export interface ForecastRecord {
  readonly origins: number;
  /** Mean of |forecast − actual| ÷ actual at the horizon; ÷ the level of the origin where nothing was used then. */
  readonly meanAbsoluteError: number;
  /** Share of the actual levels that lay within the bare interval that was given then. */
  readonly intervalCoverage: number;
  /** The same of intervals widened by what was known then. */
  readonly widenedCoverage: number;
  /** By how much intervals are widened at the horizon, as a logarithm, to hold 80 of 100. */
  readonly widening: number;
}

interface Origin {
  readonly day: number;
  readonly pool: number | null;
  readonly level: number;
  readonly span: Interval;
}

export const judgedSteps = 4;
const everyDays = 28;

/**
 * What ranges are widened by before the past has said more: as a logarithm, over the judged horizon. Chosen, with the
 * number of origins that replace it and the pace at which errors grow, on regimes drawn from seeds: see the test.
 */
const priorWidening = 0.1;
const fullOrigins = 12;
/** Errors grow nearly in proportion to time, for most come of a trend that was not foreseen; near ones also of noise. */
const powers = { near: 0.7, far: 0.9 };
/** From here on a range is open downwards, and no wider upwards. */
const mostWidening = Math.log(10);

/** One forecast and what came: the day it was made, its error, and by how much (a logarithm) its interval missed. */
interface Outcome {
  readonly day: number;
  readonly error: number;
  readonly beyond: number;
}

/**
 * By how much intervals must have been widened to hold 80 of 100 (split conformal prediction); while there are few
 * outcomes, the prior takes the part of those that lack.
 */
const wideningOf = (outcomes: readonly Outcome[]): number => {
  const sorted = outcomes.map(({ beyond }) => beyond).sort((one, other) => one - other);
  const rank = Math.ceil((highShare - lowShare) * (sorted.length + 1)) - 1;
  const measured = Math.max(0, sorted[Math.min(sorted.length - 1, rank)] ?? 0);
  const part = Math.min(1, sorted.length / fullOrigins);
  return Math.min(mostWidening, part * measured + (1 - part) * priorWidening);
};

/** How many of 100 the widened intervals held, each widened by what was known when it was given. */
const widenedCoverageOf = (outcomes: readonly Outcome[], horizonDays: number): number => {
  const held = outcomes.filter(
    ({ day, beyond }) => beyond <= wideningOf(outcomes.filter((each) => each.day + horizonDays <= day)),
  );
  return held.length / outcomes.length;
};

/** The range that is shown for a step: the one that the expectations span, widened by what the record of the past says. */
export const widenedSpanOf = (
  expectations: readonly Expectation[],
  step: number,
  record: Pick<ForecastRecord, 'widening'> | undefined,
): Interval => {
  const { low, middle, high } = spanOf(expectations, step);
  const growth = ((step + 1) / judgedSteps) ** (step < judgedSteps ? powers.near : powers.far);
  const widening = Math.min(mostWidening, (record?.widening ?? priorWidening) * growth);
  return {
    low: widening >= mostWidening ? 0 : low * Math.exp(-widening),
    middle,
    high: high * Math.exp(widening),
  };
};

/** By how much, as a logarithm, an interval missed what came; 0 or less where it held it. */
const beyondOf = ({ low, high }: Interval, actual: number): number => {
  if (actual <= 0) return low <= 0 ? 0 : mostWidening;
  return Math.log(Math.max(actual / Math.max(high, 1e-9), Math.max(low, 1e-9) / actual));
};

/** Collects forecasts while the past is replayed, and compares them with what came. */
export const createForecastJudge = (forecaster: Forecaster, pools: readonly (number | null)[]) => {
  const origins: Origin[] = [];
  const horizonDays = judgedSteps * parameters.stepDays;
  return {
    horizonDays,
    /** Called once a day, after the forecaster has learned it. */
    observe: (day: number): void => {
      if (day < 2 * everyDays || day % everyDays !== 0) return;
      for (const pool of pools) {
        const level = meanBack(forecaster.memory(pool).level, 0, parameters.shapeDays);
        origins.push({
          day,
          pool,
          level,
          span: spanOf(withoutCaution(forecaster.expectations(pool, judgedSteps)), judgedSteps - 1),
        });
      }
    },
    recordOf: (pool: number | null): ForecastRecord | undefined => {
      const { days } = forecaster.memory(pool).level;
      const outcomes: Outcome[] = [];
      for (const { day, level, span, pool: own } of origins) {
        if (own !== pool || day + horizonDays > days.length || level <= 0) continue;
        const last = days.slice(day + horizonDays - parameters.stepDays, day + horizonDays);
        const actual = last.reduce((sum, each) => sum + each, 0) / last.length / level;
        const error = Math.abs(span.middle - actual) / (actual > 0 ? actual : 1);
        outcomes.push({ day, error, beyond: beyondOf(span, actual) });
      }
      if (outcomes.length === 0) return undefined;
      return {
        origins: outcomes.length,
        meanAbsoluteError: outcomes.reduce((sum, { error }) => sum + error, 0) / outcomes.length,
        intervalCoverage: outcomes.filter(({ beyond }) => beyond <= 0).length / outcomes.length,
        widenedCoverage: widenedCoverageOf(outcomes, horizonDays),
        widening: wideningOf(outcomes),
      };
    },
  };
};
