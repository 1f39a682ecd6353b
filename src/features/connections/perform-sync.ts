import { systemSleep } from '../../connectors/microsoft/wait.ts';
import type { AuditSink } from '../../platform/http/organisation-context.ts';
import type { RunContext } from '../../platform/jobs/worker.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import { concludeReading, type OnSynced } from './conclude-reading.ts';
import { type ConnectionRow, findConnection, lockConnection } from './connection-repo.ts';
import { type MicrosoftDependencies, openSession, registrationOf } from './microsoft-session.ts';
import { isTemporary, readTenant } from './read-tenant.ts';
import { isEnded, type OpenSource, type Reading, type SyncSubject } from './reading.ts';
import { breakConnection, breaksConnection } from './stop-connection.ts';
import { syncPlan } from './sync-plan.ts';
import {
  findLiveSync,
  findSync,
  listSources,
  type SourceRow,
  type SyncRow,
  updateSync,
} from './sync-repo.ts';

export interface PerformDependencies extends MicrosoftDependencies {
  readonly audit: AuditSink;
  readonly onSynced: OnSynced | undefined;
}

/** Tries after the first. Every kill of the program uses one up; each goes on after the page before. */
export const syncRetryLimit = 8;
/** Longer pauses end a try and are waited for at the beginning of the next; beyond this the sync fails. */
const longestPauseMs = 3_600_000;

/**
 * Reads a tenant for a sync that was started, from where an earlier try stopped, and hands over to judging. It may
 * run again at any moment: what has landed is not read twice.
 */
export const performSync = async (
  deps: PerformDependencies,
  run: RunContext<SyncSubject>,
): Promise<Record<string, unknown>> => {
  const { sync, connection, sources } = await openSync(deps, run);
  if (sync.state === 'judging' || sync.state === 'complete') return { syncId: sync.id };
  await pauseAsAsked(deps, run, sync);
  const abort = new AbortController();
  const signal = AbortSignal.any([run.signal, abort.signal]);
  const registration = await registrationOf(deps, connection, run.read);
  const session = openSession(deps, connection, registration, {
    signal,
    onEvent: (event) => run.log.debug({ event }, 'reading'),
  });
  const reading: Reading = { deps, run, connection, syncId: sync.id, session, sources, signal };
  try {
    await readTenant(reading, abort, run.attempt > syncRetryLimit);
    const concluded = await concludeReading(deps, run, reading);
    run.progress(1, 'Everything is read.');
    return concluded;
  } catch (error) {
    throw await understood(deps, run, connection, sync, error);
  } finally {
    abort.abort(new AppError('conflict', { detail: 'The reading has ended.' }));
    await session.close();
  }
};

interface Opened {
  readonly sync: SyncRow;
  readonly connection: ConnectionRow;
  readonly sources: readonly OpenSource[];
}

const openSync = async (deps: PerformDependencies, run: RunContext<SyncSubject>): Promise<Opened> => {
  const { connectionId, syncId } = run.subject;
  const scope = { organisationId: run.organisationId };
  return deps.tenancy.write(scope, async (tx) => {
    const connection = await lockConnection(tx, connectionId);
    const sync = await findSync(tx, syncId);
    if (!connection || sync?.connectionId !== connectionId) throw notFound('sync');
    if (connection.state === 'revoked' || connection.state === 'pending')
      throw new AppError('conflict', { detail: `The connection is ${connection.state}.` });
    if (sync.state === 'failed' || sync.state === 'cancelled') await reopen(tx, sync);
    const sources = (await listSources(tx, [syncId])).flatMap(openSource);
    return { sync, connection, sources };
  });
};

/** Somebody retries the run of a sync that had ended without a result. */
const reopen = async (tx: Parameters<typeof findLiveSync>[0], sync: SyncRow): Promise<void> => {
  if (await findLiveSync(tx, sync.connectionId))
    throw new AppError('conflict', { detail: 'Another sync of this connection is under way.' });
  await updateSync(tx, sync.id, ['failed', 'cancelled'], { state: 'reading', finishedAt: null });
};

const openSource = (row: SourceRow): OpenSource[] => {
  const planned = syncPlan.find(({ name }) => name === row.name);
  const { id, state, pages, items, nextLink } = row;
  const settled = isEnded({ state });
  return planned ? [{ planned, id, state, pages, items, nextLink, settled, restarts: 0 }] : [];
};

const pauseAsAsked = async (
  { clock }: PerformDependencies,
  run: RunContext<SyncSubject>,
  { retryAt }: SyncRow,
): Promise<void> => {
  const waitMs = retryAt ? retryAt.getTime() - clock.now().getTime() : 0;
  if (waitMs <= 0) return;
  run.progress(0, 'Microsoft asked to wait; it goes on by itself.');
  await systemSleep(waitMs, run.signal);
};

/** What the queue makes of a failure: refused for good, or tried again, never earlier than Microsoft allows. */
const understood = async (
  deps: PerformDependencies,
  run: RunContext<SyncSubject>,
  { id }: ConnectionRow,
  sync: SyncRow,
  error: unknown,
): Promise<unknown> => {
  if (run.signal.aborted) return error;
  if (isTemporary(error)) {
    const retryAt = error.retryAt ?? null;
    if (retryAt && retryAt.getTime() - deps.clock.now().getTime() > longestPauseMs)
      return new AppError('unprocessable', {
        detail: error.detail,
        fix: 'Start the sync later.',
        cause: error,
      });
    const scope = { organisationId: run.organisationId };
    await deps.tenancy.write(scope, (tx) => updateSync(tx, sync.id, ['reading'], { retryAt }));
    return error;
  }
  if (!breaksConnection(error)) return error;
  // Revoked here meanwhile: nothing is broken, and the run is cancelled anyway.
  const before = await run.read((tx) => findConnection(tx, id));
  if (before?.state === 'revoked' || !before) return error;
  await run.change(async (change) => {
    const connection = await lockConnection(change.tx, id);
    if (!connection || connection.state === 'revoked') throw error;
    await breakConnection(deps, change, connection, error, run.runId);
  });
  const { detail, fix } = error;
  return new AppError('unprocessable', {
    detail,
    ...(fix ? { fix } : {}),
    meta: { problem: error.problem },
    cause: error,
  });
};
