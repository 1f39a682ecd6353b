import { openCsvTable } from './csv-table.ts';
import { openParquetTable } from './parquet-table.ts';
import type { SourceFile } from './source-file.ts';
import type { OpenTableOptions, SourceTable } from './source-table.ts';

/** Describes a file of rows of any kind that is read. Errors: see `openCsvTable` and `openParquetTable`. */
export const openTable = (file: SourceFile, options: OpenTableOptions): Promise<SourceTable> =>
  file.kind === 'parquet' ? openParquetTable(file, options) : openCsvTable(file, options);
