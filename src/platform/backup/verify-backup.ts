import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf } from '../postgres/client.ts';
import { type ArchiveEntry, damaged, type NextEntry, readArchive, readWhole } from './archive-reader.ts';
import {
  type BackupEntry,
  type BackupManifest,
  backupFormat,
  filePrefix,
  headerName,
  headerSchema,
  isDataPath,
  manifestName,
  manifestSchema,
  manifestSumName,
  partName,
  secretsPrefix,
} from './format.ts';

/** A manifest names every file of the lake, so it may be long. */
const manifestMaximumBytes = 512 * 1024 * 1024;

/**
 * Reads a backup from end to end and compares every sum, without restoring anything.
 * @throws AppError `unprocessable` saying what is damaged, or that another release is needed; `not_found`.
 */
export const verifyBackup = async (file: string): Promise<BackupManifest> => {
  try {
    return await readArchive(file, (next) => verify(file, next));
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT' || error instanceof AppError) throw error;
    throw new AppError('not_found', { detail: `There is no backup ${file}.`, meta: { file }, cause: error });
  }
};

const verify = async (file: string, next: NextEntry): Promise<BackupManifest> => {
  const first = await next();
  if (first?.name !== headerName) throw damaged(file, `it does not begin with ${headerName}`);
  const header = await readWhole(file, first, 64 * 1024);
  refuseOtherFormats(file, header);
  const found: BackupEntry[] = [{ name: first.name, sizeBytes: header.byteLength, sha256: sumOf(header) }];
  for (;;) {
    const entry = await next();
    if (entry === undefined) throw damaged(file, `it ends without ${manifestName}`);
    if (entry.name === manifestName) return finish(file, entry, next, found);
    found.push({ name: entry.name, ...(await measure(entry)) });
  }
};

const refuseOtherFormats = (file: string, header: Buffer): void => {
  const content = parseJson(file, headerName, header);
  if (headerSchema.safeParse(content).success) return;
  const format =
    typeof content === 'object' && content !== null && 'format' in content ? content.format : undefined;
  if (format === backupFormat || typeof format !== 'number')
    throw damaged(file, `${headerName} is not readable`);
  throw new AppError('unprocessable', {
    detail: `The backup ${file} has format ${format}; this program reads format ${backupFormat}.`,
    fix: 'Restore it with the release that made it.',
    meta: { file, format },
  });
};

const finish = async (
  file: string,
  entry: ArchiveEntry,
  next: NextEntry,
  found: readonly BackupEntry[],
): Promise<BackupManifest> => {
  const text = await readWhole(file, entry, manifestMaximumBytes);
  const sumEntry = await next();
  if (sumEntry?.name !== manifestSumName) throw damaged(file, `it ends without ${manifestSumName}`);
  const sum = (await readWhole(file, sumEntry, 1024)).toString('utf8').trim();
  if (sum !== sumOf(text)) throw damaged(file, `${manifestName} does not have the sum that was recorded`);
  if ((await next()) !== undefined) throw damaged(file, 'something follows its end');
  const parsed = manifestSchema.safeParse(parseJson(file, manifestName, text));
  if (!parsed.success) throw damaged(file, `${manifestName} is not readable`, parsed.error);
  compare(file, parsed.data, found);
  return parsed.data;
};

const compare = (file: string, manifest: BackupManifest, found: readonly BackupEntry[]): void => {
  for (const [index, expected] of manifest.entries.entries()) {
    const actual = found[index];
    if (actual?.name !== expected.name) throw damaged(file, `${expected.name} is missing`);
    if (actual.sha256 !== expected.sha256 || actual.sizeBytes !== expected.sizeBytes) {
      throw damaged(file, `${expected.name} does not have the sum that was recorded`);
    }
  }
  const extra = found[manifest.entries.length];
  if (extra !== undefined) throw damaged(file, `${extra.name} does not belong to it`);
  refuseStrangeEntries(file, manifest);
};

/** The archive is input like any other: only names that we write, and no path that leads elsewhere. */
const refuseStrangeEntries = (file: string, manifest: BackupManifest): void => {
  const parts = manifest.tables.flatMap((table) =>
    Array.from({ length: table.parts }, (_, index) => partName(table, index + 1)),
  );
  const [header, ...rest] = manifest.entries.map((entry) => entry.name);
  if (header !== headerName) throw damaged(file, `it does not begin with ${headerName}`);
  for (const [index, name] of rest.entries()) {
    const part = parts[index];
    const isFile =
      (name.startsWith(filePrefix) && isDataPath(name.slice(filePrefix.length))) ||
      (name.startsWith(secretsPrefix) && /^[\w-][\w.-]*$/.test(name.slice(secretsPrefix.length)));
    if (part === undefined ? !isFile : name !== part) throw damaged(file, `${name} is out of place`);
  }
  if (rest.length < parts.length) throw damaged(file, `${parts[rest.length]} is missing`);
};

const parseJson = (file: string, name: string, text: Buffer): unknown => {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw damaged(file, `${name} is not readable`, cause);
  }
};

const sumOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const measure = async (entry: ArchiveEntry): Promise<{ sizeBytes: number; sha256: string }> => {
  const hash: Hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of entry.content) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
};
