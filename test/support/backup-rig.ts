import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openBackup, restoreBackup } from '../../src/platform/backup/restore-backup.ts';
import { writeBackup } from '../../src/platform/backup/write-backup.ts';
import { installQueue } from '../../src/platform/jobs/queue.ts';
import { withClient } from '../../src/platform/postgres/client.ts';
import { dataFolderAt } from '../../src/platform/postgres/data-folder.ts';
import { migrate } from '../../src/platform/postgres/migrate.ts';
import { systemClock } from '../../src/shared/time.ts';
import { hardRows, hardSchema } from './hard-schema.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

type BackupOptions = Parameters<typeof writeBackup>[0];
type RestoreOptions = Parameters<typeof restoreBackup>[0];

/** A filled database to back up, an empty one to restore into, and folders beside them. */
export interface BackupRig {
  readonly source: TestDatabase;
  readonly target: TestDatabase;
  readonly folder: string;
  readonly migrations: string;
  readonly archive: string;
  /** A path below the data folder that is backed up, and below the one restored into. */
  inData(name: string): string;
  inRestored(name: string): string;
  backup(change?: Partial<BackupOptions>): ReturnType<typeof writeBackup>;
  restore(change?: Partial<Omit<RestoreOptions, 'manifest'>>): ReturnType<typeof restoreBackup>;
  close(): Promise<void>;
}

/** Builds the rig with the schema that is hard to copy. */
export const createBackupRig = async (): Promise<BackupRig> => {
  const [source, target] = await Promise.all([
    createTestDatabase({ migrated: false }),
    createTestDatabase({ migrated: false }),
  ]);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-backup-'));
  const migrations = path.join(folder, 'migrations');
  const archive = path.join(folder, 'backup.tar');
  await mkdir(migrations);
  await writeFile(path.join(migrations, '0001_hard.sql'), hardSchema);
  await migrate({ ownerUrl: source.ownerUrl, folder: migrations, log });
  await withClient(source.ownerUrl, (client) => client.query(hardRows));
  return {
    source,
    target,
    folder,
    migrations,
    archive,
    inData: (name) => path.join(folder, 'data', name),
    inRestored: (name) => path.join(folder, 'restored', name),
    backup: (change = {}) =>
      writeBackup({
        ownerUrl: source.ownerUrl,
        file: archive,
        dataFolder: path.join(folder, 'data'),
        files: async () => [],
        program: '0.1.0',
        clock: systemClock,
        log,
        ...change,
      }),
    restore: async (change = {}) => {
      const options = {
        ownerUrl: target.ownerUrl,
        file: archive,
        migrationsFolder: migrations,
        installQueue,
        layout: dataFolderAt(path.join(folder, 'restored')),
        log,
        ...change,
      };
      return restoreBackup({ ...options, manifest: await openBackup(options) });
    },
    close: async () => {
      await Promise.all([source.close(), target.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A digest of every table's rows, and where the sequences stand. */
export const contents = (url: string): Promise<Record<string, string>> =>
  withClient(url, async (client) => {
    await client.query('set row_security = off');
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss') order by 1`,
    );
    const result: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${name} t`,
      );
      result[name] = rows[0]?.digest ?? '';
    }
    const { rows: sequences } = await client.query<{ name: string; value: string | null }>(
      `select schemaname || '.' || sequencename as name, last_value::text as value from pg_sequences`,
    );
    for (const { name, value } of sequences) result[`sequence ${name}`] = value ?? 'unused';
    return result;
  });
/** Constraints and triggers, as the catalogue has them. */
export const shapeOf = (url: string): Promise<unknown[]> =>
  withClient(url, async (client) => {
    const { rows: constraints } = await client.query<object>(
      `select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as is, convalidated from pg_constraint order by 1, 2`,
    );
    const { rows: triggers } = await client.query<object>(
      `select tgrelid::regclass::text as table, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2`,
    );
    return [...constraints, ...triggers];
  });
