import { quantileOfSorted } from '../backtest/quantile.ts';
import { type Daily, meanBack } from './daily.ts';
import { lineSlope } from './line-slope.ts';
import { parameters } from './parameters.ts';
import { daysSinceStepDown } from './step-down.ts';
import { roughnessOf, weekDays, weekLogarithms } from './weeks.ts';

/** Scatter of the weeks around an exponential line, as a standard deviation of their ratio to it; and their number. */
const scatterOf = (daily: Daily, half: number, middle: number, slope: number) => {
  let squares = 0;
  let weeks = 0;
  for (let back = 0; back + weekDays <= 2 * half; back += weekDays) {
    const line = middle * Math.exp(slope * (half - back - weekDays / 2));
    const off = meanBack(daily, back, back + weekDays) / line - 1;
    squares += off * off;
    weeks += 1;
  }
  return { deviation: Math.sqrt(squares / Math.max(1, weeks - 2)), weeks: Math.max(1, weeks) };
};

/**
 * Logarithmic slope a day between the halves of a window, drawn towards zero by its own standard error: what the
 * scatter of weeks explains is no trend. Few weeks scatter little by luck, so what they scatter in a year is the least.
 */
const slopeOver = (
  daily: Daily,
  { days: windowDays, errors }: { readonly days: number; readonly errors: number },
  roughness: number,
): number => {
  const count = daily.days.length;
  if (count < windowDays * 0.75) return 0;
  const half = Math.floor(Math.min(windowDays, count) / 2);
  const late = meanBack(daily, 0, half);
  const early = meanBack(daily, half, 2 * half);
  if (!(late > 0) || !(early > 0)) return late === 0 && early > 0 ? -1 / half : 0;
  const slope = Math.log(late / early) / half;
  const { deviation, weeks } = scatterOf(daily, half, Math.sqrt(late * early), slope);
  const error = (Math.max(deviation, roughness) * Math.sqrt(4 / weeks)) / half;
  return slope * Math.max(0, 1 - ((errors * error) / (Math.abs(slope) + 1e-12)) ** 2);
};

export interface Trend {
  /** The steepest fall of any window, 0 or below; logarithmic, a day. */
  readonly fall: number;
  /** The slowest growth of any window, 0 where one does not grow. */
  readonly growth: number;
  /** Days since the level stepped down, 0 where it did not. */
  readonly stepDays: number;
  /** Whether the last weeks are as those before, and nothing grows. */
  readonly isSteady: boolean;
}

/** Whether the week is among this share of the lowest of half a year: what comes back from a peak to where it mostly was is no decline. */
const isAmongLowest = (daily: Daily, share: number): boolean => {
  const weeks = weekLogarithms(daily, parameters.low.weeks);
  const highest = quantileOfSorted(Float64Array.from(weeks).sort(), share);
  return (weeks[0] ?? 0) <= highest;
};

const steadyNow = (daily: Daily, roughness: number): boolean => {
  const { errors, freshDays, days } = parameters.steady;
  const change = Math.log(meanBack(daily, 0, freshDays) / meanBack(daily, freshDays, days));
  return (
    Math.abs(change) < errors * roughness * Math.sqrt(weekDays / freshDays + weekDays / (days - freshDays))
  );
};

/** Whether the week is back among the highest of half a year: what was remembered of a fall is over. */
export const hasRecovered = (daily: Daily): boolean => !isAmongLowest(daily, parameters.recovered.share);

const continuedDays = 56;

/** Whether the last two months still go the way of a longer window, as far as scatter lets it be seen. */
const continues = (daily: Daily, slope: number, roughness: number): boolean => {
  const half = continuedDays / 2;
  const late = meanBack(daily, 0, half);
  const early = meanBack(daily, half, continuedDays);
  const error = roughness * Math.sqrt((2 * weekDays) / half);
  return Math.log(late / early) - error <= parameters.continued * slope * half;
};

/** Reads fall and growth off a pool's days. Windows in which the level stepped down tell of the step alone. */
export const trendOf = (daily: Daily): Trend => {
  const { trendWindows, smallestYearlyFall } = parameters;
  const roughness = roughnessOf(daily);
  const slopes = trendWindows.map((window) => slopeOver(daily, window, roughness));
  const stepDays = daysSinceStepDown(daily, roughness);
  const line = stepDays > 0 ? 0 : Math.min(0, lineSlope(daily, parameters.line, roughness));
  const told = isAmongLowest(daily, parameters.low.share)
    ? slopes.filter((slope, index) => {
        const { days } = trendWindows[index] ?? { days: 0 };
        const isBefore = stepDays === 0 || stepDays >= days + weekDays;
        return isBefore && (days <= continuedDays || continues(daily, slope, roughness));
      })
    : [];
  return {
    fall: Math.min(0, Math.min(line, ...told) + smallestYearlyFall / 365),
    growth: Math.max(0, Math.min(...slopes)),
    stepDays,
    isSteady: Math.max(...slopes) <= 0 && steadyNow(daily, roughness),
  };
};

/** Adds a day's fall to those remembered; what turns out to have been a step is forgotten. */
export const rememberFall = (falls: number[], { fall, stepDays }: Trend): void => {
  const from = stepDays > 0 ? Math.max(0, falls.length - stepDays - weekDays) : falls.length;
  for (let at = from; at < falls.length; at += 1) falls[at] = Math.max(falls[at] ?? 0, fall);
  falls.push(fall);
};

/** Whether a level is below that of the two months before. */
export const isBelowBefore = (daily: Daily): boolean => meanBack(daily, 0, 28) < meanBack(daily, 28, 84);

/** The steepest of the falls of the last days: a fall is remembered for a while. */
export const rememberedFall = (falls: readonly number[]): number =>
  Math.min(0, ...falls.slice(-parameters.rememberDays));

/** Days of full trend that a damped trend makes in so many days. */
export const dampedDays = (days: number): number => {
  const { trendDampingDays } = parameters;
  return trendDampingDays * (1 - Math.exp(-days / trendDampingDays));
};
