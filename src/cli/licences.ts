import { Command } from 'commander';
import { licencesAuditCommand } from './licences-audit.ts';
import { licencesMixCommand } from './licences-mix.ts';
import { withExitCodes } from './run-command.ts';

/** `trimtab licences …` */
export const licencesCommand = (): Command =>
  withExitCodes(new Command('licences'))
    .description('Microsoft 365 licences: who holds what, and what is wasted')
    .addCommand(licencesAuditCommand())
    .addCommand(licencesMixCommand());
