import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { redactFields, redactText, secretFields } from './redact.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty' | 'auto';
  /** Where lines go; standard error, so that a command's standard output stays its own. */
  readonly destination?: DestinationStream;
  readonly isTerminal?: boolean;
}

/** Builds the program's structured log. Every field, string and message passes the redaction. */
export const createLog = (options: LogOptions): Log => {
  const isTerminal = options.isTerminal ?? process.stderr.isTTY === true;
  const readable = options.format === 'pretty' || (options.format === 'auto' && isTerminal);
  const raw = options.destination ?? pino.destination({ dest: 2, sync: true });
  const destination =
    readable && !options.destination
      ? pretty({ destination: 2, sync: true, colorize: isTerminal, ignore: 'pid,hostname' })
      : raw;
  return pino(
    {
      level: options.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // For what a child logger carries; the fields of a line go through the formatter.
      redact: { paths: secretFields.map((name) => `["${name}"]`), censor: '[redacted]' },
      formatters: { log: (fields) => redactFields(fields) },
      hooks: { streamWrite: redactText },
    },
    destination,
  );
};
