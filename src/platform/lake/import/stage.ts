import { rm } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { DuckDbSession } from '../duckdb.ts';
import type { SourceTable } from '../source-table.ts';
import { quotePath, quoteText } from '../sql-text.ts';
import { compilePlan } from './compile-plan.ts';
import type { ImportPlan } from './import-plan.ts';
import type { RejectLog } from './reject-log.ts';

/** A file whose structure is sound, and how its rows become those of the lake. */
export interface StageInput {
  readonly table: SourceTable;
  readonly plan: ImportPlan;
  /** SQL for the number that errors give a row. */
  readonly rowNumber: string;
}

export interface StageOptions {
  readonly session: DuckDbSession;
  /** The one Parquet file that receives all accepted rows, sorted. */
  readonly path: string;
  readonly rejects: RejectLog;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface Staged {
  readonly rows: number;
  readonly rejectedRows: number;
}

/**
 * Slices lie together; inside one, days lie together, and inside a day what the explorer groups and filters by.
 * A question about a week, a service or an account then opens few row groups.
 */
const order = [
  'ProviderName',
  'BillingAccountId',
  'BillingPeriodStart',
  'ChargePeriodStart::DATE',
  'ServiceName',
  'SubAccountId',
  'ResourceId',
].join(', ');

/** How all files of the lake are written. */
export const parquetOptions = 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880';

const progressIntervalMs = 300;

const watched = async <T>(
  { session, onProgress }: Pick<StageOptions, 'session' | 'onProgress'>,
  work: () => Promise<T>,
): Promise<T> => {
  const timer = setInterval(() => onProgress?.(session.progress()), progressIntervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};

/** Parts are read once more and deleted: speed counts, size does not. */
const partOptions = 'FORMAT parquet, COMPRESSION snappy';

const writeRows = async (
  relation: string,
  path: string,
  format: string,
  options: StageOptions,
): Promise<number> => {
  const [answer] = await options.session.all(`COPY (${relation}) TO ${quoteText(path)} (${format})`, {
    signal: options.signal,
  });
  return Number(answer?.Count ?? 0);
};

const writeSorted = (relation: string, options: StageOptions): Promise<number> =>
  watched(options, () =>
    writeRows(`SELECT * FROM ${relation} ORDER BY ${order}`, options.path, parquetOptions, options),
  );

/**
 * Several files are converted one after the other, and sorted together from their parts: the time to plan one
 * statement over all of them grows with the square of their number (39 files of 6,000 rows took a minute).
 */
const writeAccepted = async (
  inputs: readonly StageInput[],
  serial: boolean,
  options: StageOptions,
): Promise<number> => {
  const [first] = inputs;
  if (first !== undefined && inputs.length === 1)
    return writeSorted(`(${compilePlan({ ...first, serial }).accepted})`, options);
  const parts: string[] = [];
  for (const [index, input] of inputs.entries()) {
    const part = `${options.path}.part-${index}`;
    await writeRows(compilePlan({ ...input, serial }).accepted, part, partOptions, options);
    parts.push(part);
    options.onProgress?.(((index + 1) / inputs.length) * 0.8);
  }
  const onProgress = (fraction: number): void => options.onProgress?.(0.8 + fraction * 0.2);
  const list = parts.map((part) => quotePath(part)).join(', ');
  const rows = await writeSorted(`read_parquet([${list}])`, { ...options, onProgress });
  await Promise.all(parts.map((part) => rm(part)));
  return rows;
};

/** Logs why rows of a file were not accepted; gives the number of rows. */
const logFaults = async (input: StageInput, serial: boolean, options: StageOptions): Promise<number> => {
  const { faults } = compilePlan({ ...input, serial });
  let rows = 0;
  let last: number | undefined;
  for await (const batch of options.session.stream(faults, { signal: options.signal })) {
    for (const fault of batch) {
      const row = Number(fault.row_number);
      if (row !== last) rows += 1;
      last = row;
      await options.rejects.add({
        file: input.table.file.label,
        row,
        column: String(fault.column_name),
        value: String(fault.value ?? ''),
        reason: String(fault.reason),
      });
    }
  }
  return rows;
};

/** Whether DuckDB finds as many rows in a file as the check of its structure did; no value is looked at. */
const isDividedRightly = async (
  { table }: StageInput,
  serial: boolean,
  { session, signal }: StageOptions,
): Promise<boolean> => {
  const from = serial ? table.serialFrom : table.from;
  const [answer] = await session.all(`SELECT count(*) AS row_count FROM ${from}`, { signal });
  return Number(answer?.row_count) === table.rows;
};

const stageOnce = async (
  inputs: readonly StageInput[],
  serial: boolean,
  options: StageOptions,
): Promise<Staged | undefined> => {
  const expected = inputs.reduce((sum, { table }) => sum + table.rows, 0);
  const rows = await writeAccepted(inputs, serial, options);
  if (rows === expected) return { rows, rejectedRows: 0 };
  for (const input of inputs) if (!(await isDividedRightly(input, serial, options))) return undefined;
  let rejectedRows = 0;
  for (const input of inputs) rejectedRows += await logFaults(input, serial, options);
  return rows + rejectedRows === expected ? { rows, rejectedRows } : undefined;
};

const isReadError = (error: unknown): boolean =>
  error instanceof Error && /^(Invalid Input|Conversion) Error/.test(error.message);

/**
 * Reads the files once, writes the accepted rows and, only when some are missing, reads again to say which and
 * why. Every row is accounted for: rows counted by the check of the structure = accepted + rejected.
 *
 * @throws AppError `internal` when rows are unaccounted for, after a second attempt with a single thread
 */
export const stageRows = async (inputs: readonly StageInput[], options: StageOptions): Promise<Staged> => {
  options.onProgress?.(0);
  try {
    const staged = await stageOnce(inputs, false, options);
    if (staged !== undefined) return staged;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isReadError(error)) throw error;
  }
  // DuckDB guesses where records begin in the middle of a file; a quoted text can look like one.
  const staged = await stageOnce(inputs, true, options);
  if (staged !== undefined) return staged;
  throw new AppError('internal', {
    detail: 'Not every row of the files could be accounted for; nothing was imported.',
    fix: 'Report this with the file, or convert the file to Parquet and import that.',
  });
};

/** What stands after FROM to read a file of the lake. */
export const lakeRelation = (path: string): string => `read_parquet(${quotePath(path)})`;
