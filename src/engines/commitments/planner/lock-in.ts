import { hoursPerMonth } from '../calendar.ts';
import type { Held } from './held.ts';

const recentHours = 720;

/** On-demand equivalent of a month of 730 hours, as the last 30 days were. Rules and totals count by this one. */
export const monthlyOnDemand = (total: Float64Array, hour: number): number => {
  const recent = total.subarray(Math.max(0, hour - recentHours), hour);
  return (recent.reduce((sum, each) => sum + each, 0) / Math.max(1, recent.length)) * hoursPerMonth;
};

/** What is still to be paid for what is held at `hour`. */
export const remainingCost = (held: readonly Held[], hour: number): number =>
  held.reduce(
    (sum, { quantity, discount, endHour }) => sum + quantity * (1 - discount) * (endHour - hour),
    0,
  );
