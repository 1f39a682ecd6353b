import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty' | 'auto';
  /** Where lines go; standard error, so that a command's standard output stays its own. */
  readonly destination?: DestinationStream;
  readonly isTerminal?: boolean;
}

/** Names of fields that never reach a log line, at any of the depths that our objects have. */
const secretFields = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'authorization',
  'cookie',
  '["set-cookie"]',
  'apiKey',
  'email',
  'name',
  'ciphertext',
  'databaseUrl',
  'smtpUrl',
  'masterKey',
];

const paths = secretFields.flatMap((field) => {
  const dot = field.startsWith('[') ? '' : '.';
  return [field, `*${dot}${field}`, `*.*${dot}${field}`, `*.*.*${dot}${field}`];
});

/** Secrets that travel inside text: query parameters, bearer tokens, API keys, passwords in URLs, addresses. */
const inText: ReadonlyArray<readonly [RegExp, string]> = [
  [/([?&#](?:token|code|state|key|secret|password)=)[^&\s"]+/gi, '$1[redacted]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\btt_[a-z]+_[\w-]{8,}/g, '[redacted key]'],
  [/(\w+:\/\/[^:/\s"]*:)[^@\s"]+@/g, '$1[redacted]@'],
  [/[\w.+-]+@[\w-]+\.[\w.-]*\w/g, '[redacted address]'],
  [/(\/invitations\/)[\w-]{16,}/g, '$1[redacted]'],
];

/** Removes what looks like a secret or an e-mail address from a text. */
export const redactText = (text: string): string =>
  inText.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);

/** Builds the program's structured log. Every string value and message passes the redaction. */
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
      redact: { paths, censor: '[redacted]' },
      hooks: { streamWrite: redactText },
    },
    destination,
  );
};
