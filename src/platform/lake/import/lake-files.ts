import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** Where an import works until it is complete; everything in it is a leftover after a crash. */
const incomingFolder = 'incoming';
/** Where complete imports are, a folder each; PostgreSQL's manifest says which of their files are live. */
const chargesFolder = 'charges';

export interface ImportFolders {
  /** Scratch: staged rows, repaired copies, what DuckDB spills. */
  readonly scratch: string;
  /** What will be published. */
  readonly result: string;
}

/** Creates the folders of a new import; the same file system as the lake, so that publishing is a rename. */
export const prepareFolders = async (
  organisationFolder: string,
  importId: string,
): Promise<ImportFolders> => {
  const base = join(organisationFolder, incomingFolder, importId);
  const folders = { scratch: join(base, 'scratch'), result: join(base, 'result') };
  await mkdir(folders.scratch, { recursive: true, mode: 0o700 });
  await mkdir(folders.result, { mode: 0o700 });
  return folders;
};

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Moves the result of an import into the lake in one step: its files are on the disk before they have their
 * name, and the name is on the disk before this returns. Gives the folder relative to the organisation's.
 */
export const publishResult = async (
  organisationFolder: string,
  importId: string,
  folders: ImportFolders,
): Promise<string> => {
  for (const name of await readdir(folders.result)) await syncPath(join(folders.result, name));
  await syncPath(folders.result);
  const parent = join(organisationFolder, chargesFolder);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await rename(folders.result, join(parent, importId));
  await syncPath(parent);
  await syncPath(organisationFolder);
  return `${chargesFolder}/${importId}`;
};

/** Removes the working folder of an import; what was published is elsewhere by then. */
export const removeWork = (organisationFolder: string, importId: string): Promise<void> =>
  rm(join(organisationFolder, incomingFolder, importId), { recursive: true, force: true });

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/**
 * Removes what crashed or replaced imports have left: unfinished work, published folders without a live file,
 * and files in live folders that no manifest names.
 *
 * @param livePaths paths relative to the organisation's folder that the manifest names, lists of rejects included
 * @param runningImportIds imports that are at work, or published but not yet in the manifest; they are not touched
 * @returns the paths that were removed, relative to the organisation's folder
 */
export const sweepLeftovers = async (
  organisationFolder: string,
  livePaths: Iterable<string>,
  runningImportIds: Iterable<string> = [],
): Promise<readonly string[]> => {
  const live = new Set(Array.from(livePaths, (path) => path.split(sep).join('/')));
  const running = new Set(runningImportIds);
  const removed: string[] = [];
  const remove = async (path: string): Promise<void> => {
    await rm(join(organisationFolder, path), { recursive: true, force: true });
    removed.push(path);
  };
  for (const id of await namesIn(join(organisationFolder, incomingFolder))) {
    if (!running.has(id)) await remove(`${incomingFolder}/${id}`);
  }
  for (const id of await namesIn(join(organisationFolder, chargesFolder))) {
    if (running.has(id)) continue;
    const folder = `${chargesFolder}/${id}`;
    const files = (await namesIn(join(organisationFolder, folder))).map((name) => `${folder}/${name}`);
    const dead = files.filter((path) => !live.has(path));
    if (dead.length === files.length) await remove(folder);
    else for (const path of dead) await remove(path);
  }
  return removed.toSorted();
};

/** SHA-256 of a file's bytes, in hexadecimal; read in pieces, so of any size. */
export const hashFile = async (
  path: string,
  options: { readonly signal?: AbortSignal | undefined; readonly onRead?: (bytes: number) => void } = {},
): Promise<string> => {
  const hash = createHash('sha256');
  const pieces = createReadStream(path, { highWaterMark: 1 << 20, signal: options.signal });
  for await (const piece of pieces) {
    hash.update(piece);
    options.onRead?.(piece.length);
  }
  return hash.digest('hex');
};

/** One hash for the content of an import, whatever order its files came in. */
export const combineHashes = (hashes: readonly string[]): string => {
  const [only] = hashes;
  if (only !== undefined && hashes.length === 1) return only;
  return createHash('sha256').update(hashes.toSorted().join('\n')).digest('hex');
};

/** A full disk, however it was noticed, as something a person can act on; other errors as they are. */
export const asDiskError = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : String(error);
  const full =
    code === 'ENOSPC' || code === 'EDQUOT' || /No space left on device|ENOSPC|Disk quota/i.test(text);
  const spilled = /max_temp_directory_size|failed to offload data block/i.test(text);
  if (!full && !spilled) return error;
  return new AppError('unavailable', {
    detail: 'The disk of the data folder is full; nothing was imported.',
    fix: 'Free space (an import needs about three times the size of its files for a while), then try again.',
    cause: error,
  });
};
