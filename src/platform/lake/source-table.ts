import type { DuckDbSession } from './duckdb.ts';
import type { SourceFile } from './source-file.ts';

/** One column of a file, as SQL. */
export interface SourceColumn {
  readonly name: string;
  /** SQL for its value in the file's own type. */
  readonly value: string;
  /**
   * SQL for its value as text over `SourceTable.from`: NULL when the file has nothing there (an empty field,
   * an unquoted `NULL`), the shortest decimal of a binary float, an instant in UTC.
   */
  readonly text: string;
  /** The type in a Parquet file; undefined for CSV, where all is text. */
  readonly parquetType: string | undefined;
}

/** A file as DuckDB sees it, once its structure is known to be sound. */
export interface SourceTable {
  readonly file: SourceFile;
  /** What stands after FROM. */
  readonly from: string;
  /** The same, read by one thread, for a file that several threads split wrongly. */
  readonly serialFrom: string;
  readonly columns: readonly SourceColumn[];
  /** Rows of the file, counted by other means than a query over `from`. */
  readonly rows: number;
}

/**
 * SQL for the number of a row, from 1 as errors count. DuckDB keeps the order of a file, so it is right in a
 * `SELECT` over `from` that has no other clause; filter outside of it.
 */
export const rowNumber = 'row_number() over ()';

export interface OpenTableOptions {
  readonly session: DuckDbSession;
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes of the file have been read for the check of its structure. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/**
 * The column of a name: the exact one, else the only one that differs in case (warehouses that fold names
 * write `billedcost`), else undefined.
 */
export const findColumn = (table: SourceTable, name: string): SourceColumn | undefined => {
  const exact = table.columns.find((column) => column.name === name);
  if (exact !== undefined) return exact;
  const folded = table.columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
  return folded.length === 1 ? folded[0] : undefined;
};
