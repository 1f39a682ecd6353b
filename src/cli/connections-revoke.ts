import { Command } from 'commander';
import { z } from 'zod';
import { revokeConnections } from '../server/tenants.ts';
import { AppError } from '../shared/errors.ts';
import { processConfig, requireInstallation, withInstallation } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable } from './table.ts';

interface Options {
  readonly all?: true;
  readonly organisation?: string;
  readonly json?: true;
}

/** `trimtab connections revoke --all | --organisation ID [--json]` */
export const connectionsRevokeCommand = (): Command =>
  withExitCodes(new Command('revoke'))
    .description('Delete the tokens of connected tenants at once and stop all of their jobs')
    .option('--all', 'the connections of every organisation')
    .option('--organisation <id>', 'the connections of this organisation only')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  trimtab connections revoke --all\n  trimtab connections revoke --organisation 0197a1c2-0000-7000-8000-000000000001\n\nFor the day on which tokens may have been stolen. Works beside a running server. What was read stays; each tenant is\nconnected again in the console. Microsoft keeps the consent until an administrator removes the application in Entra ID,\nEnterprise applications: then tokens that were copied elsewhere end, too.\n',
    )
    .action((options: Options) =>
      runInProcess(async () => {
        const organisationId = whose(options);
        await requireInstallation(processConfig());
        const revoked = await withInstallation((kernel) => revokeConnections(kernel, organisationId));
        return options.json ? `${JSON.stringify(revoked)}\n` : renderRevoked(revoked);
      }),
    );

type Revoked = Awaited<ReturnType<typeof revokeConnections>>;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Writes for a person what was revoked. */
export const renderRevoked = ({ organisations, connections, drafts, revoked }: Revoked): string => {
  const lines =
    connections === 0
      ? ['Nothing is connected: no connection was revoked.']
      : [`Revoked ${counted(connections, 'connection')} of ${counted(organisations, 'organisation')}.`];
  if (drafts > 0) {
    const those = drafts === 1 ? 'draft that nobody had consented to' : 'drafts that nobody had consented to';
    lines.push(`Closed ${drafts} ${those}.`);
  }
  const table = renderTable(
    [{ header: 'Connection' }, { header: 'Tenant' }, { header: 'Organisation' }],
    revoked.map(({ name, tenant, organisation }) => [name, tenant ?? '', organisation]),
  );
  return `${connections === 0 ? '' : `${table}\n`}${lines.join('\n')}\n`;
};

const whose = ({ all, organisation }: Options): string | undefined => {
  if (all && organisation === undefined) return undefined;
  if (all && organisation !== undefined)
    throw new AppError('invalid_input', {
      detail: '--all and --organisation: only one of them can be followed.',
      fix: 'Leave one of them out.',
    });
  if (!all && organisation === undefined)
    throw new AppError('invalid_input', {
      detail: 'Say which connections: --all or --organisation ID.',
      fix: 'Add --help for examples.',
    });
  const parsed = z.uuid().safeParse(organisation);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', {
    detail: `--organisation: found "${organisation?.slice(0, 80)}", expected the id of an organisation.`,
    fix: 'Settings → Organisation shows it.',
  });
};
