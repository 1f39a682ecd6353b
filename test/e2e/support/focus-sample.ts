import { readFile } from 'node:fs/promises';
import { Exact, formatDecimal } from '../../../src/shared/money.ts';
import { type CsvRow, readCsvRows } from '../../support/csv-rows.ts';

/** The FinOps Foundation's own sample: 1,000 charges of three providers in September 2024. */
export const samplePath = '../shared/data/focus/focus_sample.csv';

/** September 2024 as the explorer's address has it. */
export const samplePeriod = { from: '2024-09-01T00:00:00Z', to: '2024-10-01T00:00:00Z' };

export const readSample = async (): Promise<readonly CsvRow[]> =>
  readCsvRows(await readFile(samplePath, 'utf8'));

/** The exact sum of a column over some rows, as the console writes it on hover: at least two places. */
export const sumOf = (rows: readonly CsvRow[], column = 'BilledCost'): string =>
  formatDecimal(
    rows.reduce((sum, row) => sum.plus(row[column] ?? 0), new Exact(0)),
    2,
  );

/** The rows by the value of a column; null becomes the empty text. */
export const groupRows = (rows: readonly CsvRow[], column: string): ReadonlyMap<string, CsvRow[]> =>
  Map.groupBy(rows, (row) => row[column] ?? '');
