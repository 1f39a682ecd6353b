import { createWriteStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { withClient } from '../postgres/client.ts';
import type { DataFolder } from '../postgres/data-folder.ts';
import type { Log } from '../postgres/log.ts';
import { migrate } from '../postgres/migrate.ts';
import { type ArchiveEntry, damaged, type NextEntry, readArchive, readWhole } from './archive-reader.ts';
import { readQueueVersion, readTables } from './catalogue.ts';
import { type BackupManifest, filePrefix, headerName, secretsPrefix } from './format.ts';
import { loadTables } from './load-tables.ts';
import { assertSeesEverything, backedUpSchemas, prepareSession } from './owner-session.ts';
import { verifyBackup } from './verify-backup.ts';

export interface RestoreOptions {
  /** A role that owns an empty database and may bypass row-level security. */
  readonly ownerUrl: string;
  readonly file: string;
  /** The folder of migrations of this program. */
  readonly migrationsFolder: string;
  /** Installs pg-boss's schema in the version of this program; called when the backup has one. */
  readonly installQueue: (ownerUrl: string) => Promise<void>;
  /** Where files and keys go. */
  readonly layout: Pick<DataFolder, 'root' | 'secrets'>;
  readonly log: Log;
}

export interface RestoreSummary {
  readonly manifest: BackupManifest;
  /** Migrations applied after the load, where the program is newer than the backup. */
  readonly migratedForward: readonly string[];
}

/**
 * Restores a backup into an empty database and its folders: sums first, then the schema as it was, then every
 * row in one transaction that commits when the files lie safely on disk, then the newer migrations.
 * @throws AppError `conflict` when the target is not empty, `unprocessable` when the backup is damaged or of a
 * release whose queue differs, `forbidden` when the role may not bypass row-level security.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<RestoreSummary> => {
  const { ownerUrl, log } = options;
  const manifest = await verifyBackup(options.file);
  log.info({ file: options.file, entries: manifest.entries.length }, 'backup verified');
  await refuseKnownFiles(options.layout, manifest);
  await withClient(ownerUrl, async (client) => {
    await assertSeesEverything(client);
    await refuseUsedDatabase(client);
  });

  const upTo = manifest.header.migration;
  const reached = await migrate({ ownerUrl, folder: options.migrationsFolder, log, upTo });
  if (reached.current !== upTo) throw newerBackup(manifest, reached.current);
  if (manifest.header.queue !== null) await options.installQueue(ownerUrl);
  await withClient(ownerUrl, (client) => load(client, manifest, options));
  const { applied } = await migrate({ ownerUrl, folder: options.migrationsFolder, log });
  await withClient(ownerUrl, (client) => client.query('analyze'));
  return { manifest, migratedForward: applied };
};

const newerBackup = ({ header }: BackupManifest, reached: number): AppError =>
  new AppError('unprocessable', {
    detail: `The backup is at migration ${header.migration}, this program ends at ${reached}.`,
    fix: `Restore it with release ${header.program} or later, into a new database.`,
    meta: { backup: header.migration, program: reached },
  });

const refuseUsedDatabase = async (client: pg.Client): Promise<void> => {
  const tables = await readTables(client, backedUpSchemas);
  if (tables.length === 0) return;
  throw new AppError('conflict', {
    detail: `The database is not empty: it has ${tables.length} tables, such as ${tables[0]?.schema}.${tables[0]?.name}.`,
    fix: 'Restore into a new data folder (TRIMTAB_DATA_DIR) or an empty database. Nothing was changed.',
    meta: { tables: tables.length },
  });
};

/** A file that is there already is never overwritten; a key that differs would leave secrets that nobody can open. */
const refuseKnownFiles = async (
  layout: RestoreOptions['layout'],
  manifest: BackupManifest,
): Promise<void> => {
  for (const { name } of manifest.entries) {
    const file = placeOf(layout, name);
    if (file === undefined || !existsSync(file)) continue;
    throw new AppError('conflict', {
      detail: `The backup brings ${name}, and ${file} exists already.`,
      fix: 'Restore into a new data folder, or move that file away first. Nothing was changed.',
      meta: { file },
    });
  }
};

/** Where an entry belongs on disk; undefined when it belongs into the database, or is the manifest. */
const placeOf = (layout: RestoreOptions['layout'], name: string): string | undefined => {
  if (name.startsWith(filePrefix)) return path.join(layout.root, name.slice(filePrefix.length));
  if (name.startsWith(secretsPrefix)) return path.join(layout.secrets, name.slice(secretsPrefix.length));
  return undefined;
};

const load = async (client: pg.Client, manifest: BackupManifest, options: RestoreOptions): Promise<void> => {
  const queue = await readQueueVersion(client);
  if (queue !== manifest.header.queue) {
    throw new AppError('unprocessable', {
      detail: `The backup's queue has version ${manifest.header.queue}, this program's has ${queue}.`,
      fix: `Restore it with release ${manifest.header.program}, then start this release on the result.`,
      meta: { backup: manifest.header.queue, program: queue },
    });
  }
  await prepareSession(client);
  await client.query('begin');
  await readArchive(options.file, async (next) => {
    const header = await next();
    if (header?.name !== headerName) throw damaged(options.file, 'it changed while it was read');
    await readWhole(options.file, header, header.sizeBytes);
    await loadTables(client, manifest, next, options);
    await writeFiles(next, options);
  });
  await client.query('commit');
};

/** Whatever follows the tables: files and keys, up to the manifest. */
const writeFiles = async (next: NextEntry, options: RestoreOptions): Promise<void> => {
  for (let entry = await next(); entry !== undefined; entry = await next()) {
    const file = placeOf(options.layout, entry.name);
    if (file === undefined) return;
    await writeFile(file, entry);
  }
};

const writeFile = async (file: string, entry: ArchiveEntry): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // 'wx': a restore never overwrites; `flush`: what the database will name is on disk before it commits.
  await pipeline(
    Readable.from(entry.content),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
};
