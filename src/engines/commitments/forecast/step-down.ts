import type { Daily } from './daily.ts';
import { parameters } from './parameters.ts';
import { weekDays, weekLogarithms } from './weeks.ts';

/** A change of level crosses at most two weeks' means. */
const span = 2;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);

const stepWithin = (daily: Daily, windowDays: number, roughness: number): number => {
  const { fewestWeeks, smallest, roughnesses, share, mostOther } = parameters.step;
  const weeks = weekLogarithms(daily, Math.floor(windowDays / weekDays));
  if (weeks.length < fewestWeeks) return 0;
  const changes = weeks.slice(span).map((before, index) => (weeks[index] ?? 0) - before);
  const jump = Math.min(...changes);
  const least = smallest + roughnesses * roughness;
  if (jump > -least) return 0;
  const at = changes.indexOf(jump);
  const others = changes.filter((_, index) => Math.abs(index - at) >= span);
  if (Math.max(0, ...others.map(Math.abs)) > -mostOther * jump) return 0;
  const ends = Math.max(1, Math.floor(weeks.length / 8));
  const whole = meanOf(weeks.slice(0, ends)) - meanOf(weeks.slice(-ends));
  return jump <= share * Math.min(whole, -least) ? (at + span) * weekDays : 0;
};

/**
 * Days since the level stepped down, 0 where it did not. A step is a fall of which most came within two weeks, while
 * nothing else in the window moved nearly as much: it is over, and no trend that goes on.
 */
export const daysSinceStepDown = (daily: Daily, roughness: number): number =>
  parameters.step.windowsDays
    .map((windowDays) => stepWithin(daily, windowDays, roughness))
    .find((days) => days > 0) ?? 0;
