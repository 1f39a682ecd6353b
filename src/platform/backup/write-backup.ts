import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import { errorCodeOf, serverVersion, withClient } from '../postgres/client.ts';
import type { Log } from '../postgres/log.ts';
import { currentMigration, migrationLock } from '../postgres/migrate.ts';
import { type ArchiveWriter, createArchiveWriter } from './archive-writer.ts';
import {
  type CatalogueTable,
  columnList,
  qualified,
  readQueueVersion,
  readSequences,
  readTables,
} from './catalogue.ts';
import {
  type BackupHeader,
  type BackupManifest,
  type BackupTable,
  backupFormat,
  headerName,
  isInnerPath,
  lakePrefix,
  manifestName,
  manifestSumName,
  partName,
  secretsPrefix,
} from './format.ts';
import { assertSeesEverything, backedUpSchemas, prepareSession } from './owner-session.ts';

/**
 * Whoever deletes lake files takes this advisory lock exclusively and skips its round when it is taken: a
 * backup holds it shared, so that the files its snapshot names are there until they are copied.
 */
export const lakeSweepLock = 7_382_645_103;

export interface BackupOptions {
  /** A role that sees every row: superuser or BYPASSRLS. */
  readonly ownerUrl: string;
  /** The archive to write; it appears under this name when it is complete, and must not exist. */
  readonly file: string;
  readonly lake: {
    readonly folder: string;
    /** The files that the manifest in the database names, relative to the folder; asked in the snapshot. */
    readonly files: (client: pg.Client) => Promise<readonly string[]>;
  };
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
  readonly lakeFiles: number;
}

/**
 * Writes a consistent backup while the program works: every table in one snapshot, the lake files that this
 * snapshot names, optionally the keys; one tar with a manifest of SHA-256 sums. Memory stays bounded.
 * @throws AppError `conflict` when the file exists, `forbidden` when the role does not see every row.
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
    if (errorCodeOf(cause) !== 'EEXIST') throw cause;
    throw new AppError('conflict', {
      detail: `${file} exists already.`,
      fix: 'Choose another name, or move that file away.',
      meta: { file },
      cause,
    });
  }
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
  await client.query('select pg_advisory_lock_shared($1), pg_advisory_lock_shared($2)', [
    migrationLock,
    lakeSweepLock,
  ]);
  await client.query('begin isolation level repeatable read, read only');
  const header = await describe(client, createdAt, options);
  await archive.add(headerName, json(header));
  const tables = await copyTables(client, archive);
  const lakeFiles = await options.lake.files(client);
  const sequences = await readSequences(client, backedUpSchemas);
  // The snapshot ends here: copying a large lake must not keep the database from cleaning up.
  await client.query('commit');

  await copyLake(lakeFiles, archive, options);
  if (options.secretsFolder !== undefined) await copySecrets(options.secretsFolder, archive);
  const manifest: BackupManifest = {
    header,
    tables,
    sequences: [...sequences],
    entries: [...archive.entries],
  };
  const text = json(manifest);
  await archive.add(manifestName, text);
  await archive.add(manifestSumName, Buffer.from(`${createHash('sha256').update(text).digest('hex')}\n`));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { file: options.file, header, tables: tables.length, rows, lakeFiles: lakeFiles.length };
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

const copyTables = async (client: pg.Client, archive: ArchiveWriter): Promise<BackupTable[]> => {
  const tables = await readTables(client, backedUpSchemas);
  const names = tables.map((table) => qualified(client, table)).join(', ');
  if (tables.length > 0) await client.query(`lock table ${names} in access share mode`);
  const copied: BackupTable[] = [];
  for (const table of tables) copied.push(await copyTable(client, archive, table));
  return copied;
};

const partBytes = 4 * 1024 * 1024;

/** A tar entry needs its size beforehand, so the stream is cut into parts of 4 MB instead of spooled to disk. */
const copyTable = async (
  client: pg.Client,
  archive: ArchiveWriter,
  table: CatalogueTable,
): Promise<BackupTable> => {
  const columns = columnList(client, table.columns);
  const name = qualified(client, table);
  // COPY takes no partitioned table, but a query over one.
  const source = table.isPartitioned ? `(select ${columns} from ${name})` : `${name} (${columns})`;
  const copy = client.query(copyTo(`copy ${source} to stdout`));
  const gzip = createGzip();
  copy.once('error', (error) => gzip.destroy(error));
  copy.pipe(gzip);
  let [parts, heldBytes] = [0, 0];
  let held: Buffer[] = [];
  const flush = async (): Promise<void> => {
    parts += 1;
    await archive.add(partName(table, parts), Buffer.concat(held));
    [held, heldBytes] = [[], 0];
  };
  for await (const chunk of gzip as AsyncIterable<Buffer>) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    if (heldBytes >= partBytes) await flush();
  }
  if (heldBytes > 0 || parts === 0) await flush();
  return { schema: table.schema, name: table.name, columns: [...table.columns], rows: copy.rowCount, parts };
};

const copyLake = async (
  files: readonly string[],
  archive: ArchiveWriter,
  { lake, log }: BackupOptions,
): Promise<void> => {
  for (const [index, file] of files.entries()) {
    if (!isInnerPath(file)) throw new AppError('internal', { detail: `${file} is no path inside the lake.` });
    try {
      await archive.addFile(`${lakePrefix}${file}`, path.join(lake.folder, file));
    } catch (cause) {
      if (errorCodeOf(cause) !== 'ENOENT') throw cause;
      throw new AppError('internal', {
        detail: `The lake file ${file} is named by the database but missing in ${lake.folder}.`,
        fix: 'Run trimtab doctor; import that file’s source again, or restore the last good backup.',
        meta: { file },
        cause,
      });
    }
    if ((index + 1) % 1000 === 0) log.info({ files: index + 1, of: files.length }, 'lake files backed up');
  }
};

/** Passwords of the embedded server stay out: they belong to that cluster, and the new one makes its own. */
const copySecrets = async (folder: string, archive: ArchiveWriter): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('postgres-'));
  for (const { name } of names.sort((left, right) => left.name.localeCompare(right.name, 'en'))) {
    await archive.addFile(`${secretsPrefix}${name}`, path.join(folder, name));
  }
};
