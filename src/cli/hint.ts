import { type CommandIo, printable } from './run-command.ts';

/** Enough to see what is meant; a file may have thousands of one kind. */
const mostNamed = 5;

/** The first few places, and how many more there are. */
export const fewOf = (places: readonly string[]): string =>
  places.length <= mostNamed
    ? places.join(', ')
    : `${places.slice(0, mostNamed).join(', ')} and ${places.length - mostNamed} more`;

/** Says on standard error what may be meant in another way than it was taken; the exit code stays 0. */
export const hint = ({ stderr }: Pick<CommandIo, 'stderr'>, noticed: string, remedy: string): void => {
  stderr.write(`trimtab: ${printable(noticed)}\n  ${printable(remedy)}\n`);
};
