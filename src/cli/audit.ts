import { Command } from 'commander';
import { auditVerifyCommand } from './audit-verify.ts';
import { withExitCodes } from './run-command.ts';

/** `trimtab audit …` */
export const auditCommand = (): Command =>
  withExitCodes(new Command('audit'))
    .description('The record of who did what')
    .addCommand(auditVerifyCommand());
