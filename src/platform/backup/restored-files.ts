import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf } from '../postgres/client.ts';
import type { DataFolder } from '../postgres/data-folder.ts';
import type { ArchiveEntry } from './archive-reader.ts';
import { type BackupManifest, filePrefix, secretsPrefix } from './format.ts';

/** The part of a data folder that takes files and keys. */
export type RestoreLayout = Pick<DataFolder, 'root' | 'secrets'>;

/** Where an entry belongs on disk; undefined when it belongs into the database, or is about the backup. */
export const placeOf = (layout: RestoreLayout, name: string): string | undefined => {
  if (name.startsWith(filePrefix)) return path.join(layout.root, name.slice(filePrefix.length));
  if (name.startsWith(secretsPrefix)) return path.join(layout.secrets, name.slice(secretsPrefix.length));
  return undefined;
};

const sumOfFile = async (file: string): Promise<string | undefined> => {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Refuses to put a file or key over another one: a key that differs would leave secrets that nobody can open.
 * The same content may be there already, from a restore that was interrupted.
 * @throws AppError `conflict` naming the file.
 */
export const refuseOtherFiles = async (layout: RestoreLayout, manifest: BackupManifest): Promise<void> => {
  for (const { name, sha256 } of manifest.entries) {
    const file = placeOf(layout, name);
    const present = file === undefined ? undefined : await sumOfFile(file);
    if (present === undefined || present === sha256) continue;
    throw new AppError('conflict', {
      detail: `The backup brings ${name}, and another ${file} exists already.`,
      fix: 'Restore into a new data folder, or move that file away first. Nothing was changed.',
      meta: { file },
    });
  }
};

/**
 * Writes an entry to its place; it gets its name when it is complete and on disk. What is there already was found
 * to be the same by `refuseOtherFiles`.
 */
export const writeEntry = async (file: string, entry: ArchiveEntry): Promise<void> => {
  const partial = `${file}.restoring`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await rm(partial, { force: true });
  await pipeline(
    Readable.from(entry.content),
    createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }),
  );
  await rename(partial, file);
};
