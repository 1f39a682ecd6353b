import { Command } from 'commander';
import { migrateAll, openKernel } from '../server/kernel.ts';
import { commandLog, processConfig } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

/** `trimtab migrate`: brings the database up to date without serving. */
export const migrateCommand = (): Command =>
  withExitCodes(new Command('migrate'))
    .description('Bring the database up to date; `serve` does it by itself')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://owner@db/trimtab trimtab migrate\n')
    .action(({ json }: { json?: boolean }) =>
      runInProcess(async () => {
        const config = processConfig();
        const log = commandLog(config);
        const kernel = await openKernel({ config, log, as: 'visit', migrate: false });
        try {
          const { applied, current } = await migrateAll(kernel.postgres.ownerUrl, log);
          if (json) return `${JSON.stringify({ applied, current })}\n`;
          const done = applied.length === 0 ? 'Nothing to do' : `Applied ${applied.join(', ')}`;
          return `${done}; the database is at migration ${current}.\n`;
        } finally {
          await kernel.close();
        }
      }),
    );
