import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCodeOf } from './client.ts';

/** 256 bits from the system's generator, safe in URLs. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/**
 * Reads a secret from `<folder>/<name>`, or makes it there first: folder 0700, file 0600. Two processes
 * asking at once get the same secret, and a crash never leaves half a file: the content is written
 * aside and linked into place, and linking fails where the name is taken.
 */
export const readOrCreateSecret = async (
  folder: string,
  name: string,
  make: () => string = randomSecret,
): Promise<string> => {
  const file = path.join(folder, name);
  const existing = await readSecret(folder, name);
  if (existing !== undefined) return existing;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(aside, `${make()}\n`, { mode: 0o600, flag: 'wx', flush: true });
    await link(aside, file).catch((error: unknown) => {
      if (errorCodeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(aside, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
};

/** The secret in `<folder>/<name>`, or undefined where there is none. */
export const readSecret = async (folder: string, name: string): Promise<string | undefined> => {
  try {
    return (await readFile(path.join(folder, name), 'utf8')).trim();
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};
