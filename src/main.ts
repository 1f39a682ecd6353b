#!/usr/bin/env node
import { Command } from 'commander';
import { withExitCodes } from './cli/run-command.ts';
import { goToCaller } from './cli/start-folder.ts';
import { version } from './server/version.ts';

/**
 * A command is loaded when it is asked for: `focus summary` needs no server, and starts in a fraction of the
 * time that loading one takes.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./cli/serve.ts')).serveCommand(),
  migrate: async () => (await import('./cli/migrate.ts')).migrateCommand(),
  doctor: async () => (await import('./cli/doctor.ts')).doctorCommand(),
  user: async () => (await import('./cli/user.ts')).userCommand(),
  backup: async () => (await import('./cli/backup.ts')).backupCommand(),
  restore: async () => (await import('./cli/restore.ts')).restoreCommand(),
  focus: async () => (await import('./cli/focus.ts')).focusCommand(),
  licences: async () => (await import('./cli/licences.ts')).licencesCommand(),
  commitments: async () => (await import('./cli/commitments.ts')).commitmentsCommand(),
  rate: async () => (await import('./cli/rate.ts')).rateCommand(),
  reconcile: async () => (await import('./cli/reconcile.ts')).reconcileCommand(),
  invoice: async () => (await import('./cli/invoice.ts')).invoiceCommand(),
  subscriptions: async () => (await import('./cli/subscriptions.ts')).subscriptionsCommand(),
  catalog: async () => (await import('./cli/licences-catalog.ts')).catalogCommand(),
  audit: async () => (await import('./cli/audit.ts')).auditCommand(),
  connections: async () => (await import('./cli/connections.ts')).connectionsCommand(),
  secrets: async () => (await import('./cli/secrets.ts')).secretsCommand(),
};

const program = withExitCodes(new Command('trimtab'))
  .description(
    'Stops organisations paying for Microsoft 365 licences and cloud capacity that they do not use.',
  )
  .version(version);

goToCaller(process.env);

const [, , wanted = ''] = process.argv;
const known = commands[wanted];
const needed = known ? [known] : Object.values(commands);
for (const load of needed) program.addCommand(await load());

await program.parseAsync();
