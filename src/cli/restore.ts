import { resolve } from 'node:path';
import { Command } from 'commander';
import { restoreInstallation } from '../server/backup.ts';
import { commandLog, processConfig } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

/** `trimtab restore FILE`: an archive becomes an installation; never over an existing one. */
export const restoreCommand = (): Command =>
  withExitCodes(new Command('restore'))
    .description('Restore an archive into a new data folder or an empty database')
    .argument('<file>', 'an archive written by trimtab backup')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  TRIMTAB_DATA=/srv/trimtab-new trimtab restore /backups/trimtab-2026-11-22.tar\n\nThe archive is checked first. Nothing that exists is overwritten.\n',
    )
    .action((given: string, { json }: { json?: boolean }) =>
      runInProcess(async () => {
        const config = processConfig();
        const done = await restoreInstallation({ config, log: commandLog(config), file: resolve(given) });
        if (json) return `${JSON.stringify(done)}\n`;
        const keys = done.includesKeys
          ? ''
          : `\nIt came without keys. Before you start, copy master*.key and audit-key.pem from secrets/ of the old installation into ${done.secretsFolder}`;
        return `Restored ${done.rows} rows as of ${done.createdAt} into ${config.dataDir}.${keys}\n`;
      }),
    );
