import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** One file of migrations/. */
export interface Migration {
  readonly number: number;
  /** The file's name: `0001_organisations.sql`. */
  readonly name: string;
  /** Hex; of the text with LF line ends, so that a checkout on another system is the same. */
  readonly sha256: string;
  readonly sql: string;
}

const invalid = (detail: string, fix: string): AppError => new AppError('internal', { detail, fix });

/**
 * Reads `NNNN_name.sql` of a folder, in order.
 * @throws AppError `internal` when a name does not fit, a number is there twice, or one is missing.
 */
export const readMigrations = async (folder: string): Promise<readonly Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    names.map(async (name): Promise<Migration> => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
      if (number === undefined) {
        throw invalid(
          `${name} in ${folder} is not named like 0001_name.sql.`,
          'Rename it; lower case and underscores.',
        );
      }
      const sql = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { number: Number(number), name, sha256: createHash('sha256').update(sql).digest('hex'), sql };
    }),
  );
  for (const [index, { number, name }] of migrations.entries()) {
    if (number === index + 1) continue;
    throw invalid(
      `Migration ${name} in ${folder} comes ${index + 1}. in order: a number is missing or there twice.`,
      'Number the files 0001, 0002, … without gaps.',
    );
  }
  return migrations;
};
