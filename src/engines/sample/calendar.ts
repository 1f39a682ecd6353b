const dayMs = 86_400_000;

/** One day of the sample, in UTC. */
export interface Day {
  /** 0 on the first day of the sample. */
  readonly index: number;
  /** `2026-01-31` */
  readonly date: string;
  /** First instant, and first instant of the next day: `2026-01-31T00:00:00Z`. */
  readonly start: string;
  readonly end: string;
  readonly isWeekend: boolean;
  /** 1 for January. */
  readonly monthOfYear: number;
  /** 1 on the first of the month. */
  readonly dayOfMonth: number;
}

/** One month of the sample. */
export interface Month {
  /** 0 for the first month, 12 for the one that the sample ends in. */
  readonly index: number;
  /** `2026-01` */
  readonly name: string;
  /** First instant, and first instant of the next month: `2026-01-01T00:00:00Z`. */
  readonly start: string;
  readonly end: string;
  /** False for the last month, unless it is over. */
  readonly isComplete: boolean;
  /** The days that the sample has of it. */
  readonly days: readonly Day[];
}

/** Months in the sample, the present one included. */
const monthCount = 13;

/** Thirteen months, the last of which ends with the day `asOf` (`2026-11-22`). */
export const createCalendar = (asOf: string): readonly Month[] => {
  const last = new Date(`${asOf}T00:00:00Z`);
  const [year, month] = [last.getUTCFullYear(), last.getUTCMonth()];
  const first = Date.UTC(year, month - monthCount + 1, 1);
  return Array.from({ length: monthCount }, (_, index) => {
    const start = Date.UTC(year, month - monthCount + 1 + index, 1);
    const end = Date.UTC(year, month - monthCount + 2 + index, 1);
    const until = Math.min(end, last.getTime() + dayMs);
    return {
      index,
      name: dateOf(start).slice(0, 7),
      start: startOf(dateOf(start)),
      end: startOf(dateOf(end)),
      isComplete: until === end,
      days: daysBetween(start, until, first),
    };
  });
};

const daysBetween = (start: number, end: number, first: number): Day[] =>
  Array.from({ length: Math.round((end - start) / dayMs) }, (_, offset) => {
    const at = new Date(start + offset * dayMs);
    return {
      index: Math.round((at.getTime() - first) / dayMs),
      date: dateOf(at.getTime()),
      start: startOf(dateOf(at.getTime())),
      end: startOf(dateOf(at.getTime() + dayMs)),
      isWeekend: at.getUTCDay() % 6 === 0,
      monthOfYear: at.getUTCMonth() + 1,
      dayOfMonth: at.getUTCDate(),
    };
  });

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const startOf = (date: string): string => `${date}T00:00:00Z`;
