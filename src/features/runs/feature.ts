import { pageFrom, readCursor } from '../../platform/http/cursor.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import { endRun } from '../../platform/jobs/end-run.ts';
import type { JobKind } from '../../platform/jobs/job-kind.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import * as repo from '../../platform/jobs/run-repo.ts';
import type { Live } from '../../platform/live/live.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import * as contract from '../../shared/runs/contract.ts';
import type { Clock } from '../../shared/time.ts';
import { formatInstant } from '../../shared/time.ts';
import { presentRun } from './present.ts';
import { watchRuns } from './watch.ts';

export interface RunsOptions {
  readonly queue: Queue;
  readonly live: Live;
  readonly clock: Clock;
  /** Told when a run of theirs is cancelled before it began. */
  readonly kinds: readonly JobKind[];
}

/** Background runs: list, follow, cancel, retry. */
export const createRunsFeature = (options: RunsOptions): { readonly routes: readonly Route[] } => ({
  routes: [...readingRoutes(options), ...controllingRoutes(options)],
});

const readingRoutes = ({ live }: RunsOptions): Route[] => [
  organisationRoute(contract.listRuns, async (context, { query }) => {
    const before = readCursor(query.cursor);
    const { kind, state, limit } = query;
    const rows = await context.read((tx) => repo.listRuns(tx, { kind, state, before, limit: limit + 1 }));
    const page = pageFrom(rows, limit);
    return { items: page.items.map(presentRun), nextCursor: page.nextCursor };
  }),

  organisationRoute(contract.getRun, (context, { params }) =>
    context.read(async (tx) => {
      const run = await repo.findRun(tx, params.runId);
      if (!run) throw notFound('run');
      const log = await repo.listRunLines(tx, run.id);
      return { run: presentRun(run), log: log.map((line) => ({ ...line, at: formatInstant(line.at) })) };
    }),
  ),

  organisationRoute(contract.watchRuns, async (context) => watchRuns(context, live)),
];

const controllingRoutes = ({ queue, clock, kinds }: RunsOptions): Route[] => [
  organisationRoute(contract.cancelRun, async (context, { params }) => {
    await context.change(async (change) => {
      const { tx, audit } = change;
      const run = await repo.lockRun(tx, params.runId);
      if (!run) throw notFound('run');
      const at = clock.now();
      const kind = kinds.find((one) => one.kind === run.kind);
      const cancelled = { state: 'cancelled', message: 'Cancelled', problem: null, at } as const;
      const waiting = await endRun(change, run, ['queued'], kind, cancelled);
      const asked =
        waiting || (await repo.updateRun(tx, run.id, ['running'], { cancelRequestedAt: at, updatedAt: at }));
      if (!asked) throw new AppError('conflict', { detail: `The run has ${run.state} already.` });
      await audit({ action: 'run.cancelled', target: { kind: 'run', id: run.id, label: run.kind } });
    });
    return undefined;
  }),

  organisationRoute(contract.retryRun, async (context, { params }) => {
    await context.change(async ({ tx, audit }) => {
      const run = await repo.lockRun(tx, params.runId);
      if (!run) throw notFound('run');
      const again = {
        state: 'queued',
        progress: '0',
        message: '',
        problem: null,
        result: null,
        attempt: 0,
        cancelRequestedAt: null,
        finishedAt: null,
        updatedAt: clock.now(),
      } as const;
      if (!(await repo.updateRun(tx, run.id, ['failed', 'cancelled'], again))) {
        throw new AppError('conflict', {
          detail: `Only a failed or cancelled run can be retried; this one is ${run.state}.`,
        });
      }
      await queue.resend(tx, run);
      await audit({ action: 'run.retried', target: { kind: 'run', id: run.id, label: run.kind } });
    });
    return undefined;
  }),
];
