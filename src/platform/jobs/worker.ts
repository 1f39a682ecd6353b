import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import type { Change } from '../http/context.ts';
import { type AuditSink, audited } from '../http/organisation-context.ts';
import { toAppError } from '../http/problem.ts';
import type { Live } from '../live/live.ts';
import type { Log } from '../log/log.ts';
import type { Tx } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { deadQueue, type Queue } from './queue.ts';
import { findRun, insertRunLine, lockRun, type RunTable, updateRun } from './run-repo.ts';

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

/** A kind of background work. Its handler is idempotent: it may run again after a crash. */
export interface JobKind<S = unknown> {
  readonly kind: string;
  readonly subject: z.ZodType<S>;
  /** Tries after the first, when the worker died or the error may pass. */
  readonly retryLimit: number;
  /** Runs at the same time in one process. */
  readonly concurrency: number;
  handle(run: RunContext<S>): Promise<Record<string, unknown>>;
}

/** Work of the installation itself, by the clock: `cron` in UTC. */
export interface ScheduledTask {
  readonly name: string;
  readonly cron: string;
  run(signal: AbortSignal): Promise<void>;
}

export interface WorkerDependencies {
  readonly queue: Queue;
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly live: Live;
  readonly clock: Clock;
  readonly log: Log;
}

const jobSchema = z.strictObject({ runId: z.uuid(), organisationId: z.uuid() });

/** Starts working on these kinds of job until `stop`. */
export const startWorker = async (
  kinds: readonly JobKind[],
  tasks: readonly ScheduledTask[],
  deps: WorkerDependencies,
): Promise<{ stop(): void }> => {
  const shutdown = new AbortController();
  for (const kind of kinds) {
    await deps.queue.boss.work(
      kind.kind,
      { localConcurrency: kind.concurrency, pollingIntervalSeconds: 2 },
      async (jobs) => {
        for (const job of jobs) {
          const { runId, organisationId } = jobSchema.parse(job.data);
          await workOn(
            kind,
            { runId, organisationId, stop: AbortSignal.any([shutdown.signal, job.signal]) },
            deps,
          );
        }
      },
    );
  }
  await deps.queue.boss.work(deadQueue, async (jobs) => {
    for (const job of jobs) await buryRun(jobSchema.parse(job.data), deps);
  });
  for (const task of tasks) {
    await deps.queue.boss.createQueue(task.name, { retryLimit: 0, notify: true });
    await deps.queue.boss.work(task.name, { pollingIntervalSeconds: 2 }, () => task.run(shutdown.signal));
    await deps.queue.boss.schedule(task.name, task.cron, null, { tz: 'UTC' });
  }
  return {
    stop: () => shutdown.abort(new AppError('unavailable', { detail: 'The program is shutting down.' })),
  };
};

interface Assignment {
  readonly runId: string;
  readonly organisationId: string;
  readonly stop: AbortSignal;
}

const workOn = async (kind: JobKind, assignment: Assignment, deps: WorkerDependencies): Promise<void> => {
  const scope = { organisationId: assignment.organisationId };
  const run = await deps.tenancy.write(scope, (tx) => begin(tx, assignment.runId, deps.clock));
  if (!run) return;
  const cancel = watchForCancel(run.id, assignment.organisationId, deps);
  const signal = AbortSignal.any([assignment.stop, cancel.signal]);
  const reporter = progressReporter(run, deps);
  try {
    const subject = kind.subject.parse(run.subject);
    const result = await kind.handle({ ...doors(run, deps), subject, signal, progress: reporter.report });
    await reporter.settle();
    await finish(deps, run, { state: 'succeeded', progress: '1', result, problem: null });
  } catch (error) {
    await reporter.settle();
    // Shutting down is no failure: the job goes back to the queue and the run begins again.
    if (assignment.stop.aborted && !cancel.signal.aborted) throw error;
    if (cancel.signal.aborted) await finish(deps, run, { state: 'cancelled', message: 'Cancelled' });
    else await fail(deps, run, kind, error);
  } finally {
    cancel.dispose();
  }
};

/** A run whose worker died at every try ends as failed, so that nothing hangs for ever. */
const buryRun = async (
  job: { runId: string; organisationId: string },
  deps: WorkerDependencies,
): Promise<void> => {
  const at = deps.clock.now();
  const detail = 'The worker stopped in the middle, at every try.';
  const problem = {
    code: 'internal',
    status: 500,
    title: 'The work was interrupted',
    detail,
    fix: 'Look at the log, then retry.',
  };
  await deps.tenancy.write({ organisationId: job.organisationId }, (tx) =>
    updateRun(tx, job.runId, ['queued', 'running'], {
      state: 'failed',
      message: detail,
      problem,
      finishedAt: at,
      updatedAt: at,
    }),
  );
};

