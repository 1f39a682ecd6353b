/** Days are numbers since 1970-01-01 in UTC, as Partner Center keeps all its dates. */
const dayMs = 86_400_000;

export const dayOfMoment = (atMs: number): number => Math.floor(atMs / dayMs);

export const momentOfDay = (day: number): number => day * dayMs;

/** @param text `2026-01-31` */
export const dayOfText = (text: string): number => Date.parse(`${text}T00:00:00Z`) / dayMs;

/** `2026-01-31` */
export const textOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/**
 * The anniversary that lies so many months after a day: the day of the month is kept, and is the last one where a
 * month is too short. 31 January + 1 month is 28 or 29 February, + 2 months is 31 March.
 *
 * @param anniversaryDay the day of the month that is kept, where the first day already is a shortened one
 */
export const addMonths = (day: number, months: number, anniversaryDay?: number): number => {
  const from = new Date(day * dayMs);
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(anniversaryDay ?? from.getUTCDate(), lastDay)) / dayMs;
};

/** How a term is laid out in days. */
export interface Schedule {
  readonly start: number;
  readonly anniversaryDay: number;
  readonly termMonths: number;
  readonly cycleMonths: number;
  /** The first day after the term; earlier than by its months where it ends together with another one. */
  readonly end: number;
}

/** A charge cycle: what one charge pays for. */
export interface Cycle {
  readonly start: number;
  /** The first day after it. */
  readonly end: number;
  /** Days of the whole cycle, also where the term ends within it: what a price is divided by. */
  readonly fullDays: number;
}

const cycleNumber = (schedule: Schedule, number: number): Cycle => {
  const at = (months: number): number => addMonths(schedule.start, months, schedule.anniversaryDay);
  const start = number === 0 ? schedule.start : at(number * schedule.cycleMonths);
  const end = at((number + 1) * schedule.cycleMonths);
  return { start, end: Math.min(end, schedule.end), fullDays: end - start };
};

/** The charge cycles of a term, in order. */
export const cyclesOf = (schedule: Schedule): readonly Cycle[] => {
  const cycles: Cycle[] = [];
  for (let number = 0; ; number += 1) {
    const cycle = cycleNumber(schedule, number);
    if (cycle.start >= schedule.end) return cycles;
    cycles.push(cycle);
  }
};
