import { Command } from 'commander';
import { z } from 'zod';
import { revokeConnections } from '../server/tenants.ts';
import { AppError } from '../shared/errors.ts';
import { withInstallation } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

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
        const revoked = await withInstallation((kernel) => revokeConnections(kernel, organisationId));
        return options.json
          ? `${JSON.stringify(revoked)}\n`
          : `Revoked ${revoked.connections} connections of ${revoked.organisations} organisations.\n`;
      }),
    );

const whose = ({ all, organisation }: Options): string | undefined => {
  if (all && organisation === undefined) return undefined;
  if (!all && organisation === undefined)
    throw new AppError('invalid_input', {
      detail: 'Say which connections: --all or --organisation ID.',
      fix: 'Add --help for examples.',
    });
  const parsed = z.uuid().safeParse(organisation);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', {
    detail: '--organisation is not the id of an organisation.',
    fix: 'Settings → Organisation shows it.',
  });
};
