import type { Daily } from './daily.ts';
import { parameters } from './parameters.ts';
import { roughnessOf, weekDays } from './weeks.ts';

const yearDays = 365;
const spanDays = 357;
const monthDays = 28;

/** Logarithm of the week's mean that ends on a day of the last year. */
type Course = (day: number) => number;

/** How far a year's course goes from the straight line between its ends, as a standard deviation. */
const swingOf = (at: Course): number => {
  const begin = (at(0) + at(weekDays)) / 2;
  const drift = (at(spanDays) + at(spanDays - weekDays)) / 2 - begin;
  let squares = 0;
  for (let day = 0; day <= spanDays; day += weekDays)
    squares += (at(day) - begin - (drift * day) / spanDays) ** 2;
  return Math.sqrt(squares / 52);
};

/** How much the slope differs between the ends of the year, as a part of the steepest of such a sine. */
const bendOf = (at: Course, swing: number): number => {
  const slope = (from: number): number =>
    ((at(from + monthDays) + at(from + monthDays + weekDays) - at(from) - at(from + weekDays)) / 2) *
    (yearDays / monthDays);
  const last = spanDays - monthDays - weekDays;
  return Math.abs(slope(last) - slope(0)) / (2 * Math.PI * Math.SQRT2 * swing);
};

const largestJump = (at: Course): number => {
  let jump = 0;
  for (let day = 0; day + 2 * weekDays <= spanDays; day += weekDays)
    jump = Math.max(jump, Math.abs(at(day + 2 * weekDays) - at(day)));
  return jump;
};

/**
 * How a year speaks for a season, 0 to 1: it swung by more than weeks scatter, smoothly, and its end goes on as its
 * beginning went. A fall that set in late swings as well, but does not close; a step does, but is not smooth.
 */
export const closedSwing = (week: readonly number[], level: Daily): number => {
  const first = week.length - 1 - spanDays;
  const at: Course = (day) => Math.log(Math.max(week[first + day] ?? 0, 1e-9));
  const swing = swingOf(at);
  if (swing < 1e-6) return 0;
  const { smallest, roughnesses, mostBend, mostJump } = parameters.swing;
  const size = Math.min(1, swing / (smallest + roughnesses * roughnessOf(level))) ** 4;
  const smooth = Math.exp(-((largestJump(at) / swing / mostJump) ** 4));
  return size * smooth * Math.exp(-((bendOf(at, swing) / mostBend) ** 2));
};
