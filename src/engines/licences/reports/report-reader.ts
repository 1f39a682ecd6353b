import { dayOf, noDay } from '../activity/days.ts';
import type { Directory } from '../tenant/tenant.ts';
import { findColumns, type ReportColumns } from './report-columns.ts';
import { type ReportFacts, reportNames, type UserReport } from './report-facts.ts';
import { blankReport, blankWorkloads, createReportStore, type ReportStore } from './report-store.ts';

/** Something wrong in a cell; the reader of the file adds file and row. */
export interface CellFault {
  readonly column: string;
  readonly found: string;
  readonly expected: string;
}

/** Reads the files of one report row by row and keeps only what rules ask for. */
export interface ReportReader {
  /** The name of a column without which the report says nothing; undefined when the header has it. */
  missingColumn(header: readonly string[]): string | undefined;
  /** Begins a file; returns what takes its rows, which says what is wrong with a row or nothing. */
  begin(header: readonly string[]): (row: readonly string[]) => CellFault | undefined;
  finish(): ReportFacts;
}

/** A hash in place of a name: displayConcealedNames is on (Microsoft Graph, adminReportSettings). */
const hash = /^[0-9a-f]{16,128}$/i;
const yes = new Set(['yes', 'true', '1']);
const no = new Set(['', 'no', 'false', '0']);
/** Microsoft's longest is 180; whatever a file says, it fits its column. */
const longestPeriodDays = 60_000;
const otherProducts = /visio|project/i;

interface Progress {
  refreshedDay: number;
  rows: number;
  mappedRows: number;
  hashedRows: number;
  isPerUser: boolean;
  hasActivity: boolean;
  readonly isActivations: boolean;
  /** A report lists a few hundred different days: each is parsed once. */
  readonly days: Map<string, number>;
}

const readDay = (progress: Progress, text: string): number => {
  if (text === '') return noDay;
  const known = progress.days.get(text);
  if (known !== undefined) return known;
  const day = /^\d{4}-\d{2}-\d{2}/.test(text) ? dayOf(text) : Number.NaN;
  progress.days.set(text, day);
  return day;
};

const readCount = (text: string): number =>
  text === '' ? 0 : /^\d{1,15}(\.0+)?$/.test(text) ? Number(text) : Number.NaN;

/** One row under way: its cells by column, and the first fault in them. */
interface Row {
  readonly header: readonly string[];
  readonly cells: readonly string[];
  fault: CellFault | undefined;
}

const cell = (row: Row, column: number): string => (column < 0 ? '' : (row.cells[column] ?? '').trim());

const failed = (row: Row, column: number, expected: string): void => {
  row.fault ??= { column: (row.header[column] ?? '').trim(), found: cell(row, column), expected };
};

const readFlag = (row: Row, column: number): boolean => {
  const text = cell(row, column).toLowerCase();
  if (yes.has(text)) return true;
  if (!no.has(text)) failed(row, column, 'Yes, No, True, False or nothing');
  return false;
};

const count = (row: Row, column: number): number => {
  const value = readCount(cell(row, column));
  if (Number.isNaN(value)) failed(row, column, 'a whole number');
  return value;
};

const day = (row: Row, column: number, progress: Progress): number => {
  const value = readDay(progress, cell(row, column));
  if (Number.isNaN(value)) failed(row, column, 'a day such as 2026-06-30, or nothing');
  return value;
};

const noteActivity = (row: Row, columns: ReportColumns, progress: Progress, user: UserReport): void => {
  for (const column of columns.activity) {
    const at = day(row, column, progress);
    const name = (row.header[column] ?? '').trim();
    if (at > user.lastDay || (at === user.lastDay && at !== noDay && name < user.lastColumn)) {
      user.lastDay = at;
      user.lastColumn = name;
    }
  }
};

const noteWorkloads = (row: Row, columns: ReportColumns, progress: Progress, user: UserReport): void => {
  if (columns.workloads.length === 0) return;
  user.workloadDays ??= blankWorkloads();
  for (const [workload, column] of columns.workloads) {
    user.workloadDays[workload] = Math.max(user.workloadDays[workload], day(row, column, progress));
  }
};

