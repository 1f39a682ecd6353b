/** What days with this history are expected to cost in the days that follow. */
export interface Forecast {
  /** The sum over the horizon. */
  readonly sum: number;
  /** The interval that should hold eight of ten outcomes; undefined with too little history to know. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  readonly historyDays: number;
  readonly backtests: number;
}

/** Share of outcomes that the interval should hold. */
export const confidence = 0.8;

const week = 7;
/** Older weeks say little about the next days, younger than four leave no weekday pattern to see. */
const longestWindowDays = 8 * week;
const shortestWindowDays = 4 * week;
const levelDays = 2 * week;
/** A trend of some weeks rarely lasts: each day ahead it counts a little less. */
const damping = 0.95;
const fewestBacktests = 10;
const mostBacktests = 90;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const median = (values: ArrayLike<number>): number => {
  // A typed array sorts numbers as numbers, and many times faster.
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
};

/** Each weekday against the average day, from the median of its weeks, so that one odd day does not count. */
const weekdayFactors = (window: readonly number[]): readonly number[] => {
  const typical = Array.from({ length: week }, (_, day) =>
    median(window.filter((_value, index) => (window.length - index) % week === day)),
  );
  const average = mean(typical);
  return average > 0 && typical.every((value) => value >= 0)
    ? typical.map((value) => value / average)
    : typical.map(() => 1);
};

/** The median of the slopes between all pairs of days (Theil and Sen): up to a quarter of odd days does no harm. */
const slopeOf = (values: readonly number[]): number => {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2);
  let count = 0;
  for (const [i, a] of values.entries()) {
    for (let j = i + 1; j < values.length; j += 1) {
      slopes[count] = ((values[j] ?? a) - a) / (j - i);
      count += 1;
    }
  }
  return median(slopes);
};

/** Level, damped trend and weekday pattern of the last weeks, summed over the days ahead. */
const expectedSum = (history: readonly number[], horizonDays: number): number => {
  const window = history.slice(-longestWindowDays);
  const factors = weekdayFactors(window);
  const factorAt = (daysFromEnd: number): number => factors[((daysFromEnd % week) + week) % week] ?? 1;
  const plain = window.map((value, index) => {
    const factor = factorAt(window.length - index);
    return factor > 0 ? value / factor : mean(window);
  });
  const slope = slopeOf(plain);
  // The level is that of the last two weeks, each day carried to the end: costs wander, and older days mislead.
  const latest = plain.slice(-levelDays);
  const level = median(latest.map((value, index) => value + slope * (latest.length - 1 - index)));
  const neverNegative = window.every((value) => value >= 0);
  let [sum, growth] = [0, 0];
  for (let day = 1; day <= horizonDays; day += 1) {
    growth += slope * damping ** day;
    // The first day ahead is the weekday of six days before the last one of the history.
    const value = (level + growth) * factorAt(1 - day);
    sum += neverNegative ? Math.max(0, value) : value;
  }
  return sum;
};

/**
 * The value that a further outcome stays below with this probability, however the misses are distributed (the
 * finite-sample correction of conformal prediction). Windows that overlap miss together, so that they count as
 * no more than the windows that would fit side by side.
 */
const quantile = (sorted: readonly number[], probability: number, horizonDays: number): number => {
  const independent = (sorted.length + horizonDays - 1) / horizonDays;
  const corrected = Math.min(1, probability * (1 + 1 / independent));
  return sorted[Math.max(0, Math.ceil(sorted.length * corrected) - 1)] ?? 0;
};

/** What the method would have missed by, as a fraction of what it expected, from each of the last days. */
const misses = (history: readonly number[], horizonDays: number): readonly number[] => {
  const found: number[] = [];
  for (let back = 0; back < mostBacktests; back += 1) {
    const origin = history.length - horizonDays - back;
    if (origin < shortestWindowDays) break;
    const expected = expectedSum(history.slice(0, origin), horizonDays);
    if (expected <= 0) continue;
    const actual = history.slice(origin, origin + horizonDays).reduce((sum, value) => sum + value, 0);
    found.push(actual / expected - 1);
  }
  return found.toSorted((a, b) => a - b);
};

/**
 * Expects the sum of the next days from daily costs. An estimate, so in floating point; what has been charged
 * never passes through here. Undefined with fewer than 28 days of history.
 *
 * The interval is empirical: the same method is run from each of the last days, and what it missed by decides.
 * It is as wide as the past was surprising, and makes no assumption about noise.
 */
export const forecastSum = (history: readonly number[], horizonDays: number): Forecast | undefined => {
  if (history.length < shortestWindowDays) return undefined;
  const sum = expectedSum(history, horizonDays);
  const tried = misses(history, horizonDays);
  const side = (1 - confidence) / 2;
  const enough = sum > 0 && tried.length >= fewestBacktests;
  const below = tried.map((miss) => -miss).toReversed();
  const low = sum * (1 - Math.max(0, quantile(below, 1 - side, horizonDays)));
  const high = sum * (1 + Math.max(0, quantile(tried, 1 - side, horizonDays)));
  return {
    sum,
    interval: enough ? { low, high } : undefined,
    historyDays: Math.min(history.length, longestWindowDays),
    backtests: tried.length,
  };
};
