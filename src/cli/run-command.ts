import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import { AppError, type ErrorCode } from '../shared/errors.ts';

/** What a command may touch of the process; passed in so that tests can watch it. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person watches standard error: progress is drawn only then. */
  readonly interactive: boolean;
}

export const processIo = (): CommandIo => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interactive: process.stderr.isTTY === true,
});

/** 0: done. 2: what was given is wrong and the message says where. 1: the work itself failed. 130: interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

const badInput: readonly ErrorCode[] = [
  'invalid_input',
  'not_found',
  'too_large',
  'unsupported_media',
  'unprocessable',
];

/** The exit code of an error of the product. */
export const exitCodeOf = (code: ErrorCode): ExitCode => (badInput.includes(code) ? 2 : 1);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from a file, made safe to show: no control characters that a terminal would obey. */
export const printable = (text: string): string => text.replace(controls, '\ufffd');

const longestExplanation = 2000;

const explain = (error: unknown): string => {
  if (error instanceof AppError) {
    return error.fix === undefined ? error.detail : `${error.detail}\n  ${error.fix}`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // DuckDB repeats the whole row in its messages.
  return text.slice(0, longestExplanation);
};

const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

/**
 * Runs a command and says how it went: what it returns is written to standard output, all of it or nothing;
 * an error goes to standard error. Work is told by the signal that it should stop.
 */
export const runCommand = async (
  work: (io: CommandIo, signal: AbortSignal) => Promise<string>,
  io: CommandIo = processIo(),
  signal: AbortSignal = new AbortController().signal,
): Promise<ExitCode> => {
  try {
    const output = await work(io, signal);
    await new Promise<void>((resolve, reject) => {
      io.stdout.once('error', reject);
      io.stdout.write(output, (error) => (error ? reject(error) : resolve()));
    });
    return 0;
  } catch (error) {
    if (signal.aborted) return 130;
    // The reader went away (`| head`): nobody is left to tell.
    if (isBrokenPipe(error)) return 0;
    io.stderr.write(`trimtab: ${printable(explain(error))}\n`);
    return error instanceof AppError ? exitCodeOf(error.code) : 1;
  }
};

/** Runs a command in the process itself: Ctrl+C stops the work, the exit code is set when all is written. */
export const runInProcess = async (
  work: (io: CommandIo, signal: AbortSignal) => Promise<string>,
): Promise<void> => {
  const abort = new AbortController();
  const stop = (signal: NodeJS.Signals): void => abort.abort(new Error(`interrupted by ${signal}`));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    process.exitCode = await runCommand(work, processIo(), abort.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
};

/** `trimtab commitments demand` for the command `demand` of `commitments`. */
const fullNameOf = (command: Command): string => {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return (names[0] === 'trimtab' ? names : ['trimtab', ...names]).join(' ');
};

/**
 * Makes wrong arguments exit with 2 and speak as every bad input does, with a remedy; help and version still exit
 * with 0.
 */
export const withExitCodes = <C extends Command>(command: C): C => {
  command.configureOutput({
    outputError: (text, write) =>
      write(`${text.replace(/^error: /, 'trimtab: ')}  See "${fullNameOf(command)} --help".\n`),
  });
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return command;
};
