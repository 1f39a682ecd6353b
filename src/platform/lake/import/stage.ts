import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { DuckDbSession } from '../duckdb.ts';
import type { SourceTable } from '../source-table.ts';
import { compilePlan } from './compile-plan.ts';
import type { ImportPlan } from './import-plan.ts';
import type { RejectLog } from './reject-log.ts';
import { writeSortedRuns } from './sorted-runs.ts';

/** A file whose structure is sound, and how its rows become those of the lake. */
export interface StageInput {
  readonly table: SourceTable;
  readonly plan: ImportPlan;
  /** SQL for the number that errors give a row. */
  readonly rowNumber: string;
}

export interface StageOptions {
  readonly session: DuckDbSession;
  /** Receives the accepted rows, in sorted Parquet files. */
  readonly folder: string;
  readonly rejects: RejectLog;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface Staged {
  readonly rows: number;
  /** The sorted files with the accepted rows. */
  readonly paths: readonly string[];
  readonly rejectedRows: number;
}

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
  const folder = join(options.folder, serial ? 'serial' : 'parallel');
  await mkdir(folder);
  const selects = inputs.map((input) => compilePlan({ ...input, serial }).accepted);
  const { rows, paths } = await writeSortedRuns(selects, expected, { ...options, folder });
  if (rows === expected) return { rows, paths, rejectedRows: 0 };
  for (const input of inputs) if (!(await isDividedRightly(input, serial, options))) return undefined;
  let rejectedRows = 0;
  for (const input of inputs) rejectedRows += await logFaults(input, serial, options);
  return rows + rejectedRows === expected ? { rows, paths, rejectedRows } : undefined;
};

const isReadError = (error: unknown): boolean =>
  error instanceof Error && /^(Invalid Input|Conversion) Error/.test(error.message);

const stageTwice = async (inputs: readonly StageInput[], options: StageOptions): Promise<Staged> => {
  try {
    const staged = await stageOnce(inputs, false, options);
    if (staged !== undefined) return staged;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isReadError(error)) throw error;
  }
  await rm(join(options.folder, 'parallel'), { recursive: true, force: true });
  // DuckDB guesses where records begin in the middle of a file; a quoted text can look like one.
  const staged = await stageOnce(inputs, true, options);
  if (staged !== undefined) return staged;
  throw new AppError('internal', {
    detail: 'Not every row of the files could be accounted for; nothing was imported.',
    fix: 'Report this with the file, or convert the file to Parquet and import that.',
  });
};

/**
 * Reads the files once, writes the accepted rows and, only when some are missing, reads again to say which and
 * why. Filters are not pushed down meanwhile: below the parsing they would parse every value a second time.
 * Every row is accounted for: rows counted by the check of the structure = accepted + rejected.
 *
 * @throws AppError `internal` when rows are unaccounted for, after a second attempt with a single thread
 */
export const stageRows = async (inputs: readonly StageInput[], options: StageOptions): Promise<Staged> => {
  options.onProgress?.(0);
  await options.session.run("SET GLOBAL disabled_optimizers = 'filter_pushdown'");
  try {
    return await stageTwice(inputs, options);
  } finally {
    await options.session.run("SET GLOBAL disabled_optimizers = ''");
  }
};
