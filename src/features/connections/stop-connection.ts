import { MicrosoftError, type MicrosoftProblem } from '../../connectors/microsoft/microsoft-error.ts';
import type { Change } from '../../platform/http/context.ts';
import { endRun } from '../../platform/jobs/end-run.ts';
import { listLiveRuns, lockRun, updateRun } from '../../platform/jobs/run-repo.ts';
import type { Clock } from '../../shared/time.ts';
import { deleteAttempts } from './attempt-repo.ts';
import { type ConnectionRow, updateConnection } from './connection-repo.ts';
import { deleteSecrets } from './secret-repo.ts';
import { targetOf } from './start-sync.ts';
import { findLiveSync, settleSources, updateSync } from './sync-repo.ts';

/** Refusals that only a person can end: trying again by itself would only lock accounts. */
const finalProblems: readonly MicrosoftProblem[] = [
  'consent_missing',
  'consent_declined',
  'admin_required',
  'revoked',
  'mfa_required',
  'access_blocked',
  'expired_secret',
  'wrong_secret',
  'app_not_found',
  'tenant_not_found',
  'tenant_mismatch',
];

/** Whether Microsoft refuses the connection itself, not just one request. */
export const breaksConnection = (error: unknown): error is MicrosoftError =>
  error instanceof MicrosoftError && finalProblems.includes(error.problem);

/** Stops every job of a connection: one that waits ends now, one that works hears of it. */
const stopRuns = async (
  { tx, audit }: Change,
  connectionId: string,
  at: Date,
  exceptRunId?: string,
): Promise<number> => {
  let stopped = 0;
  for (const live of await listLiveRuns(tx)) {
    if (live.subject.connectionId !== connectionId || live.id === exceptRunId) continue;
    const run = await lockRun(tx, live.id);
    if (!run) continue;
    const cancelled = { state: 'cancelled', message: 'Cancelled', problem: null, at } as const;
    const ended =
      (await endRun({ tx, audit }, run, ['queued'], undefined, cancelled)) ||
      (await updateRun(tx, run.id, ['running'], { cancelRequestedAt: at, updatedAt: at }));
    if (ended) stopped += 1;
  }
  return stopped;
};

/** Ends the sync that is under way, in the same transaction as what ends it. */
const endLiveSync = async (
  { tx, audit }: Change,
  connection: ConnectionRow,
  state: 'failed' | 'cancelled',
  at: Date,
): Promise<void> => {
  const live = await findLiveSync(tx, connection.id);
  if (!live) return;
  await updateSync(tx, live.id, ['reading', 'judging'], { state, finishedAt: at });
  await settleSources(tx, live.id);
  await audit({ action: `sync.${state}`, target: targetOf(connection), after: { syncId: live.id } });
};

/**
 * Revokes a connection: tokens and consents under way are deleted, jobs stop. Entra ID has no way to end one
 * application's refresh tokens with the permissions that we hold (`revokeSignInSessions` would sign the person out
 * everywhere), so there is nothing to tell it; docs/connections.md says how an administrator removes the consent.
 */
export const revokeConnection = async (
  { clock }: { readonly clock: Clock },
  change: Change,
  connection: ConnectionRow,
): Promise<void> => {
  const at = clock.now();
  const secretsDeleted = await deleteSecrets(change.tx, connection.id);
  await deleteAttempts(change.tx, connection.id);
  // Runs before syncs, the order in which a run that ends by itself locks them.
  const runsStopped = await stopRuns(change, connection.id, at);
  await endLiveSync(change, connection, 'cancelled', at);
  await updateConnection(change.tx, connection.id, {
    state: 'revoked',
    problem: null,
    nextSyncAt: null,
    revokedAt: connection.revokedAt ?? at,
  });
  await change.audit({
    action: 'connection.revoked',
    target: targetOf(connection),
    before: { state: connection.state },
    after: { secretsDeleted, runsStopped, vendorTold: false },
  });
};

/** Notes that Microsoft refuses the connection, with what to do, and stops its other jobs. */
export const breakConnection = async (
  { clock }: { readonly clock: Clock },
  change: Change,
  connection: ConnectionRow,
  error: MicrosoftError,
  runId: string,
): Promise<void> => {
  const problem = {
    code: error.problem,
    detail: error.detail.slice(0, 2000),
    fix: error.fix?.slice(0, 1000) ?? null,
  };
  await updateConnection(change.tx, connection.id, {
    state: 'broken',
    problem: JSON.stringify(problem),
    nextSyncAt: null,
  });
  const runsStopped = await stopRuns(change, connection.id, clock.now(), runId);
  await change.audit({
    action: 'connection.broken',
    target: targetOf(connection),
    after: { code: problem.code, runsStopped },
  });
};
