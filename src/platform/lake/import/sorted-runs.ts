import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDbSession } from '../duckdb.ts';
import { quotePath, quoteText } from '../sql-text.ts';

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

const rowGroupRows = 122_880;
const rowGroupsPerRun = 4;
/**
 * Rows are sorted in runs of this many, each a file: a run fits in memory, where sorting ten million rows at once
 * spilled 14 GB and took longer than all the rest. Inside a run a day is still one or two row groups.
 */
const runRows = rowGroupRows * rowGroupsPerRun;

/** Up to here one sort, which spills a little, is faster than writing parts first. */
const rowsSortedAtOnce = 10 * rowGroupRows;

/** How all files of the lake are written. */
export const parquetOptions = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows}`;
/** Parts are read once more and deleted: speed counts, size does not. */
const partOptions = `FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${rowGroupRows}, ROW_GROUPS_PER_FILE ${rowGroupsPerRun}`;

export interface RunOptions {
  readonly session: DuckDbSession;
  /** Receives parts and runs. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface SortedRuns {
  readonly rows: number;
  /** Each sorted in itself; together they hold all rows. */
  readonly paths: readonly string[];
}

/** What stands after FROM to read files of the lake as one table. */
export const lakeRelation = (paths: readonly string[]): string =>
  `read_parquet([${paths.map(quotePath).join(', ')}])`;

const progressIntervalMs = 300;

const copy = async (
  relation: string,
  path: string,
  format: string,
  { session, signal, onProgress }: Omit<RunOptions, 'folder'>,
): Promise<number> => {
  const timer = setInterval(() => onProgress?.(session.progress()), progressIntervalMs);
  try {
    const [answer] = await session.all(`COPY (${relation}) TO ${quoteText(path)} (${format})`, { signal });
    return Number(answer?.Count ?? 0);
  } finally {
    clearInterval(timer);
  }
};

const sortInto = (relation: string, path: string, options: Omit<RunOptions, 'folder'>): Promise<number> =>
  copy(`SELECT * FROM ${relation} ORDER BY ${order}`, path, parquetOptions, options);

/** Part files of one SELECT, at most a run each; `data_10` is after `data_9`. */
const partsIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder);
  return names
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => join(folder, name));
};

const rowsOf = async (path: string, { session, signal }: RunOptions): Promise<number> => {
  const [answer] = await session.all(`SELECT num_rows FROM parquet_file_metadata(${quotePath(path)})`, {
    signal,
  });
  return Number(answer?.num_rows ?? 0);
};

/** Puts small parts together until they make a run. */
const groupIntoRuns = async (
  parts: readonly string[],
  options: RunOptions,
): Promise<readonly (readonly string[])[]> => {
  const runs: string[][] = [];
  let room = 0;
  for (const part of parts) {
    const rows = await rowsOf(part, options);
    const run = runs.at(-1);
    if (run === undefined || rows > room) {
      runs.push([part]);
      room = runRows - rows;
    } else {
      run.push(part);
      room -= rows;
    }
  }
  return runs;
};

const convertShare = 0.7;

/** The selects one after the other: planning them as one would take the square of their number. */
const writeParts = async (selects: readonly string[], options: RunOptions): Promise<readonly string[]> => {
  const parts: string[] = [];
  for (const [index, select] of selects.entries()) {
    const folder = join(options.folder, `part-${index}`);
    const onProgress = (fraction: number): void =>
      options.onProgress?.((convertShare * (index + fraction)) / selects.length);
    const rows = await copy(select, folder, partOptions, { ...options, onProgress });
    if (rows > 0) parts.push(...(await partsIn(folder)));
  }
  return parts;
};

/**
 * Writes the rows of all selects into sorted files.
 *
 * @param selects SQL that gives the columns of the lake, one for each source file
 * @param expectedRows about how many rows there will be: few enough are sorted at once
 */
export const writeSortedRuns = async (
  selects: readonly string[],
  expectedRows: number,
  options: RunOptions,
): Promise<SortedRuns> => {
  const [only] = selects;
  if (only !== undefined && selects.length === 1 && expectedRows <= rowsSortedAtOnce) {
    const path = join(options.folder, 'run-0.parquet');
    return { rows: await sortInto(`(${only})`, path, options), paths: [path] };
  }
  const runs = await groupIntoRuns(await writeParts(selects, options), options);
  const paths: string[] = [];
  let rows = 0;
  for (const [index, parts] of runs.entries()) {
    const path = join(options.folder, `run-${index}.parquet`);
    const onProgress = (fraction: number): void =>
      options.onProgress?.(convertShare + ((1 - convertShare) * (index + fraction)) / runs.length);
    rows += await sortInto(lakeRelation(parts), path, { ...options, onProgress });
    await Promise.all(parts.map((part) => rm(part)));
    paths.push(path);
  }
  return { rows, paths };
};
