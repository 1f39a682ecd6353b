import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import type { AuditOrigin } from '../audit/entry.ts';
import type { Change } from '../http/context.ts';
import { type AuditSink, audited } from '../http/organisation-context.ts';
import type { Live } from '../live/live.ts';
import type { Log } from '../log/log.ts';
import type { Tx } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { findRun, insertRunLine, type RunTable, updateRun } from './run-repo.ts';

export interface RunDoorsDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly live: Live;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who the audit log names for what a run does. */
export const originOfRun = (run: RunTable): AuditOrigin => ({
  organisationId: run.organisationId,
  actor: { kind: 'system', id: run.id, name: run.kind },
  requestId: run.id,
});

/** What a job gets for the run it works on: reading, changing with an audit entry, notes for people. */
export const runDoors = (run: RunTable, deps: RunDoorsDependencies) => {
  const scope = { organisationId: run.organisationId };
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
      deps.tenancy.write(scope, (tx) => audited(deps.audit, originOfRun(run), tx, work)),
  };
};

/** Hears of a cancellation by notification, and looks every five seconds in case one was missed. */
export const watchForCancel = (runId: string, organisationId: string, deps: RunDoorsDependencies) => {
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

/** Writes how far the run is, twice a second at most; `settle` writes the last of it. */
export const progressReporter = (run: RunTable, deps: RunDoorsDependencies) => {
  let latest: { progress: string; message: string } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    timer = undefined;
    const change = latest;
    latest = undefined;
    if (!change) return;
    // One after the other, so that an older message never comes last.
    writing = writing
      .then(() =>
        deps.tenancy.write({ organisationId: run.organisationId }, (tx) =>
          updateRun(tx, run.id, ['running'], { ...change, updatedAt: deps.clock.now() }),
        ),
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
