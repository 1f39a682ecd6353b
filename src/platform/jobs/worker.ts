import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { toAppError } from '../http/problem.ts';
import type { Tx } from '../postgres/database.ts';
import { inSpan } from '../telemetry/traces.ts';
import { changeOfRun, endRun } from './end-run.ts';
import type { EndWithoutResult, JobKind, ScheduledTask } from './job-kind.ts';
import { deadQueue, type Queue } from './queue.ts';
import { progressReporter, type RunDoorsDependencies, runDoors, watchForCancel } from './run-doors.ts';
import { lockRun, type RunTable, updateRun } from './run-repo.ts';

export type { JobKind, RunContext, ScheduledTask } from './job-kind.ts';

export interface WorkerDependencies extends RunDoorsDependencies {
  readonly queue: Queue;
}

const jobSchema = z.strictObject({ runId: z.uuid(), organisationId: z.uuid(), ticket: z.uuid() });
type Job = z.infer<typeof jobSchema>;

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
      // New jobs are announced at once; what is tried again comes due without an announcement.
      { localConcurrency: kind.concurrency, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
      async (jobs) => {
        for (const job of jobs) {
          const assignment = { job: jobSchema.parse(job.data), shutdown: shutdown.signal, lost: job.signal };
          await workOn(kind, assignment, deps);
        }
      },
    );
  }
  await deps.queue.boss.work(deadQueue, async (jobs) => {
    for (const job of jobs) await buryRun(jobSchema.parse(job.data), kinds, deps);
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
  readonly job: Job;
  /** The program is stopping. */
  readonly shutdown: AbortSignal;
  /** The queue has given the job up, because it heard nothing for too long; another worker may have it. */
  readonly lost: AbortSignal;
}

const workOn = async (
  kind: JobKind,
  { job, shutdown, lost }: Assignment,
  deps: WorkerDependencies,
): Promise<void> => {
  const scope = { organisationId: job.organisationId };
  const run = await deps.tenancy.write(scope, (tx) => begin(tx, kind, job, deps));
  if (!run) return;
  const cancel = watchForCancel(run.id, job.organisationId, deps);
  const signal = AbortSignal.any([shutdown, lost, cancel.signal]);
  const reporter = progressReporter(run, deps);
  try {
    const subject = kind.subject.parse(run.subject);
    const result = await inSpan(`run ${run.kind}`, { runId: run.id, attempt: run.attempt }, () =>
      kind.handle({ ...runDoors(run, deps), subject, signal, progress: reporter.report }),
    );
    await reporter.settle();
    await succeed(deps, run, result);
  } catch (error) {
    await reporter.settle();
    if (cancel.signal.aborted) await end(deps, run, kind, cancelled);
    else if (lost.aborted) throw error;
    else if (shutdown.aborted) await handBack(deps, run);
    else await fail(deps, run, kind, error);
  } finally {
    cancel.dispose();
  }
};

/** Shutting down is no failure and uses up no try: the run waits again, with a job of its own. */
const handBack = async (deps: WorkerDependencies, run: RunTable): Promise<void> => {
  const waiting = { state: 'queued', attempt: run.attempt - 1, updatedAt: deps.clock.now() } as const;
  await deps.tenancy.write({ organisationId: run.organisationId }, async (tx) => {
    if (await updateRun(tx, run.id, ['running'], waiting)) await deps.queue.resend(tx, run);
  });
};

/** A run whose worker died at every try ends as failed, so that nothing hangs for ever. */
const buryRun = async (job: Job, kinds: readonly JobKind[], deps: WorkerDependencies): Promise<void> => {
  const detail = 'The worker stopped in the middle, at every try.';
  const problem = {
    code: 'internal',
    status: 500,
    title: 'The work was interrupted',
    detail,
    fix: 'Look at the log, then retry.',
  };
  const failed = { state: 'failed', message: detail, problem, at: deps.clock.now() } as const;
  await deps.tenancy.write({ organisationId: job.organisationId }, async (tx) => {
    const run = await lockRun(tx, job.runId);
    if (run?.ticket !== job.ticket) return;
    const kind = kinds.find((one) => one.kind === run.kind);
    await endRun(changeOfRun(run, tx, deps.audit), run, ['queued', 'running'], kind, failed);
  });
};

const begin = async (
  tx: Tx,
  kind: JobKind,
  { runId, ticket }: Job,
  { clock, audit }: WorkerDependencies,
): Promise<RunTable | undefined> => {
  const run = await lockRun(tx, runId);
  if (!run || run.state === 'succeeded' || run.state === 'failed' || run.state === 'cancelled')
    return undefined;
  if (run.ticket !== ticket) return undefined;
  const at = clock.now();
  if (run.cancelRequestedAt) {
    await endRun(changeOfRun(run, tx, audit), run, [run.state], kind, { ...cancelled, at });
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

const succeed = async (
  deps: WorkerDependencies,
  run: RunTable,
  result: Record<string, unknown>,
): Promise<void> => {
  const at = deps.clock.now();
  const done = { progress: '1', result, problem: null, finishedAt: at, updatedAt: at };
  await deps.tenancy.write({ organisationId: run.organisationId }, (tx) =>
    updateRun(tx, run.id, ['running'], { state: 'succeeded', ...done }),
  );
};

const cancelled = { state: 'cancelled', message: 'Cancelled', problem: null } as const;

const end = async (
  deps: WorkerDependencies,
  run: RunTable,
  kind: JobKind,
  how: Omit<EndWithoutResult, 'at'>,
): Promise<void> => {
  const at = deps.clock.now();
  await deps.tenancy.write({ organisationId: run.organisationId }, (tx) =>
    endRun(changeOfRun(run, tx, deps.audit), run, ['running'], kind, { ...how, at }),
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
  if (mayPass && run.attempt <= kind.retryLimit) {
    // Until the queue tries again the run waits, and can be cancelled at once.
    const waiting = {
      state: 'queued',
      message: `Trying again: ${app.title}`,
      updatedAt: deps.clock.now(),
    } as const;
    await deps.tenancy.write({ organisationId: run.organisationId }, (tx) =>
      updateRun(tx, run.id, ['running'], waiting),
    );
    throw error;
  }
  const { code, status, title, detail, fix, meta } = app;
  const problem = { code, status, title, detail, meta: { ...meta }, ...(fix ? { fix } : {}) };
  await end(deps, run, kind, { state: 'failed', message: detail.slice(0, 1000), problem });
};
