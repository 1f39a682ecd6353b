#!/usr/bin/env node
import { Command } from 'commander';
import { auditCommand } from './cli/audit.ts';
import { backupCommand } from './cli/backup.ts';
import { doctorCommand } from './cli/doctor.ts';
import { focusImportCommand } from './cli/focus-import.ts';
import { focusSummaryCommand } from './cli/focus-summary.ts';
import { migrateCommand } from './cli/migrate.ts';
import { restoreCommand } from './cli/restore.ts';
import { withExitCodes } from './cli/run-command.ts';
import { secretsCommand } from './cli/secrets.ts';
import { serveCommand } from './cli/serve.ts';
import { userCommand } from './cli/user.ts';
import { version } from './server/version.ts';

const program = withExitCodes(new Command('trimtab'))
  .description(
    'Stops organisations paying for Microsoft 365 licences and cloud capacity that they do not use.',
  )
  .version(version)
  .showHelpAfterError('(add --help for examples)');

program.addCommand(serveCommand());
program.addCommand(migrateCommand());
program.addCommand(backupCommand());
program.addCommand(restoreCommand());
program.addCommand(doctorCommand());
program.addCommand(userCommand());
program.addCommand(auditCommand());
program.addCommand(secretsCommand());
const focus = withExitCodes(new Command('focus')).description(
  'Cost exports in the FinOps Foundation’s format',
);
focus.addCommand(focusSummaryCommand());
focus.addCommand(focusImportCommand());
program.addCommand(focus);

await program.parseAsync();
