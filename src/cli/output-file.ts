import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { AppError } from '../shared/errors.ts';
import { inputError } from '../shared/input-error.ts';

const refusals: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  ENOENT: ['The folder does not exist.', 'Make the folder, or give another path with --output.'],
  ENOTDIR: ['A part of this path is a file, not a folder.', 'Give another path with --output.'],
  EISDIR: ['This is a folder; a file was expected.', 'Add the name of the file.'],
  EACCES: ['This may not be written.', 'Give a path with --output where you may write.'],
  EPERM: ['This may not be written.', 'Give a path with --output where you may write.'],
  EROFS: ['This file system is read-only.', 'Give another path with --output.'],
  ENAMETOOLONG: ['This name is too long.', 'Give a shorter path with --output.'],
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const refusal = (path: string, code: string): AppError | undefined => {
  const [problem, fix] = refusals[code] ?? [];
  return problem === undefined || fix === undefined ? undefined : inputError(path, '', problem, fix);
};

const fault = async (path: string): Promise<string> => {
  try {
    const found = await stat(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (found?.isDirectory()) return 'EISDIR';
    if (!found && !(await stat(dirname(resolve(path)))).isDirectory()) return 'ENOTDIR';
    await access(found ? path : dirname(resolve(path)), constants.W_OK);
    return '';
  } catch (error) {
    return codeOf(error);
  }
};

/**
 * Refuses a path that cannot be written, before any work is done for it; nothing is made.
 *
 * @throws AppError `invalid_input` naming the path
 */
export const requireOutput = async (path: string | undefined): Promise<void> => {
  if (path === undefined) return;
  if (path === '') throw inputError('--output', '', 'found nothing, expected a path.', 'Name a file.');
  const refused = refusal(path, await fault(path));
  if (refused) throw refused;
};

/**
 * Writes to a path that was given.
 *
 * @throws AppError `invalid_input` naming the path where it cannot be written
 */
export const writeOutput = async (path: string, write: (path: string) => Promise<void>): Promise<void> => {
  try {
    await write(path);
  } catch (error) {
    throw refusal(path, codeOf(error)) ?? error;
  }
};
