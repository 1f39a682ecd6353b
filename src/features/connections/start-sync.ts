import type { Change } from '../../platform/http/context.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import { AppError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { ConnectionRow } from './connection-repo.ts';
import { syncPlan } from './sync-plan.ts';
import { findLiveSync, insertSync } from './sync-repo.ts';

/** The kind of the background job that reads a tenant. */
export const syncJob = 'connections.sync';

export interface StartDependencies {
  readonly queue: Queue;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Whether there is anything that a sync would read. */
export const readsTenant = ({ level }: Pick<ConnectionRow, 'level'>): boolean => level === 'administrator';

/**
 * Starts reading a tenant, in the caller's transaction that holds the connection's row; the sync that is under way
 * already is as good. Returns the id of its run.
 * @throws AppError `conflict` for a connection that cannot be read
 */
export const startSync = async (
  deps: StartDependencies,
  change: Change,
  connection: ConnectionRow,
  createdBy: string | null,
): Promise<{ readonly runId: string; readonly started: boolean }> => {
  requireReadable(connection);
  const { id: connectionId, organisationId } = connection;
  const live = await findLiveSync(change.tx, connectionId);
  if (live?.runId) {
    // Nothing changes, and still this is a request that somebody made.
    await change.audit({ action: 'sync.joined', target: targetOf(connection), after: { syncId: live.id } });
    return { runId: live.runId, started: false };
  }
  if (live)
    throw new AppError('conflict', { detail: 'A sync is under way.', fix: 'Try again when it has ended.' });
  const syncId = deps.newId();
  const at = deps.clock.now();
  const subject = { connectionId, syncId };
  const runId = await deps.queue.enqueue(change.tx, { kind: syncJob, organisationId, subject, createdBy });
  await insertSync(
    change.tx,
    {
      id: syncId,
      organisationId,
      connectionId,
      runId,
      state: 'reading',
      asOf: at.toISOString().slice(0, 10),
      startedAt: at,
      finishedAt: null,
      retryAt: null,
    },
    syncPlan.map(({ name }) => ({ ...blankSource, id: deps.newId(), organisationId, syncId, name })),
  );
  await change.audit({ action: 'sync.started', target: targetOf(connection), after: { syncId } });
  return { runId, started: true };
};

const blankSource = {
  state: 'waiting',
  pages: 0,
  items: 0,
  nextLink: null,
  reason: null,
  refreshedOn: null,
  concealed: false,
  startedAt: null,
  finishedAt: null,
} as const;

/** A connection as the audit log names it. */
export const targetOf = ({ id, name }: Pick<ConnectionRow, 'id' | 'name'>) => ({
  kind: 'connection',
  id,
  label: name.slice(0, 200),
});

const requireReadable = (connection: ConnectionRow): void => {
  if (!readsTenant(connection))
    throw new AppError('conflict', {
      detail: 'This connection only shows who you are; it reads nothing of the organisation.',
      fix: 'Connect with the level "administrator".',
    });
  // A broken one may be tried: the account or the registration may have been repaired at Microsoft meanwhile.
  if (connection.state === 'connected' || connection.state === 'broken') return;
  throw new AppError('conflict', {
    detail:
      connection.state === 'pending'
        ? 'Nobody has consented to this connection yet.'
        : 'This connection was revoked; nothing is read any more.',
    fix: 'Connect it first.',
  });
};
