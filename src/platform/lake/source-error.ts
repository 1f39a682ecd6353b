import { AppError } from '../../shared/errors.ts';
import type { SourceFile } from './source-file.ts';

/** The error for something wrong at one place of a file; `row` 0 is the header. */
export const errorAt = (
  file: SourceFile,
  place: { readonly row: number; readonly column?: string | undefined },
  problem: string,
  fix: string,
): AppError => {
  const row = place.row === 0 ? 'header' : `row ${place.row}`;
  const column = place.column === undefined ? '' : `, column ${place.column}`;
  return new AppError('invalid_input', {
    detail: `${file.label}, ${row}${column}: ${problem}`,
    fix,
    meta: { file: file.label, row: place.row, column: place.column ?? null },
  });
};