const noteUse = (row: Row, columns: ReportColumns, user: UserReport): void => {
  for (const column of columns.desktop) if (readFlag(row, column)) user.usesDesktop = true;
  if (columns.storage >= 0 && cell(row, columns.storage) !== '') {
    user.storageBytes = Math.max(user.storageBytes ?? 0, count(row, columns.storage));
  }
  if (columns.archive >= 0 && cell(row, columns.archive) !== '') {
    user.hasArchive = readFlag(row, columns.archive) || user.hasArchive === true;
  }
  for (const column of columns.callsAndMeetings) {
    user.callsAndMeetings = (user.callsAndMeetings ?? 0) + count(row, column);
  }
};

/** The activations report has one row for each user and product; Visio and Project are no Microsoft 365 Apps. */
const noteActivation = (row: Row, columns: ReportColumns, user: UserReport): void => {
  if (columns.productType >= 0 && otherProducts.test(cell(row, columns.productType))) return;
  for (const column of columns.activations) {
    if (/^\d/.test(cell(row, column)) ? count(row, column) > 0 : readFlag(row, column))
      user.hasActivation = true;
  }
};

const readUser = (row: Row, columns: ReportColumns, progress: Progress, user: UserReport): void => {
  user.periodDays = Math.min(Math.max(user.periodDays, count(row, columns.period)), longestPeriodDays);
  noteActivity(row, columns, progress, user);
  noteWorkloads(row, columns, progress, user);
  if (progress.isActivations) noteActivation(row, columns, user);
  else noteUse(row, columns, user);
};

const readRow = (
  row: Row,
  columns: ReportColumns,
  progress: Progress,
  directory: Directory,
  store: ReportStore,
): CellFault | undefined => {
  if (columns.isDeleted >= 0 && readFlag(row, columns.isDeleted)) return row.fault;
  progress.rows += 1;
  const refreshed = day(row, columns.refreshDate, progress);
  if (refreshed !== noDay && (progress.refreshedDay === noDay || refreshed < progress.refreshedDay)) {
    progress.refreshedDay = refreshed;
  }
  if (!progress.isPerUser) return row.fault;
  const name = cell(row, columns.principalName);
  if (hash.test(name)) progress.hashedRows += 1;
  const place = directory.placeOf(name) ?? directory.placeOf(cell(row, columns.userId));
  // A row of nobody is read all the same: what is wrong with it is wrong with the file.
  const user = place === undefined ? blankReport() : store.load(place);
  readUser(row, columns, progress, user);
  if (place === undefined || row.fault !== undefined) return row.fault;
  progress.mappedRows += 1;
  store.save(place, user);
  return undefined;
};

/** Reads a report of the named Graph function; `directory` says who is who. */
export const createReportReader = (name: string, directory: Directory): ReportReader => {
  const store = createReportStore(directory.users.length);
  const progress: Progress = {
    refreshedDay: noDay,
    rows: 0,
    mappedRows: 0,
    hashedRows: 0,
    isPerUser: false,
    hasActivity: false,
    isActivations: name === reportNames.activations,
    days: new Map(),
  };
  const isKnown = (Object.values(reportNames) as readonly string[]).includes(name);
  return {
    missingColumn: (header) => {
      const columns = findColumns(header);
      if (columns.refreshDate < 0) return 'Report Refresh Date';
      if (!isKnown || columns.principalName >= 0 || columns.userId >= 0) return undefined;
      return name === reportNames.oneDrive ? 'Owner Principal Name' : 'User Principal Name';
    },
    begin: (header) => {
      const columns = findColumns(header);
      progress.isPerUser ||= columns.principalName >= 0 || columns.userId >= 0;
      progress.hasActivity ||= columns.activity.length > 0;
      return (cells) => readRow({ header, cells, fault: undefined }, columns, progress, directory, store);
    },
    finish: () => ({
      name,
      refreshedDay: progress.refreshedDay,
      rows: progress.rows,
      mappedRows: progress.mappedRows,
      concealed: progress.hashedRows > 0 && progress.hashedRows * 2 >= progress.rows,
      isPerUser: progress.isPerUser,
      hasActivity: progress.hasActivity,
      of: store.of,
    }),
  };
};
