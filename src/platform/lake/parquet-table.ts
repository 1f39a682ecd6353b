import { AppError } from '../../shared/errors.ts';
import type { SourceFile } from './source-file.ts';
import type { OpenTableOptions, SourceTable } from './source-table.ts';
import { quoteName, quotePath } from './sql-text.ts';

/** DuckDB's own words without its advice on SQL, one line. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';

/** Failures that say nothing about the file: ours, or the machine's. */
const notTheFile =
  /^(Parser|Binder|Catalog|Internal|Out of Memory|Permission|Settings|Not implemented) Error/;

/** The error for a Parquet file that DuckDB could not read; anything else as it is. */
export const asParquetError = (file: SourceFile, error: unknown): unknown => {
  if (error instanceof AppError || notTheFile.test(reasonOf(error))) return error;
  return new AppError('invalid_input', {
    detail: `${file.label}: The Parquet file is damaged or cut off (${reasonOf(error)}).`,
    fix: 'Download or copy the file again.',
    meta: { file: file.label },
    cause: error,
  });
};

/**
 * Describes a Parquet file for queries, from its own schema.
 *
 * @throws AppError `invalid_input` naming the file when its metadata cannot be read
 */
export const openParquetTable = async (
  file: SourceFile,
  { session, signal }: OpenTableOptions,
): Promise<SourceTable> => {
  const path = quotePath(file.path);
  // Old writers leave texts unmarked (BYTE_ARRAY without UTF8); folder names such as `a=b` are no columns.
  const from = `read_parquet(${path}, binary_as_string = true, hive_partitioning = false)`;
  try {
    const described = await session.all(`describe select * from ${from}`, {
      signal,
    });
    const [metadata] = await session.all(`select num_rows from parquet_file_metadata(${path})`, { signal });
    return {
      file,
      from,
      serialFrom: from,
      columns: described.map((row) => {
        const name = String(row.column_name);
        const value = quoteName(name);
        const parquetType = String(row.column_type);
        return { name, value, text: `nullif(${value}::varchar, '')`, parquetType };
      }),
      rows: Number(metadata?.num_rows),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw asParquetError(file, error);
  }
};
