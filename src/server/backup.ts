import { mkdir } from 'node:fs/promises';
import { listBackedUpFiles } from '../features/imports/backed-up-files.ts';
import { openBackup, restoreBackup } from '../platform/backup/restore-backup.ts';
import { type BackupSummary, writeBackup } from '../platform/backup/write-backup.ts';
import type { Config } from '../platform/config/settings.ts';
import { installQueue } from '../platform/jobs/queue.ts';
import type { Log } from '../platform/log/log.ts';
import { makeDataFolder } from '../platform/postgres/data-folder.ts';
import { systemClock } from '../shared/time.ts';
import { connectTo, migrationsFolder } from './kernel.ts';
import { version } from './version.ts';

export interface BackupRequest {
  readonly config: Config;
  readonly log: Log;
  /** Absolute path of the archive. */
  readonly file: string;
}

/**
 * Backs an installation up, beside a running server or without one.
 * @throws what `writeBackup` and opening the database throw.
 */
export const backupInstallation = async (
  request: BackupRequest & { readonly includeKeys: boolean },
): Promise<BackupSummary> => {
  const { config, log, file } = request;
  const layout = await makeDataFolder(config.dataDir);
  const postgres = await connectTo({ config, log, as: 'visit' });
  try {
    return await writeBackup({
      ownerUrl: postgres.ownerUrl,
      file,
      dataFolder: layout.root,
      files: listBackedUpFiles,
      secretsFolder: request.includeKeys ? layout.secrets : undefined,
      program: version,
      clock: systemClock,
      log,
    });
  } finally {
    await postgres.stop();
  }
};

export interface Restored {
  /** When the backup was made. */
  readonly createdAt: string;
  readonly rows: number;
  /** Whether the keys came with it; otherwise they must be copied to `secretsFolder` by hand. */
  readonly includesKeys: boolean;
  /** Where the keys belong, absolute. */
  readonly secretsFolder: string;
  readonly migratedForward: readonly string[];
}

/**
 * Restores a backup into the configured, empty installation, which no server may be using.
 * @throws what `openBackup`, `restoreBackup` and opening the database throw.
 */
export const restoreInstallation = async ({ config, log, file }: BackupRequest): Promise<Restored> => {
  const layout = await makeDataFolder(config.dataDir);
  const manifest = await openBackup({ file, layout, log });
  const postgres = await connectTo({ config, log, as: 'own' });
  try {
    const { migratedForward } = await restoreBackup({
      manifest,
      ownerUrl: postgres.ownerUrl,
      file,
      layout,
      log,
      migrationsFolder,
      installQueue,
    });
    const { createdAt, includesKeys } = manifest.header;
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    // So that copying the keys into it is one step, and the folder is closed to others from the beginning.
    await mkdir(layout.secrets, { recursive: true, mode: 0o700 });
    return { createdAt, rows, includesKeys, secretsFolder: layout.secrets, migratedForward };
  } finally {
    await postgres.stop();
  }
};
