import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { withClient } from '../postgres/client.ts';
import type { Log } from '../postgres/log.ts';
import { migrate } from '../postgres/migrate.ts';
import { readMigrations } from '../postgres/migration-files.ts';
import { damaged, type NextEntry, readArchive, readWhole } from './archive-reader.ts';
import { readQueueVersion, readTables } from './catalogue.ts';
import { type BackupManifest, filePrefix, headerName, secretsPrefix } from './format.ts';
import { loadTables } from './load-tables.ts';
import { assertSeesEverything, backedUpSchemas, prepareSession } from './owner-session.ts';
import { placeOf, type RestoreLayout, refuseOtherFiles, writeEntry } from './restored-files.ts';
import { verifyBackup } from './verify-backup.ts';

export interface OpenOptions {
  readonly file: string;
  /** Where files and keys go. */
  readonly layout: RestoreLayout;
  readonly log: Log;
}

/**
 * The first step of a restore: reads the whole backup, compares every sum, and puts the keys in their place,
 * because a connection to a given server is derived from them. Nothing is overwritten.
 * @throws AppError `unprocessable` when the backup is damaged, `conflict` when another file is in its place.
 */
export const openBackup = async ({ file, layout, log }: OpenOptions): Promise<BackupManifest> => {
  const manifest = await verifyBackup(file);
  log.info({ file, entries: manifest.entries.length }, 'backup verified');
  await refuseOtherFiles(layout, manifest);
  if (!manifest.header.includesKeys) return manifest;
  await readArchive(file, async (next) => {
    for (let entry = await next(); entry !== undefined; entry = await next()) {
      if (entry.name.startsWith(secretsPrefix)) await writeEntry(placeOf(layout, entry.name) ?? '', entry);
    }
  });
  return manifest;
};

export interface RestoreOptions extends OpenOptions {
  /** What `openBackup` found. */
  readonly manifest: BackupManifest;
  /** A role that owns an empty database and may bypass row-level security. */
  readonly ownerUrl: string;
  /** The folder of migrations of this program. */
  readonly migrationsFolder: string;
  /** Installs pg-boss's schema in the version of this program; called when the backup has one. */
  readonly installQueue: (ownerUrl: string) => Promise<void>;
}

export interface RestoreSummary {
  /** Migrations applied after the load, where the program is newer than the backup. */
  readonly migratedForward: readonly string[];
}

/**
 * The second step: fills an empty database and the data folder: the schema as it was, then every row in one
 * transaction that commits when the files lie safely on disk, then the newer migrations.
 * @throws AppError `conflict` when the target is not empty, `unprocessable` when the backup is of a release
 * whose schema or queue differs, `forbidden` when the role may not bypass row-level security.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<RestoreSummary> => {
  const { ownerUrl, log, manifest } = options;
  const upTo = manifest.header.migration;
  const available = (await readMigrations(options.migrationsFolder)).length;
  if (available < upTo) throw newerBackup(manifest, available);
  await withClient(ownerUrl, async (client) => {
    await assertSeesEverything(client);
    await refuseUsedDatabase(client);
  });

  await migrate({ ownerUrl, folder: options.migrationsFolder, log, upTo });
  if (manifest.header.queue !== null) await options.installQueue(ownerUrl);
  await withClient(ownerUrl, (client) => load(client, manifest, options));
  const { applied } = await migrate({ ownerUrl, folder: options.migrationsFolder, log });
  await withClient(ownerUrl, (client) => client.query('analyze'));
  return { migratedForward: applied };
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
    fix: 'Restore into a new data folder (TRIMTAB_DATA) or an empty database. Nothing was changed.',
    meta: { tables: tables.length },
  });
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

/** Whatever follows the tables, up to the manifest; the keys are there already. */
const writeFiles = async (next: NextEntry, options: RestoreOptions): Promise<void> => {
  for (let entry = await next(); entry !== undefined; entry = await next()) {
    const file = placeOf(options.layout, entry.name);
    if (file === undefined) return;
    if (entry.name.startsWith(filePrefix)) await writeEntry(file, entry);
  }
};
