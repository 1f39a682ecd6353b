import type { Run } from '../../../shared/runs/contract.ts';
import { isUnfinished, type LiveRuns } from '../../ui/run/live-runs.ts';

/** Data on its way in, as one line of progress. */
export interface Load {
  readonly id: string;
  /** 0 to 1; undefined while it waits for its turn. */
  readonly fraction: number | undefined;
  /** What it does in the server's words; empty where it says nothing. */
  readonly message: string;
  readonly of: 'sample' | 'import' | 'tenant';
}

/** Kinds of job that bring data in; others only think about it. */
const loading: ReadonlySet<string> = new Set(['sample.load', 'lake.import', 'connections.sync']);

const writes = (run: Run): boolean => run.kind === 'sample.load';

/** The sample is written by one job and imported by a second: writing takes about this share of the time. */
const writingShare = 0.25;

const sampleLoad = (run: Run | undefined, fraction: number): Load => ({
  id: 'sample',
  fraction,
  message: run?.message ?? '',
  of: 'sample',
});

const importLoad = ({ id, kind, state, progress, message }: Run): Load => ({
  id,
  fraction: state === 'running' ? progress : undefined,
  // What is read of a tenant is said source by source on the page of its connection.
  message: kind === 'connections.sync' ? '' : message,
  of: kind === 'connections.sync' ? 'tenant' : 'import',
});

/** What is being loaded at the moment. The two jobs of a sample are one load, also while the second is not seen yet. */
export const loadsOf = (runs: LiveRuns, isSample: boolean): readonly Load[] => {
  const all = [...runs.values()];
  const unfinished = all.filter((run) => loading.has(run.kind) && isUnfinished(run));
  const writing = unfinished.find(writes);
  if (writing !== undefined) return [sampleLoad(writing, writing.progress * writingShare)];
  const written = all.find((run) => writes(run) && run.state === 'succeeded');
  const next = written?.result?.runId;
  if (typeof next === 'string' && !runs.has(next)) return [sampleLoad(undefined, writingShare)];
  // Whoever comes while it is imported has not seen it written.
  const [only] = unfinished;
  const own = isSample && unfinished.length === 1 && only?.kind === 'lake.import' ? only.id : next;
  return unfinished.map((run) =>
    run.id === own ? sampleLoad(run, writingShare + run.progress * (1 - writingShare)) : importLoad(run),
  );
};
