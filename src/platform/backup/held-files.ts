import { access, link, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf } from '../postgres/client.ts';
import { isDataPath } from './format.ts';

/** A file that goes into a backup. */
export interface BackupFile {
  /** Relative to the data folder, with `/`. */
  readonly path: string;
  /** A file that rows depend on must be there; one that only adds to them may be gone. */
  readonly required: boolean;
}

export interface HeldFiles {
  readonly files: readonly { readonly path: string; readonly source: string }[];
  release(): Promise<void>;
}

/**
 * Gives every file a second name in a folder of the backup's own, so that it outlives its deletion by the
 * sweep or by a finished import until it has been copied; the files are immutable, so nothing is copied for it.
 * Where the file system has no hard links, the first name must do.
 * @throws AppError `internal` naming a required file that is missing.
 */
export const holdFiles = async (dataFolder: string, files: readonly BackupFile[]): Promise<HeldFiles> => {
  const folder = await mkdtemp(path.join(await makeFolder(dataFolder), 'hold-'));
  const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const held: { path: string; source: string }[] = [];
    for (const [index, file] of files.entries()) {
      const source = await hold(dataFolder, file, path.join(folder, String(index)));
      if (source !== undefined) held.push({ path: file.path, source });
    }
    return { files: held, release };
  } catch (error) {
    await release();
    throw error;
  }
};

/** Longer than any backup takes; what is older was left by one that was killed, and keeps disk space. */
const forgottenAfterMs = 7 * 24 * 60 * 60_000;

const makeFolder = async (dataFolder: string): Promise<string> => {
  const folder = path.join(dataFolder, 'backup');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(path.join(folder, name));
    if (mtimeMs < Date.now() - forgottenAfterMs)
      await rm(path.join(folder, name), { recursive: true, force: true });
  }
  return folder;
};

const hold = async (dataFolder: string, file: BackupFile, name: string): Promise<string | undefined> => {
  if (!isDataPath(file.path))
    throw new AppError('internal', { detail: `${file.path} is no file of the data folder.` });
  const original = path.join(dataFolder, file.path);
  const linked = await link(original, name).then(
    () => true,
    () => false,
  );
  return linked ? name : whereItIs(original, file);
};

const whereItIs = async (original: string, file: BackupFile): Promise<string | undefined> => {
  try {
    await access(original);
    return original;
  } catch (cause) {
    if (!file.required && errorCodeOf(cause) === 'ENOENT') return undefined;
    throw new AppError('internal', {
      detail: `The file ${original} belongs to the data and cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Run trimtab doctor; import that file’s source again, or restore the last good backup.',
      meta: { file: original },
      cause,
    });
  }
};
