import type { Run } from '../../../shared/runs/contract.ts';
import { isUnfinished, type LiveRuns } from '../../ui/run/live-runs.ts';

/** More than this is history, which the pages of the jobs tell. */
const most = 10;

/** Every run that is not finished, then the latest others, newest first; what is live is newer than what was read. */
export const noticesOf = (live: LiveRuns, read: readonly Run[]): readonly Run[] => {
  const runs = [...new Map([...read.map((run) => [run.id, run] as const), ...live]).values()].toSorted(
    (a, b) => (a.createdAt < b.createdAt ? 1 : -1),
  );
  const unfinished = runs.filter(isUnfinished);
  const finished = runs.filter((run) => !isUnfinished(run));
  return [...unfinished, ...finished.slice(0, Math.max(0, most - unfinished.length))];
};
