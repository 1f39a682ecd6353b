import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Demand } from '../engines/commitments/demand/demand.ts';
import { openDuckDb } from '../platform/lake/duckdb.ts';
import { openTable } from '../platform/lake/open-table.ts';
import { errorAt } from '../platform/lake/source-error.ts';
import { openSourceFile, type SourceFile } from '../platform/lake/source-file.ts';
import { findColumn, type SourceColumn, type SourceTable } from '../platform/lake/source-table.ts';
import { AppError } from '../shared/errors.ts';
import {
  hourMs,
  mostHours,
  type Reading,
  rangeOf,
  readHours,
  refuse,
  refuseLongTime,
} from './commitments-backtest-hours.ts';
import { hint } from './hint.ts';
import type { Progress } from './progress.ts';
import type { CommandIo } from './run-command.ts';

const memoryLimitMib = 1024;
/** Ten years of hours of a thousand series; what is beyond is a mistake in a date or in the grouping. */
const mostValues = 88_000_000;

const header = 'hour,series,quantity';
const names = ['hour', 'series', 'quantity'] as const;

type Columns = Readonly<Record<(typeof names)[number], SourceColumn>>;

/** Columns that every FOCUS export has, and no table of demand. */
const focusNames = ['ChargePeriodStart', 'ChargeCategory', 'BilledCost'];

const columnsOf = (table: SourceTable): Columns => {
  const found = names.map((name) => [name, findColumn(table, name)] as const);
  const missing = found.filter(([, column]) => column === undefined).map(([name]) => name);
  if (missing.length > 0 && focusNames.every((name) => findColumn(table, name) !== undefined)) {
    throw errorAt(
      table.file,
      { row: 0 },
      `this looks like a FOCUS export; expected demand with the columns ${header}`,
      '"trimtab commitments demand" makes demand from it: give it this file and --output demand.csv.',
    );
  }
  if (missing.length > 0) {
    throw errorAt(
      table.file,
      { row: 0, column: missing.join(', ') },
      `missing; expected the columns ${header}`,
      'Rename the columns, or export them: an hour, the name of a series, on-demand dollars in that hour.',
    );
  }
  return Object.fromEntries(found) as Columns;
};

const number = "'\\s*\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?\\s*'";
const isNoQuantity = `text IS NULL OR NOT regexp_full_match(text, ${number}) OR coalesce(try_cast(text AS DOUBLE), 1e15) >= 1e15`;

const readSeries = async (reading: Reading, { series }: Columns): Promise<readonly string[]> => {
  await refuse(
    reading,
    series,
    'text IS NULL OR length(text) > 1000',
    'the name of a series, at most 1,000 characters',
  );
  const rows = await reading.session.all(
    `SELECT DISTINCT ${series.text} AS text FROM ${reading.table.from} ORDER BY text LIMIT ${mostValues}`,
    { signal: reading.signal },
  );
  return rows.map(({ text }) => String(text));
};

/** Midnight where it was written, whatever its offset from UTC: the texts are known to be whole hours. */
const midnight = /^\d{4}-\d{2}-\d{2}([T ]00:00.*)?$/i;

/** Days that were meant as days are hours at midnight here, with 23 empty hours after each. */
const hintAtDays = ({ table }: Reading, hours: ReadonlyMap<string, number>, io: CommandIo): void => {
  if (![...hours.keys()].every((text) => midnight.test(text.trim()))) return;
  hint(
    io,
    `${table.file.label}: every row lies at midnight, and is taken as that one hour; the other hours of its day count as 0.`,
    'If these are days, write 24 rows for each, with a 24th of its quantity, or let "trimtab commitments demand" make hours of daily charges.',
  );
};

const readTable = async (reading: Reading, io: CommandIo): Promise<Demand> => {
  const columns = columnsOf(reading.table);
  await refuse(reading, columns.quantity, isNoQuantity, 'a number of zero or more, below 10^15');
  const hours = await readHours(reading, columns.hour);
  const series = await readSeries(reading, columns);
  if (hours.size === 0) {
    throw errorAt(
      reading.table.file,
      { row: 1 },
      'found no row; expected demand by the hour',
      'Export the file again.',
    );
  }
  hintAtDays(reading, hours, io);
  const { first, count } = rangeOf(hours.values());
  if (count > mostHours) await refuseLongTime(reading, columns.hour, hours);
  if (count * series.length > mostValues) {
    throw new AppError('too_large', {
      detail: `${reading.table.file.label}: ${series.length} series over ${count} hours are more than ${mostValues} values.`,
      fix: 'Check for a wrong date, or group the series.',
    });
  }
  const quantities = series.map(() => new Float64Array(count));
  const indexOf = new Map(series.map((name, index) => [name, index]));
  const query = `SELECT ${columns.hour.text} AS h, ${columns.series.text} AS s, try_cast(${columns.quantity.text} AS DOUBLE) AS q FROM ${reading.table.from}`;
  for await (const rows of reading.session.stream(query, { signal: reading.signal })) {
    for (const { h, s, q } of rows) {
      const own = quantities[indexOf.get(String(s)) ?? 0];
      const at = (hours.get(String(h)) ?? first) - first;
      if (own) own[at] = (own[at] ?? 0) + Number(q);
    }
  }
  return { startMs: first * hourMs, hours: count, series, quantities };
};

interface DemandContext {
  readonly tempFolder: string;
  readonly io: CommandIo;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const readFile = async (
  file: SourceFile,
  { tempFolder, io, progress, signal }: DemandContext,
): Promise<Demand> => {
  const db = await openDuckDb({
    memoryLimitMib,
    threads: availableParallelism(),
    tempFolder,
    allowedFolders: [dirname(file.path), tempFolder],
  });
  try {
    return await db.withSession(async (session) => {
      progress.show(`Reading ${basename(file.label)}`);
      const table = await openTable(file, { session, signal });
      progress.clear();
      return readTable({ session, table, signal }, io);
    });
  } finally {
    db.close();
  }
};

/**
 * Reads demand by the hour from CSV (plain or gzip) or Parquet: `hour,series,quantity` in any order, other columns
 * ignored. A missing hour is 0; rows of the same hour and series are added. Where all lie at midnight, standard error
 * says that these are no days.
 *
 * @throws AppError `invalid_input` naming file, row and column, what was found and what was expected
 */
export const readDemand = async (
  name: string,
  io: CommandIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<Demand> => {
  const tempFolder = await mkdtemp(join(tmpdir(), 'trimtab-demand-'));
  try {
    const file = await openSourceFile(name, { tempFolder, stdin: io.stdin, signal });
    return await readFile(file, { tempFolder, io, progress, signal });
  } finally {
    await rm(tempFolder, { recursive: true, force: true });
  }
};
