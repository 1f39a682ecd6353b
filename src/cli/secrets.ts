import { Command } from 'commander';
import { withExitCodes } from './run-command.ts';
import { secretsRotateCommand } from './secrets-rotate.ts';

/** `trimtab secrets …` */
export const secretsCommand = (): Command =>
  withExitCodes(new Command('secrets'))
    .description('Tokens and credentials, and the keys that seal them')
    .addCommand(secretsRotateCommand());
