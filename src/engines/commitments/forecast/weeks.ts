import { type Daily, meanBack, median } from './daily.ts';

export const weekDays = 7;
/** A year of whole weeks: the same day of the week a year ago. */
export const wholeWeeksDays = 364;

/** Logarithms of the means of the last weeks, the newest first. */
export const weekLogarithms = (daily: Daily, mostWeeks: number): readonly number[] =>
  Array.from({ length: Math.min(mostWeeks, Math.floor(daily.days.length / weekDays)) }, (_, index) =>
    Math.log(Math.max(1e-9, meanBack(daily, index * weekDays, (index + 1) * weekDays))),
  );

/**
 * Ordinary scatter of a week's level around its neighbours over a year, as a part of it. Second differences know no
 * trend, and their median no steps; their variance is six times that of a week.
 */
export const roughnessOf = (daily: Daily): number => {
  const weeks = weekLogarithms(daily, 52);
  const bends = weeks
    .slice(2)
    .map((each, index) => Math.abs(each - 2 * (weeks[index + 1] ?? 0) + (weeks[index] ?? 0)));
  // 1.4826: from the median of absolute values to the standard deviation of the normal distribution.
  return (1.4826 * median(bends)) / Math.sqrt(6);
};
