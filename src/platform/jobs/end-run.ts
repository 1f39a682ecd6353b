import type { RunState } from '../../shared/runs/contract.ts';
import type { Change } from '../http/context.ts';
import type { AuditSink } from '../http/organisation-context.ts';
import type { Tx } from '../postgres/database.ts';
import type { EndWithoutResult, JobKind } from './job-kind.ts';
import { originOfRun } from './run-doors.ts';
import { type RunTable, updateRun } from './run-repo.ts';

/**
 * Ends a run without a result, if it is in one of these states, and lets its kind record that in the same
 * transaction. Returns whether it ended.
 */
export const endRun = async (
  change: Change,
  run: RunTable,
  from: readonly RunState[],
  kind: JobKind | undefined,
  end: EndWithoutResult,
): Promise<boolean> => {
  const { at, ...rest } = end;
  const ended = await updateRun(change.tx, run.id, from, { ...rest, finishedAt: at, updatedAt: at });
  const subject = kind?.subject.safeParse(run.subject);
  // A subject that is not valid names nothing that could be recorded.
  if (ended && kind?.ended && subject?.success) await kind.ended(subject.data, end, change);
  return ended;
};

/** What the system itself changes when it ends a run: its kind may have nothing to record, then no entry is due. */
export const changeOfRun = (run: RunTable, tx: Tx, audit: AuditSink): Change => ({
  tx,
  audit: (entry) => audit.record(tx, originOfRun(run), entry),
});
