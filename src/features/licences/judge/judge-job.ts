import { z } from 'zod';
import type { Change } from '../../../platform/http/context.ts';
import type { Queue } from '../../../platform/jobs/queue.ts';
import type { JobKind } from '../../../platform/jobs/worker.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { type JudgeDependencies, type Judged, judgeSync } from './judge-sync.ts';
import { listJudged, lockQueuedJudging } from './judgement-repo.ts';
import { endJudging } from './landed.ts';

/** The kind of the background job that judges what a sync landed. */
export const judgeJob = 'licences.judge';

const subjectSchema = z.object({ connectionId: z.uuid(), syncId: z.uuid() });
export type JudgeSubject = z.infer<typeof subjectSchema>;

/** Says how many findings stand for themselves, as lists show them, and how many more a stronger one counts. */
const judgedMessage = (
  judged: Pick<Extract<Judged, { state: 'judged' }>, 'findings' | 'superseded'>,
): string => {
  const own = judged.findings - judged.superseded;
  const more =
    judged.superseded === 0 ? '' : `, and ${judged.superseded} more on seats that these count already`;
  return `${own} ${own === 1 ? 'finding' : 'findings'}${more}`;
};

/** Judges tenants, one at a time in a process: a large one takes some hundred megabytes while it is judged. */
export const judgeJobKind = (deps: JudgeDependencies): JobKind<JudgeSubject> => ({
  kind: judgeJob,
  subject: subjectSchema,
  // A kill in the middle uses up a try; the work is idempotent.
  retryLimit: 6,
  concurrency: 1,
  handle: async (run) => {
    const { organisationId, signal, read, change } = run;
    const doing = { organisationId, ...run.subject, signal, onProgress: run.progress, read, change };
    const judged = await judgeSync(deps, doing);
    if (judged.state === 'kept') {
      await run.note('warn', `${judged.detail} The findings stay as they were.`);
    }
    run.progress(1, judged.state === 'judged' ? judgedMessage(judged) : 'Nothing was changed');
    return { ...judged };
  },
  ended: async ({ connectionId, syncId }, { state, problem }, change) => {
    await endJudging(change.tx, deps.clock, syncId, 'failed');
    await change.audit({
      action: `licence.judging-${state}`,
      target: { kind: 'connection', id: connectionId },
      ...(problem ? { after: { code: problem.code, detail: problem.detail?.slice(0, 500) } } : {}),
    });
  },
});

interface Wanted {
  readonly organisationId: string;
  readonly createdBy: string | null;
}

/**
 * Wants a sync judged, in the caller's transaction. Returns the run's id: of one that waits already, where there is
 * one; it is held until the transaction ends, so that it begins with what the transaction writes.
 */
export const enqueueJudging = async (
  queue: Pick<Queue, 'enqueue'>,
  tx: Tx,
  { organisationId, createdBy }: Wanted,
  { connectionId, syncId }: JudgeSubject,
): Promise<string> =>
  (await lockQueuedJudging(tx, { connectionId, syncId })) ??
  queue.enqueue(tx, { kind: judgeJob, organisationId, subject: { connectionId, syncId }, createdBy });

/** Wants every judged tenant of the organisation judged anew, because prices or the policy changed. */
export const judgeAllAgain = async (
  queue: Pick<Queue, 'enqueue'>,
  { tx }: Change,
  wanted: Wanted,
): Promise<string[]> => {
  const runIds: string[] = [];
  for (const subject of await listJudged(tx)) {
    runIds.push(await enqueueJudging(queue, tx, wanted, subject));
  }
  return runIds;
};
