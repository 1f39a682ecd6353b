import type { Daily } from './daily.ts';
import { weekDays, weekLogarithms } from './weeks.ts';

/**
 * Logarithmic slope a day of the straight line through the last weeks (least squares), drawn towards zero by its own
 * standard error; 0 before there are three quarters of the weeks. Few weeks scatter little by luck, so `roughness`,
 * what they scatter in a year, is the least.
 */
export const lineSlope = (
  daily: Daily,
  { weeks, errors }: { readonly weeks: number; readonly errors: number },
  roughness: number,
): number => {
  const values = weekLogarithms(daily, weeks);
  const count = values.length;
  if (count < weeks * 0.75) return 0;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let spread = 0;
  let slope = 0;
  for (const [back, value] of values.entries()) {
    spread += (middle - back) ** 2;
    slope += (middle - back) * (value - mean);
  }
  slope /= spread;
  let squares = 0;
  for (const [back, value] of values.entries()) squares += (value - mean - slope * (middle - back)) ** 2;
  const scatter = Math.max(Math.sqrt(squares / Math.max(1, count - 2)), roughness);
  const error = scatter / Math.sqrt(spread);
  return (slope * Math.max(0, 1 - ((errors * error) / (Math.abs(slope) + 1e-12)) ** 2)) / weekDays;
};
