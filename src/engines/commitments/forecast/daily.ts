/** Days of a pool, with sums that make the mean of any window one subtraction. */
export interface Daily {
  readonly days: number[];
  /** `sums[n]` is the sum of the first n days. */
  readonly sums: number[];
}

export const createDaily = (): Daily => ({ days: [], sums: [0] });

export const addDay = (daily: Daily, value: number): void => {
  daily.days.push(value);
  daily.sums.push((daily.sums.at(-1) ?? 0) + value);
};

/** Mean of the days from `newest` to `oldest` days back; NaN for none. `back(daily, 0, 7)` is the last week. */
export const meanBack = ({ sums }: Daily, newest: number, oldest: number): number => {
  const count = sums.length - 1;
  const from = Math.max(0, count - oldest);
  const to = count - newest;
  return to > from ? ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from) : Number.NaN;
};

/** Mean of the days from index `from` to before `to`. */
export const meanBetween = ({ sums }: Daily, from: number, to: number): number =>
  to > from ? ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from) : Number.NaN;

export const median = (values: readonly number[]): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? 0;
};
