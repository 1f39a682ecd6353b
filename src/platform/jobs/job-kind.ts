import type { z } from 'zod';
import type { Problem } from '../../shared/errors.ts';
import type { Change } from '../http/context.ts';
import type { Log } from '../log/log.ts';
import type { Tx } from '../postgres/database.ts';

/** What a job may do while it works for one organisation. */
export interface RunContext<S> {
  readonly runId: string;
  readonly organisationId: string;
  readonly subject: S;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when somebody cancels the run or the program shuts down. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Who asked for the run, where it was a person. */
  readonly createdBy: string | null;
  /** Says how far the run is, 0 to 1; written twice a second at most. */
  progress(fraction: number, message: string): void;
  /** Adds a line that people read in the console. */
  note(level: 'info' | 'warn' | 'error', message: string): Promise<void>;
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Changes in one transaction with an audit entry, as `context.change` of a request does. */
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
}

/** How a run ends that has no result. */
export interface EndWithoutResult {
  readonly state: 'failed' | 'cancelled';
  readonly message: string;
  /** Why it failed; null where it was cancelled. */
  readonly problem: Partial<Problem> | null;
  readonly at: Date;
}

/** A kind of background work. Its handler is idempotent: it may run again after a crash. */
export interface JobKind<S = unknown> {
  readonly kind: string;
  readonly subject: z.ZodType<S>;
  /** Tries after the first, when the worker died or the error may pass. */
  readonly retryLimit: number;
  /** Runs at the same time in one process. */
  readonly concurrency: number;
  handle(run: RunContext<S>): Promise<Record<string, unknown>>;
  /**
   * Called in the transaction that ends a run as failed or cancelled, also where its worker died or it never
   * began: the place to leave an audit entry. What it throws keeps the run from ending.
   */
  ended?(subject: S, end: EndWithoutResult, change: Change): Promise<void>;
}

/** Work of the installation itself, by the clock: `cron` in UTC. */
export interface ScheduledTask {
  readonly name: string;
  readonly cron: string;
  run(signal: AbortSignal): Promise<void>;
}
