import { AppError } from '../../shared/errors.ts';
import type { FileRefusal } from '../../shared/imports/refusals.ts';
import { errorAt } from './source-error.ts';
import type { SourceFile } from './source-file.ts';
import type { OpenTableOptions, SourceColumn, SourceTable } from './source-table.ts';
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
    meta: { refusal: 'damaged' satisfies FileRefusal, file: file.label },
    cause: error,
  });
};

/** DuckDB's widest decimal. */
const mostDigits = 38;

/**
 * The types of decimals that are wider than DuckDB's, by column (BigQuery writes BIGNUMERIC as DECIMAL(76, 38)).
 * DuckDB calls such a column a DOUBLE and reads wrong numbers from it.
 */
const wideDecimals = async (
  { session, signal }: Pick<OpenTableOptions, 'session' | 'signal'>,
  path: string,
): Promise<ReadonlyMap<number, string>> => {
  const elements = await session.all(`SELECT num_children, precision, scale FROM parquet_schema(${path})`, {
    signal,
  });
  const wide = new Map<number, string>();
  // Depth first: the root, then every column with all that is below it.
  let column = -1;
  let below = 0;
  for (const { num_children: children, precision, scale } of elements.slice(1)) {
    if (below === 0) column += 1;
    else below -= 1;
    below += Number(children ?? 0);
    if (Number(precision ?? 0) > mostDigits) wide.set(column, `DECIMAL(${precision}, ${scale})`);
  }
  return wide;
};

/** Whether a column is a decimal that DuckDB cannot read; see `wideDecimals`. */
export const isWideDecimal = ({ parquetType }: SourceColumn): boolean =>
  Number(/^DECIMAL\((\d+),/.exec(parquetType ?? '')?.[1] ?? 0) > mostDigits;

/** The error for a column whose values cannot be read right. */
export const wideDecimalError = (file: SourceFile, { name, parquetType }: SourceColumn): AppError =>
  errorAt(
    file,
    { row: 0, column: name },
    `found the type ${parquetType}; expected a decimal of at most ${mostDigits} digits`,
    'Export the column as text, as DOUBLE, or as a narrower decimal.',
  );

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
    const wide = await wideDecimals({ session, signal }, path);
    const [metadata] = await session.all(`select num_rows from parquet_file_metadata(${path})`, { signal });
    return {
      file,
      from,
      serialFrom: from,
      columns: described.map((row, index) => {
        const name = String(row.column_name);
        const value = quoteName(name);
        const parquetType = wide.get(index) ?? String(row.column_type);
        return { name, value, text: `nullif(${value}::varchar, '')`, parquetType };
      }),
      rows: Number(metadata?.num_rows),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw asParquetError(file, error);
  }
};
