import { type Daily, meanBack } from './daily.ts';
import { parameters } from './parameters.ts';

const weekDays = 7;

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
 * scatter of weeks explains is no trend.
 */
const slopeOver = (daily: Daily, windowDays: number): number => {
  const count = daily.days.length;
  if (count < windowDays * 0.75) return 0;
  const half = Math.floor(Math.min(windowDays, count) / 2);
  const late = meanBack(daily, 0, half);
  const early = meanBack(daily, half, 2 * half);
  if (!(late > 0) || !(early > 0)) return late === 0 && early > 0 ? -1 / half : 0;
  const slope = Math.log(late / early) / half;
  const { deviation, weeks } = scatterOf(daily, half, Math.sqrt(late * early), slope);
  const error = (deviation * Math.sqrt(4 / weeks)) / half;
  return slope * Math.max(0, 1 - ((parameters.trendErrors * error) / (Math.abs(slope) + 1e-12)) ** 2);
};

export interface Trend {
  /** The steepest fall of any window, 0 or below; logarithmic, a day. */
  readonly fall: number;
  /** The slowest growth of any window, 0 where one does not grow. */
  readonly growth: number;
}

/** Reads fall and growth off a pool's days. */
export const trendOf = (daily: Daily): Trend => {
  const slopes = parameters.trendWindowsDays.map((days) => slopeOver(daily, days));
  return { fall: Math.min(0, ...slopes), growth: Math.max(0, Math.min(...slopes)) };
};

/** The steepest of the falls of the last days: a fall is remembered for a while. */
export const rememberedFall = (falls: readonly number[]): number =>
  Math.min(0, ...falls.slice(-parameters.rememberDays));

/** Days of full trend that a damped trend makes in so many days. */
export const dampedDays = (days: number): number => {
  const { trendDampingDays } = parameters;
  return trendDampingDays * (1 - Math.exp(-days / trendDampingDays));
};
