import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBValue,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api';
import { quoteText, quoteTexts } from './sql-text.ts';

export interface DuckDbOptions {
  /** What DuckDB may hold in memory before it spills to the temp folder; in MiB. */
  readonly memoryLimitMib: number;
  readonly threads: number;
  /** Where it spills; created by DuckDB, its files go with the process. */
  readonly tempFolder: string;
  /** The only folders whose files may be read and written, with all below them. */
  readonly allowedFolders: readonly string[];
  /** The only other files that may be read and written. */
  readonly allowedFiles?: readonly string[];
}

/**
 * A row of an answer. Nothing loses digits: BIGINT, HUGEINT, DECIMAL and instants arrive as text (instants as
 * `2026-01-31 00:00:00`, with `+00` when zoned), smaller integers as numbers, lists and structs as JSON.
 */
export type DuckDbRow = Readonly<Record<string, Json>>;

interface QueryOptions {
  /** For `?` or `$1` in the statement. */
  readonly values?: readonly DuckDBValue[];
  /** Stops the query; the call then fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One connection: one query at a time; temporary tables and transactions live in it. */
export interface DuckDbSession {
  /** Runs statements for their effect. */
  run(sql: string, options?: QueryOptions): Promise<void>;
  /** All rows of an answer that is known to be small. */
  all(sql: string, options?: QueryOptions): Promise<readonly DuckDbRow[]>;
  /** The rows in batches of at most 2,048, fetched as they are wanted: memory does not grow with the answer. */
  stream(sql: string, options?: QueryOptions): AsyncIterable<readonly DuckDbRow[]>;
  /** How far the running statement is, from 0 to 1, as DuckDB estimates it; 0 while it cannot tell. */
  progress(): number;
  close(): void;
}

export interface DuckDb {
  session(): Promise<DuckDbSession>;
  /** Runs work in a session of its own and closes it. */
  withSession<T>(work: (session: DuckDbSession) => Promise<T>): Promise<T>;
  close(): void;
}

/** Interrupts the connection when the signal fires; an abort wins over the error that DuckDB then reports. */
const interruptible = async <T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  signal?.throwIfAborted();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
};

const createSession = (connection: DuckDBConnection): DuckDbSession => {
  const bound = (options?: QueryOptions): DuckDBValue[] | undefined =>
    options?.values === undefined ? undefined : [...options.values];

  return {
    run: async (sql, options) => {
      await interruptible(connection, options?.signal, () => connection.run(sql, bound(options)));
    },
    all: (sql, options) =>
      interruptible(connection, options?.signal, async () => {
        const reader = await connection.runAndReadAll(sql, bound(options));
        return reader.getRowObjectsJson();
      }),
    stream: async function* (sql, options) {
      const { signal } = options ?? {};
      const result = await interruptible(connection, signal, () => connection.stream(sql, bound(options)));
      const batches = result.yieldConvertedRowObjects(JsonDuckDBValueConverter);
      for (;;) {
        const batch = await interruptible(connection, signal, () => batches.next());
        if (batch.done === true) return;
        yield batch.value;
      }
    },
    progress: () => Math.min(1, Math.max(0, connection.progress.percentage / 100)),
    close: () => connection.closeSync(),
  };
};

/** What statements may still change: how progress is told, and how the optimiser goes about its work. */
const openSettings = ['enable_progress_bar', 'enable_progress_bar_print', 'disabled_optimizers'];

/**
 * Opens an in-memory DuckDB that can reach the allowed folders and nothing else: no network, no extension is
 * loaded or installed (csv, parquet, json and icu are linked into the package), and no statement can change
 * the settings afterwards. Times are UTC.
 */
export const openDuckDb = async (options: DuckDbOptions): Promise<DuckDb> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${options.memoryLimitMib}MiB`,
    threads: String(options.threads),
    temp_directory: options.tempFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const setup = await instance.connect();
  try {
    await setup.run(`SET GLOBAL TimeZone = ${quoteText('UTC')}`);
    await setup.run(`SET GLOBAL allowed_directories = ${quoteTexts(options.allowedFolders)}`);
    await setup.run(`SET GLOBAL allowed_paths = ${quoteTexts(options.allowedFiles ?? [])}`);
    await setup.run(`SET GLOBAL allowed_configs = ${quoteTexts(openSettings)}`);
    await setup.run('SET GLOBAL enable_external_access = false');
    await setup.run('SET GLOBAL lock_configuration = true');
  } catch (error) {
    instance.closeSync();
    throw error;
  } finally {
    setup.closeSync();
  }
  const session = async (): Promise<DuckDbSession> => {
    const connection = await instance.connect();
    // Progress is estimated for whoever asks, and printed nowhere.
    await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
    return createSession(connection);
  };
  return {
    session,
    withSession: async (work) => {
      const own = await session();
      try {
        return await work(own);
      } finally {
        own.close();
      }
    },
    close: () => instance.closeSync(),
  };
};
