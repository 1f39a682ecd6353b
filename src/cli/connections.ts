import { Command } from 'commander';
import { connectionsRevokeCommand } from './connections-revoke.ts';
import { withExitCodes } from './run-command.ts';

/** `trimtab connections …` */
export const connectionsCommand = (): Command =>
  withExitCodes(new Command('connections'))
    .description('Tenants that are connected')
    .addCommand(connectionsRevokeCommand());
