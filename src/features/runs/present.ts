import type { RunTable } from '../../platform/jobs/run-repo.ts';
import type { Run } from '../../shared/runs/contract.ts';
import { formatInstant } from '../../shared/time.ts';

/** A run as the API shows it. */
export const presentRun = (row: RunTable): Run => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  state: row.state,
  progress: Number(row.progress),
  message: row.message,
  result: row.result,
  problem: row.problem,
  attempt: row.attempt,
  cancelRequested: row.cancelRequestedAt !== null,
  createdAt: formatInstant(row.createdAt),
  startedAt: row.startedAt ? formatInstant(row.startedAt) : null,
  finishedAt: row.finishedAt ? formatInstant(row.finishedAt) : null,
});
