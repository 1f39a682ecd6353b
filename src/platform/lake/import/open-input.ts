import { AppError } from '../../../shared/errors.ts';
import type { DuckDbSession } from '../duckdb.ts';
import { openTable } from '../open-table.ts';
import { isWideDecimal, wideDecimalError } from '../parquet-table.ts';
import type { SourceFile } from '../source-file.ts';
import { rowNumber } from '../source-table.ts';
import { repairCsv } from './csv-repair.ts';
import type { PlanImport } from './import-plan.ts';
import type { RejectLog } from './reject-log.ts';
import type { StageInput } from './stage.ts';

/** A file that is ready to be read, and what its structure has already cost. */
export interface OpenedInput extends StageInput {
  /** Rows of the file, those rejected for their structure included. */
  readonly rows: number;
  readonly rejectedRows: number;
}

interface OpenOptions {
  readonly session: DuckDbSession;
  readonly planImport: PlanImport;
  readonly rejects: RejectLog;
  /** Where a copy without the unsound rows goes, if one is needed. */
  readonly repairPath: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/** Whether the check of the structure stopped at a row: that row can be left out and the rest be read. */
const isRowFault = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'invalid_input' && Number(error.meta.row ?? 0) >= 1;

const openSound = async (file: SourceFile, options: OpenOptions): Promise<Omit<OpenedInput, 'plan'>> => {
  try {
    const table = await openTable(file, options);
    return { table, rowNumber, rows: table.rows, rejectedRows: 0 };
  } catch (error) {
    if (file.kind === 'parquet' || !isRowFault(error)) throw error;
    return repairCsv(file, { ...options, path: options.repairPath });
  }
};

/**
 * Checks a file from end to end, recognises it by its column names and makes it readable, without the rows whose
 * structure is unsound.
 *
 * @throws AppError `invalid_input` when it is damaged as a whole or of an unknown format
 */
export const openInput = async (file: SourceFile, options: OpenOptions): Promise<OpenedInput> => {
  const opened = await openSound(file, options);
  // Also a column that is only kept: it would be kept wrong.
  const wide = opened.table.columns.find(isWideDecimal);
  if (wide !== undefined) throw wideDecimalError(file, wide);
  const names = opened.table.columns.map(({ name }) => name);
  return { ...opened, plan: options.planImport(names, file.label) };
};
