/**
 * The quantile of values that are sorted upwards, linear between neighbours (Hyndman and Fan's type 7, the default
 * of R and NumPy); 0 for none.
 */
export const quantileOfSorted = (sorted: Float64Array, share: number): number => {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (at - below);
};

/** The quantile of the last hours before `hour`. */
export const trailingQuantile = (
  values: Float64Array,
  hour: number,
  windowHours: number,
  share: number,
): number => quantileOfSorted(values.slice(Math.max(0, hour - windowHours), hour).sort(), share);
