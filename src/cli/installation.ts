import { loadConfig } from '../platform/config/load-config.ts';
import type { Config } from '../platform/config/settings.ts';
import { createLog, type Log } from '../platform/log/log.ts';
import { type Kernel, openKernel } from '../server/kernel.ts';

/** The configuration of this process. */
export const processConfig = (): Config => loadConfig({ env: process.env, cwd: process.cwd() });

/** A log for commands: quiet unless something is wrong, or unless asked for. */
export const commandLog = (config: Config): Log =>
  createLog({ level: process.env.TRIMTAB_LOG_LEVEL ? config.logLevel : 'warn', format: config.logFormat });

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
