import type { Logger } from 'pino';

/** What the database's platform needs of the log. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;
