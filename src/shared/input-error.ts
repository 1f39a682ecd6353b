import { AppError } from './errors.ts';

/** The error for something wrong at one place of a file. */
export const inputError = (label: string, place: string, problem: string, fix: string): AppError =>
  new AppError('invalid_input', {
    detail: place === '' ? `${label}: ${problem}` : `${label}, ${place}: ${problem}`,
    fix,
    meta: { file: label, place },
  });