const begin = async (tx: Tx, runId: string, clock: Clock): Promise<RunTable | undefined> => {
  const run = await lockRun(tx, runId);
  if (!run || run.state === 'succeeded' || run.state === 'failed' || run.state === 'cancelled')
    return undefined;
  const at = clock.now();
  if (run.cancelRequestedAt) {
    await updateRun(tx, runId, [run.state], { state: 'cancelled', finishedAt: at, updatedAt: at });
    return undefined;
  }
  const change = {
    state: 'running',
    attempt: run.attempt + 1,
    startedAt: run.startedAt ?? at,
    updatedAt: at,
    problem: null,
  } as const;
  await updateRun(tx, runId, ['queued', 'running'], change);
  return { ...run, ...change };
};

const doors = (run: RunTable, deps: WorkerDependencies) => {
  const scope = { organisationId: run.organisationId };
  const actor = { kind: 'system', id: run.id, name: run.kind } as const;
  return {
    runId: run.id,
    organisationId: run.organisationId,
    attempt: run.attempt,
    createdBy: run.createdBy,
    log: deps.log.child({ runId: run.id, kind: run.kind, organisationId: run.organisationId }),
    note: (level: 'info' | 'warn' | 'error', message: string) =>
      deps.tenancy.write(scope, async (tx) => {
        const line = {
          organisationId: run.organisationId,
          runId: run.id,
          at: deps.clock.now(),
          level,
          message: message.slice(0, 2000),
        };
        await insertRunLine(tx, line);
      }),
    read: <T>(work: (tx: Tx) => Promise<T>) => deps.tenancy.read(scope, work),
    change: <T>(work: (change: Change) => Promise<T>) =>
      deps.tenancy.write(scope, (tx) =>
        audited(deps.audit, { organisationId: run.organisationId, actor, requestId: run.id }, tx, work),
      ),
  };
};

const finish = async (
  deps: WorkerDependencies,
  run: RunTable,
  change: Parameters<typeof updateRun>[3],
): Promise<void> => {
  const at = deps.clock.now();
  await deps.tenancy.write({ organisationId: run.organisationId }, (tx) =>
    updateRun(tx, run.id, ['running'], { ...change, finishedAt: at, updatedAt: at }),
  );
};

/** An error of the input ends the run at once; one that may pass is left to the queue until its tries are used up. */
const fail = async (
  deps: WorkerDependencies,
  run: RunTable,
  kind: JobKind,
  error: unknown,
): Promise<void> => {
  const app = toAppError(error);
  const mayPass = app.status >= 500;
  if (mayPass)
    deps.log.error({ err: error, runId: run.id, kind: run.kind, attempt: run.attempt }, 'run failed');
  if (mayPass && run.attempt <= kind.retryLimit) throw error;
  const { code, status, title, detail, fix, meta } = app;
  const problem = { code, status, title, detail, meta: { ...meta }, ...(fix ? { fix } : {}) };
  await finish(deps, run, { state: 'failed', message: detail.slice(0, 1000), problem });
};

/** Hears of a cancellation by notification, and looks every five seconds in case one was missed. */
const watchForCancel = (runId: string, organisationId: string, deps: WorkerDependencies) => {
  const controller = new AbortController();
  const look = async (): Promise<void> => {
    const run = await deps.tenancy.read({ organisationId }, (tx) => findRun(tx, runId));
    if (!run || run.cancelRequestedAt)
      controller.abort(new AppError('conflict', { detail: 'The run was cancelled.' }));
  };
  const quietly = (): void =>
    void look().catch((error: unknown) => deps.log.debug({ err: error }, 'cancel check failed'));
  const unsubscribe = deps.live.subscribe(organisationId, (message) => {
    if (!message || message.id === runId) quietly();
  });
  const timer = setInterval(quietly, 5000);
  return {
    signal: controller.signal,
    dispose: () => {
      clearInterval(timer);
      unsubscribe();
    },
  };
};

const progressIntervalMs = 500;

const progressReporter = (run: RunTable, deps: WorkerDependencies) => {
  let latest: { progress: string; message: string } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    timer = undefined;
    const change = latest;
    latest = undefined;
    if (!change) return;
    writing = deps.tenancy
      .write({ organisationId: run.organisationId }, (tx) =>
        updateRun(tx, run.id, ['running'], { ...change, updatedAt: deps.clock.now() }),
      )
      .then(() => undefined)
      .catch((error: unknown) => deps.log.debug({ err: error }, 'progress not written'));
  };
  return {
    report: (fraction: number, message: string): void => {
      latest = { progress: Math.min(1, Math.max(0, fraction)).toFixed(4), message: message.slice(0, 1000) };
      timer ??= setTimeout(write, progressIntervalMs);
    },
    settle: async (): Promise<void> => {
      clearTimeout(timer);
      write();
      await writing;
    },
  };
};
