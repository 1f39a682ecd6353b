import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import { type Mix, planMix } from '../../../engines/licences/mix/mix.ts';
import { mixPolicySchema } from '../../../engines/licences/mix/mix-policy.ts';
import type { Queue } from '../../../platform/jobs/queue.ts';
import type { JobKind, RunContext } from '../../../platform/jobs/worker.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { createHighs } from '../../../platform/solver/highs.ts';
import { AppError } from '../../../shared/errors.ts';
import { storableJson } from '../../../shared/storable-text.ts';
import type { Clock } from '../../../shared/time.ts';
import { readBasis } from '../judge/basis.ts';
import { findLanded, type LandedSync, PagesGone } from '../judge/landed.ts';
import { readTenant } from '../judge/read-tenant.ts';
import * as repo from './mix-repo.ts';

/** The kind of the background job that computes the cheapest mix. */
export const mixJob = 'licences.mix';

const subjectSchema = z.object({ connectionId: z.uuid() });
type MixSubject = z.infer<typeof subjectSchema>;

export interface MixDependencies {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** One user with the SKUs of today and those of the mix, by part number; what the mix leaves alone is in both. */
export const assignmentSchema = z.object({
  id: z.string().max(200),
  principalName: z.string().max(1024),
  from: z.array(z.string().max(300)),
  to: z.array(z.string().max(300)),
});

const pack = promisify(gzip);

const packAssignments = (mix: Mix): Promise<Buffer> => {
  const rows = [...mix.assignments()].map(({ userId, label, from, to, kept }) => ({
    id: userId,
    principalName: label,
    from: [...from, ...kept],
    to: [...to, ...kept],
  }));
  return pack(storableJson(rows));
};

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

const compute = async (
  { catalogue, clock }: MixDependencies,
  run: RunContext<MixSubject>,
): Promise<Record<string, unknown>> => {
  const { connectionId } = run.subject;
  const { sync, policy } = await run.read((tx) => findWanted(tx, connectionId));
  const onSource = (name: string): void => run.progress(0.1, `Looking at ${name}`);
  const { read, signal } = run;
  const tenant = await readTenant({ read, catalogue, sync, signal, onSource }).catch((error: unknown) => {
    throw error instanceof PagesGone ? nothingJudged() : error;
  });
  const basis = await read(readBasis);
  run.progress(0.4, 'Looking for the cheapest mix');
  const mix = await planMix({
    ...{ asOf: sync.asOf, tenant: tenant.tenant, reports: tenant.reports, catalogue },
    ...{ prices: basis.prices, policy: basis.policy },
    mixPolicy: mixPolicySchema.parse(policy),
    // Its memory is given back with it.
    solver: await createHighs(),
  });
  signal.throwIfAborted();
  const { result } = mix;
  const assignments = await packAssignments(mix);
  await run.change(async ({ tx, audit }) => {
    const at = clock.now();
    const { runId } = run;
    await repo.saveComputed(tx, { connectionId, runId, syncId: sync.id, policy, at, result, assignments });
    const { users, currency, monthlySaving, isProven } = result;
    await audit({
      action: 'licence-mix.computed',
      target: { kind: 'connection', id: connectionId },
      after: { asOf: sync.asOf, users, currency, monthlySaving, isProven },
    });
  });
  run.progress(1, `${result.users} users, ${result.classes.length} classes`);
  return { users: result.users, currency: result.currency, monthlySaving: result.monthlySaving };
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
