import { z } from 'zod';
import type { Queue } from '../../../platform/jobs/queue.ts';
import type { JobKind, RunContext } from '../../../platform/jobs/worker.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/time.ts';
import { readBasis } from '../judge/basis.ts';
import { findLanded, type LandedSync, PagesGone } from '../judge/landed.ts';
import type { PlannedMix } from '../thread/calls.ts';
import { type LicenceThreads, withLanded } from '../thread/open-threads.ts';
import * as repo from './mix-repo.ts';
import { type MixLimits, type MixWatch, usualLimits, watchMix } from './mix-watch.ts';

/** The kind of the background job that computes the cheapest mix. */
export const mixJob = 'licences.mix';

const subjectSchema = z.object({ connectionId: z.uuid() });
type MixSubject = z.infer<typeof subjectSchema>;

export interface MixDependencies {
  readonly clock: Clock;
  /** Where tenants are read and planned. */
  readonly threads: LicenceThreads;
  readonly limits?: MixLimits;
}

/** One user with the SKUs of today and those of the mix, by part number; what the mix leaves alone is in both. */
export const assignmentSchema = z.object({
  id: z.string().max(200),
  principalName: z.string().max(1024),
  from: z.array(z.string().max(300)),
  to: z.array(z.string().max(300)),
});

const nothingJudged = (): AppError =>
  new AppError('conflict', {
    detail: 'No sync of this tenant has been judged yet, or its answers are no longer there.',
    fix: 'Read the tenant, then compute again.',
  });

interface Wanted {
  readonly sync: LandedSync;
  readonly policy: Readonly<Record<string, unknown>>;
}

const findWanted = async (tx: Tx, connectionId: string): Promise<Wanted> => {
  const mix = await repo.findMix(tx, connectionId);
  const judged = await repo.findJudged(tx, connectionId);
  const sync = judged?.syncId ? await findLanded(tx, judged.syncId) : undefined;
  if (!mix || !sync) throw nothingJudged();
  return { sync, policy: mix.policy };
};

/** Computes in a thread: neither the solver nor a large tenant keeps the server from answering. */
const plan = async (
  { threads, limits = usualLimits }: MixDependencies,
  run: RunContext<MixSubject>,
  { sync, policy }: Wanted,
): Promise<PlannedMix> => {
  const { read, signal } = run;
  let watching: MixWatch | undefined;
  return withLanded(threads, {
    ...{ sync, read, signal },
    onSource: (name) => run.progress(0.1, `Looking at ${name}`),
    onSolving: (isBusy) => watching?.onSolving(isBusy),
    work: async (thread) => {
      const basis = await read(readBasis);
      run.progress(0.4, 'Looking for the cheapest mix');
      watching = watchMix(thread, limits);
      return thread
        .ask('mix', { basis, policy, solveLimitSeconds: limits.solveSeconds })
        .finally(() => watching?.end());
    },
  }).catch((error: unknown) => {
    throw error instanceof PagesGone ? nothingJudged() : error;
  });
};

const compute = async (
  deps: MixDependencies,
  run: RunContext<MixSubject>,
): Promise<Record<string, unknown>> => {
  const { connectionId } = run.subject;
  const wanted = await run.read((tx) => findWanted(tx, connectionId));
  const { sync, policy } = wanted;
  const { summary, result, assignments } = await plan(deps, run, wanted);
  run.signal.throwIfAborted();
  const { users, currency, monthlySaving, isProven, classes } = summary;
  await run.change(async ({ tx, audit }) => {
    const at = deps.clock.now();
    const { runId } = run;
    await repo.saveComputed(tx, { connectionId, runId, syncId: sync.id, policy, at, result, assignments });
    await audit({
      action: 'licence-mix.computed',
      target: { kind: 'connection', id: connectionId },
      after: { asOf: sync.asOf, users, currency, monthlySaving, isProven },
    });
  });
  const count = (value: number): string => value.toLocaleString('en');
  run.progress(1, `${count(users)} users, ${count(classes)} classes`);
  return { users, currency, monthlySaving };
};

/** Computes the cheapest mix of a tenant from its landed facts; again, it computes the same. */
export const mixJobKind = (deps: MixDependencies): JobKind<MixSubject> => ({
  kind: mixJob,
  subject: subjectSchema,
  retryLimit: 3,
  concurrency: 1,
  handle: (run) => compute(deps, run),
});

/** Wants the mix of a tenant computed with this policy, in the caller's transaction. Returns the run's id. */
export const enqueueMix = async (
  queue: Pick<Queue, 'enqueue'>,
  tx: Tx,
  wanted: {
    readonly organisationId: string;
    readonly connectionId: string;
    readonly policy: Readonly<Record<string, unknown>>;
    readonly createdBy: string | null;
  },
): Promise<string> => {
  const { organisationId, connectionId, policy, createdBy } = wanted;
  const runId =
    (await repo.lockQueuedMix(tx, connectionId)) ??
    (await queue.enqueue(tx, { kind: mixJob, organisationId, subject: { connectionId }, createdBy }));
  await repo.saveWanted(tx, { organisationId, connectionId, policy, runId });
  return runId;
};

/** A tenant whose mix was computed before gets it computed anew from new facts, prices or thresholds. */
export const refreshMix = async (
  queue: Pick<Queue, 'enqueue'>,
  tx: Tx,
  of: { readonly organisationId: string; readonly connectionId: string },
): Promise<void> => {
  const mix = await repo.findMix(tx, of.connectionId);
  if (!mix?.computedAt) return;
  await enqueueMix(queue, tx, { ...of, policy: mix.policy, createdBy: null });
};
