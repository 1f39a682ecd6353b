import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import { errorCodeOf, serverVersion, withClient } from '../postgres/client.ts';
import type { Log } from '../postgres/log.ts';
import { currentMigration, migrationLock } from '../postgres/migrate.ts';
import { type ArchiveWriter, createArchiveWriter } from './archive-writer.ts';
import { readQueueVersion, readSequences } from './catalogue.ts';
import { copyTables } from './copy-tables.ts';
import {
  type BackupEntry,
  type BackupHeader,
  type BackupManifest,
  backupFormat,
  filePrefix,
  headerName,
  manifestName,
  manifestSumName,
  secretsPrefix,
} from './format.ts';
import { type BackupFile, holdFiles } from './held-files.ts';
import { assertSeesEverything, backedUpSchemas, prepareSession } from './owner-session.ts';

export interface BackupOptions {
  /** A role that sees every row: superuser or BYPASSRLS. */
  readonly ownerUrl: string;
  /** The archive to write; it appears under this name when it is complete, and must not exist. */
  readonly file: string;
  /** The data folder, to which the files' paths are relative. */
  readonly dataFolder: string;
  /** The files that belong to the rows, asked in the snapshot of the tables. */
  readonly files: (client: pg.Client) => Promise<readonly BackupFile[]>;
  /** The folder with the keys, to include them; without them, the backup alone opens no secret. */
  readonly secretsFolder?: string | undefined;
  readonly program: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BackupSummary {
  readonly file: string;
  readonly header: BackupHeader;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

/**
 * Writes a consistent backup while the program works: every table in one snapshot, the files that this
 * snapshot names, optionally the keys; one tar with a manifest of SHA-256 sums. Memory stays bounded.
 * @throws AppError `conflict` when the file exists, `invalid_input` when its folder is missing or
 * closed to us, `forbidden` when the role does not see every row.
 */
export const writeBackup = async (options: BackupOptions): Promise<BackupSummary> => {
  const partial = `${options.file}.partial`;
  // Reserves the name, and refuses to overwrite an earlier backup.
  await reserve(options.file);
  const createdAt = options.clock.now();
  const archive = createArchiveWriter(createWriteStream(partial, { mode: 0o600 }), createdAt);
  try {
    const summary = await withClient(options.ownerUrl, (client) => fill(client, archive, createdAt, options));
    await archive.finish();
    await persist(partial);
    await rename(partial, options.file);
    return summary;
  } catch (error) {
    archive.abort(error);
    await rm(partial, { force: true });
    await rm(options.file, { force: true });
    throw error;
  }
};

const reserve = async (file: string): Promise<void> => {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (cause) {
    throw refusalOf(file, cause);
  }
};

const refusalOf = (file: string, cause: unknown): unknown => {
  const code = errorCodeOf(cause);
  if (code === 'EEXIST') {
    return new AppError('conflict', {
      detail: `${file} exists already.`,
      fix: 'Choose another name, or move that file away.',
      meta: { file },
      cause,
    });
  }
  const folder = path.dirname(file);
  const reason = unwritable[code ?? ''];
  if (reason === undefined) return cause;
  return new AppError('invalid_input', {
    detail: `The backup cannot be written to the folder ${folder}: ${reason}.`,
    fix: 'Make the folder first, or choose another one that this user may write to.',
    meta: { file, folder },
    cause,
  });
};

/** What a path given by a person can be wrong about, by the system's code. */
const unwritable: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is read-only',
  ENAMETOOLONG: 'the name of the archive is too long',
};

const persist = async (file: string): Promise<void> => {
  const handle = await open(file);
  await handle.sync().finally(() => handle.close());
};

const fill = async (
  client: pg.Client,
  archive: ArchiveWriter,
  createdAt: Date,
  options: BackupOptions,
): Promise<BackupSummary> => {
  await prepareSession(client);
  await assertSeesEverything(client);
  await client.query('select pg_advisory_lock_shared($1)', [migrationLock]);
  await client.query('begin isolation level repeatable read, read only');
  const header = await describe(client, createdAt, options);
  await archive.add(headerName, json(header));
  const tables = await copyTables(client, archive);
  const held = await holdFiles(options.dataFolder, await options.files(client));
  try {
    const sequences = await readSequences(client, backedUpSchemas);
    // The snapshot ends here: copying a large lake must not keep the database from cleaning up.
    await client.query('commit');
    for (const { path: name, source } of held.files) await archive.addFile(`${filePrefix}${name}`, source);
    if (options.secretsFolder !== undefined) await copySecrets(options.secretsFolder, archive);
    await seal(archive, { header, tables, sequences: [...sequences] });
  } finally {
    await held.release();
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { file: options.file, header, tables: tables.length, rows, files: held.files.length };
};

const seal = async (archive: ArchiveWriter, content: Omit<BackupManifest, 'entries'>): Promise<void> => {
  const text = json({ ...content, entries: archive.entries } satisfies { entries: readonly BackupEntry[] });
  await archive.add(manifestName, text);
  await archive.add(manifestSumName, Buffer.from(`${createHash('sha256').update(text).digest('hex')}\n`));
};

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);

const describe = async (
  client: pg.Client,
  createdAt: Date,
  options: BackupOptions,
): Promise<BackupHeader> => ({
  product: 'trimtab',
  format: backupFormat,
  createdAt: createdAt.toISOString(),
  program: options.program,
  postgres: await serverVersion(client),
  migration: await currentMigration(client),
  queue: await readQueueVersion(client),
  includesKeys: options.secretsFolder !== undefined,
});

/** All of secrets/ is keys; the passwords of the embedded server lie elsewhere, and a new one makes its own. */
const copySecrets = async (folder: string, archive: ArchiveWriter): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile());
  for (const { name } of names.sort((left, right) => left.name.localeCompare(right.name, 'en'))) {
    await archive.addFile(`${secretsPrefix}${name}`, path.join(folder, name));
  }
};
