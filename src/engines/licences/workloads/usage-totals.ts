import { dayOf, noDay } from '../activity/days.ts';
import { findUsageColumns, type UsageColumns } from './usage-columns.ts';

/** A report added up over its rows, whether their names are concealed or not. */
export interface UsageTotals {
  /** Days that the figures cover; null where the report does not say. */
  readonly periodDays: number | null;
  readonly rows: number;
  /** The last days of activity of the rows: how many rows have each; `noDay` for none. */
  readonly lastDays: ReadonlyMap<number, number>;
  readonly figures: readonly { readonly name: string; readonly total: number }[];
  /** Null where no row has one. */
  readonly storageBytes: number | null;
  readonly quotaBytes: number | null;
}

/** Adds up the files of one report row by row. What is wrong in a cell is for the report reader to say. */
export interface UsageReader {
  /** Begins a file; returns what takes its rows. */
  begin(header: readonly string[]): (cells: readonly string[]) => void;
  finish(): UsageTotals;
}

/** Rows of one period: a file may hold several, and a user is in each of them. */
interface Period {
  rows: number;
  readonly lastDays: Map<number, number>;
  readonly totals: Map<string, number>;
  storageBytes: number | null;
  quotaBytes: number | null;
}

/** Figures of a month are what people compare; without one, the next longer period, else the longest. */
const wantedDays = 30;

const blankPeriod = (): Period => ({
  rows: 0,
  lastDays: new Map(),
  totals: new Map(),
  storageBytes: null,
  quotaBytes: null,
});

const isYes = (text: string): boolean => /^(yes|true)$/i.test(text);
const numberOf = (text: string): number =>
  /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : isYes(text) ? 1 : 0;
const sizeOf = (text: string, before: number | null): number | null =>
  text === '' ? before : (before ?? 0) + numberOf(text);

const chosenDays = (days: readonly number[]): number => {
  const sorted = [...days].sort((a, b) => a - b);
  return sorted.find((each) => each >= wantedDays) ?? sorted.at(-1) ?? 0;
};

const takeRow = (
  period: Period,
  columns: UsageColumns,
  cell: (at: number) => string,
  days: DayReader,
): void => {
  period.rows += 1;
  const lastDay = Math.max(noDay, ...columns.activity.map((at) => days(cell(at))));
  period.lastDays.set(lastDay, (period.lastDays.get(lastDay) ?? 0) + 1);
  for (const { at, name } of columns.figures) {
    period.totals.set(name, (period.totals.get(name) ?? 0) + numberOf(cell(at)));
  }
  if (columns.storage >= 0) period.storageBytes = sizeOf(cell(columns.storage), period.storageBytes);
  if (columns.quota >= 0) period.quotaBytes = sizeOf(cell(columns.quota), period.quotaBytes);
};

type DayReader = (text: string) => number;

/** A report lists a few hundred different days: each is parsed once. */
const createDayReader = (): DayReader => {
  const known = new Map<string, number>([['', noDay]]);
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const day = /^\d{4}-\d{2}-\d{2}/.test(text) ? dayOf(text) : Number.NaN;
    const read = Number.isNaN(day) ? noDay : day;
    known.set(text, read);
    return read;
  };
};

/** Adds up the rows of one report that are not of deleted users. */
export const createUsageReader = (): UsageReader => {
  const periods = new Map<number, Period>();
  const days = createDayReader();
  const periodOf = (lengthDays: number): Period => {
    const known = periods.get(lengthDays) ?? blankPeriod();
    periods.set(lengthDays, known);
    return known;
  };
  return {
    begin: (header) => {
      const columns = findUsageColumns(header);
      return (cells) => {
        const cell = (at: number): string => (at < 0 ? '' : (cells[at] ?? '').trim());
        if (isYes(cell(columns.isDeleted))) return;
        takeRow(periodOf(numberOf(cell(columns.period))), columns, cell, days);
      };
    },
    finish: () => {
      const periodDays = chosenDays([...periods.keys()]);
      const { rows, lastDays, totals, storageBytes, quotaBytes } = periods.get(periodDays) ?? blankPeriod();
      return {
        periodDays: periodDays === 0 ? null : periodDays,
        rows,
        lastDays,
        figures: [...totals].map(([name, total]) => ({ name, total })),
        storageBytes,
        quotaBytes,
      };
    },
  };
};
