import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { commitmentsCommand } from './commitments.ts';
import { connectionsCommand } from './connections.ts';
import { doctorCommand } from './doctor.ts';
import { focusCommand } from './focus.ts';
import { invoiceCommand } from './invoice.ts';
import { licencesCommand } from './licences.ts';
import { catalogCommand } from './licences-catalog.ts';
import { migrateCommand } from './migrate.ts';
import { rateCommand } from './rate.ts';
import { reconcileCommand } from './reconcile.ts';
import { restoreCommand } from './restore.ts';
import { withExitCodes } from './run-command.ts';
import { secretsCommand } from './secrets.ts';
import { subscriptionsCommand } from './subscriptions.ts';
import { userCommand } from './user.ts';

/** All but `serve`, which answers nothing. */
const commands = [
  auditCommand,
  backupCommand,
  catalogCommand,
  commitmentsCommand,
  connectionsCommand,
  doctorCommand,
  focusCommand,
  invoiceCommand,
  licencesCommand,
  migrateCommand,
  rateCommand,
  reconcileCommand,
  restoreCommand,
  secretsCommand,
  subscriptionsCommand,
  userCommand,
];

const leaves = (command: Command, path: string): readonly (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[path, command]]
    : command.commands.flatMap((each) => leaves(each, `${path} ${each.name()}`));

describe('every command', async () => {
  const made = await Promise.all(commands.map((make) => make()));
  const all = made.flatMap((command) => leaves(command, command.name()));

  it.each(all)('answers in JSON with --json: %s', (_path, command) => {
    expect(command.options.map(({ long }) => long)).toContain('--json');
  });

  it('that is called in a wrong way names the help of itself', () => {
    const written: string[] = [];
    const inner = withExitCodes(new Command('demand').requiredOption('--output <file>', 'where'));
    const outer = withExitCodes(new Command('commitments').addCommand(inner));
    withExitCodes(new Command('trimtab')).addCommand(outer);
    inner.configureOutput({ writeErr: (text) => written.push(text) });
    inner.exitOverride(() => {
      throw new Error('ended');
    });
    expect(() => outer.parse(['demand'], { from: 'user' })).toThrow('ended');
    expect(written.join('')).toBe(
      'trimtab: required option \'--output <file>\' not specified\n  See "trimtab commitments demand --help".\n',
    );
  });
});
