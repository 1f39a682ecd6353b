import { readCsvHeader } from './csv-header.ts';
import { longestRecordBytes } from './csv-scan.ts';
import { type CsvShape, verifyCsv } from './csv-verify.ts';
import type { SourceFile } from './source-file.ts';
import type { OpenTableOptions, SourceTable } from './source-table.ts';
import { quotePath } from './sql-text.ts';

/** What DuckDB takes as one record: more than the check of the structure lets through. */
const maxLineBytes = longestRecordBytes + 2 * 1024 * 1024;

/** Names inside DuckDB: by position, because it folds case and cannot take empty names. */
const nameOf = (index: number): string => `c${index}`;

/**
 * `read_csv` with every choice made: nothing is sniffed. All values are text; an unquoted `NULL` is NULL and a
 * quoted one is a word.
 */
export const csvRelation = (
  file: SourceFile,
  columnCount: number,
  options: Omit<CsvShape, 'rows'> & { readonly parallel?: boolean },
): string => {
  const columns = Array.from({ length: columnCount }, (_, index) => `'${nameOf(index)}': 'VARCHAR'`);
  const choices = [
    'auto_detect = false',
    'header = true',
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    "comment = ''",
    "nullstr = ['NULL']",
    'allow_quoted_nulls = false',
    'null_padding = false',
    'ignore_errors = false',
    'hive_partitioning = false',
    // Its strict mode refuses a mixture of LF and CRLF, and some blanks; the structure has been checked by then.
    `strict_mode = ${!(options.mixedLineEnds || options.blanksBesideQuotes)}`,
    `parallel = ${options.parallel ?? true}`,
    `max_line_size = ${maxLineBytes}`,
    // Its default is sixteen times the longest line, all of it allocated for each thread.
    `buffer_size = ${maxLineBytes}`,
    `compression = '${file.kind === 'csv.gz' ? 'gzip' : 'none'}'`,
    `columns = {${columns.join(', ')}}`,
  ];
  return `read_csv(${quotePath(file.path)}, ${choices.join(', ')})`;
};

/**
 * Checks a CSV file from end to end and describes it for queries.
 *
 * @throws AppError `invalid_input` naming file, row and column when its structure is unsound
 */
export const openCsvTable = async (file: SourceFile, options: OpenTableOptions): Promise<SourceTable> => {
  const header = await readCsvHeader(file, options.signal);
  const shape = await verifyCsv(file, header, options);
  return {
    file,
    from: csvRelation(file, header.length, shape),
    serialFrom: csvRelation(file, header.length, { ...shape, parallel: false }),
    columns: header.map((name, index) => {
      const value = nameOf(index);
      return { name, value, text: `nullif(${value}, '')`, parquetType: undefined };
    }),
    rows: shape.rows,
  };
};
