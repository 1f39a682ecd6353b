import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../platform/config/load-config.ts';
import type { Config } from '../platform/config/settings.ts';
import { createLog, type Log } from '../platform/log/log.ts';
import { dataFolderAt } from '../platform/postgres/data-folder.ts';
import { type Kernel, openKernel } from '../server/kernel.ts';
import { AppError } from '../shared/errors.ts';
import { startFolder } from './start-folder.ts';

/** The configuration of this process. */
export const processConfig = (): Config => loadConfig({ env: process.env, cwd: startFolder });

/** A log for commands: quiet unless something is wrong, or unless asked for. */
export const commandLog = (config: Config): Log =>
  createLog({ level: process.env.TRIMTAB_LOG_LEVEL ? config.logLevel : 'warn', format: config.logFormat });

/**
 * Refuses a data folder in which nothing was ever installed, so that a command which only looks or takes away does not
 * make an installation there.
 *
 * @throws AppError `invalid_input` naming the folder
 */
export const requireInstallation = async (config: Config): Promise<void> => {
  const { root, cluster, secrets } = dataFolderAt(config.dataDir);
  // A database of one's own lies elsewhere, but the keys of the installation are in the data folder.
  const sign = config.databaseUrl === undefined ? join(cluster, 'PG_VERSION') : secrets;
  if (await stat(sign).catch(() => undefined)) return;
  throw new AppError('invalid_input', {
    detail: `${root}: There is no installation here.`,
    fix: 'Name the data folder of the installation with TRIMTAB_DATA, or run this where the server runs.',
  });
};

/**
 * Opens the installation for a command and closes it afterwards: beside a running server as its guest, else by
 * starting the database for the time of the command. The schema is brought up to date only in the second case.
 */
export const withInstallation = async <T>(work: (kernel: Kernel) => Promise<T>): Promise<T> => {
  const config = processConfig();
  const kernel = await openKernel({ config, log: commandLog(config), as: 'visit', migrate: true });
  try {
    return await work(kernel);
  } finally {
    await kernel.close();
  }
};
