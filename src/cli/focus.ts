import { Command } from 'commander';
import { focusSummaryCommand } from './focus-summary.ts';
import { withExitCodes } from './run-command.ts';

/** `trimtab focus …`; importing needs the server's parts, a summary does not. */
export const focusCommand = async (argv: readonly string[] = process.argv): Promise<Command> => {
  const focus = withExitCodes(new Command('focus')).description(
    'Cost exports in the FinOps Foundation’s format',
  );
  focus.addCommand(focusSummaryCommand());
  if (argv[3] !== 'summary') focus.addCommand((await import('./focus-import.ts')).focusImportCommand());
  return focus;
};
