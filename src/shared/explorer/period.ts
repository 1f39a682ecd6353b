import { z } from 'zod';
import { formatInstant, instantSchema } from '../time.ts';

/** Two instants in UTC; the end is exclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const periodSchema = z.object({ from: instantSchema, to: instantSchema });

/** The longest period of a question. */
export const maximumMonths = 40;

const monthStart = (year: number, month: number): Date => new Date(Date.UTC(year, month, 1));
const addMonths = (at: Date, months: number): Date =>
  monthStart(at.getUTCFullYear(), at.getUTCMonth() + months);
const startOfMonth = (at: Date): Date => addMonths(at, 0);
const startOfDay = (at: Date): Date => new Date(Math.floor(at.getTime() / dayMs) * dayMs);
const isMonthStart = (at: Date): boolean => startOfMonth(at).getTime() === at.getTime();

export const dayMs = 86_400_000;

/** What is wrong with a period, in words for its sender, or undefined. */
export const periodFault = (period: Period): string | undefined => {
  const from = new Date(period.from);
  const to = new Date(period.to);
  if (to <= from) return `ends at ${period.to}, which is not after its begin ${period.from}`;
  const latest = new Date(from);
  latest.setUTCMonth(latest.getUTCMonth() + maximumMonths);
  return to > latest ? `is longer than ${maximumMonths} months` : undefined;
};

/**
 * The period before: for whole calendar months (UTC) the same number of months, because nobody compares
 * September with 2 to 31 August; for all others the same length.
 */
export const previousPeriod = (period: Period): Period => {
  const from = new Date(period.from);
  const to = new Date(period.to);
  if (!isMonthStart(from) || !isMonthStart(to)) {
    return { from: formatInstant(new Date(2 * from.getTime() - to.getTime())), to: period.from };
  }
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return { from: formatInstant(addMonths(from, -months)), to: period.from };
};

/** Periods that move with the calendar, so that a saved view stays current. */
export const periodPresets = [
  'last-7-days',
  'last-30-days',
  'last-90-days',
  'month-to-date',
  'last-month',
  'last-3-months',
  'last-6-months',
  'last-12-months',
  'year-to-date',
  'last-year',
] as const;
export const periodPresetSchema = z.enum(periodPresets);
export type PeriodPreset = z.infer<typeof periodPresetSchema>;

/**
 * The instants of a preset, in UTC. Days count back from the end of the current day; `last-N-months` are whole
 * months and end with the current one.
 */
export const resolvePreset = (preset: PeriodPreset, now: Date): Period => {
  const tomorrow = new Date(startOfDay(now).getTime() + dayMs);
  const thisMonth = startOfMonth(now);
  const days = (count: number): [Date, Date] => [new Date(tomorrow.getTime() - count * dayMs), tomorrow];
  const months = (count: number): [Date, Date] => [addMonths(thisMonth, 1 - count), addMonths(thisMonth, 1)];
  const year = now.getUTCFullYear();
  const ranges: Record<PeriodPreset, () => [Date, Date]> = {
    'last-7-days': () => days(7),
    'last-30-days': () => days(30),
    'last-90-days': () => days(90),
    'month-to-date': () => [thisMonth, tomorrow],
    'last-month': () => [addMonths(thisMonth, -1), thisMonth],
    'last-3-months': () => months(3),
    'last-6-months': () => months(6),
    'last-12-months': () => months(12),
    'year-to-date': () => [monthStart(year, 0), tomorrow],
    'last-year': () => [monthStart(year - 1, 0), monthStart(year, 0)],
  };
  const [from, to] = ranges[preset]();
  return { from: formatInstant(from), to: formatInstant(to) };
};
