import { z } from 'zod';
import type { Change } from '../../platform/http/context.ts';
import type { RunContext } from '../../platform/jobs/worker.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import { type ConnectionRow, findConnection, lockConnection, updateConnection } from './connection-repo.ts';
import { readLandedSource } from './landed.ts';
import { nextSyncAt } from './next-sync.ts';
import { deletePagesOfOthers } from './page-repo.ts';
import type { Reading, SyncSubject } from './reading.ts';
import { targetOf } from './start-sync.ts';
import {
  findLatestComplete,
  findLiveSync,
  findSync,
  listSources,
  lockSync,
  type SourceRow,
  settleSources,
  updateSync,
} from './sync-repo.ts';

/** A tenant that was read, for whoever judges it. */
export interface Synced {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly syncId: string;
  /** The day the facts are judged at. */
  readonly asOf: string;
  readonly createdBy: string | null;
}

/**
 * Starts judging in the transaction that ends the reading; returns the id of its run. It calls `finishSync` when it
 * is done, also where its run fails or is cancelled.
 */
export type OnSynced = (tx: Tx, synced: Synced) => Promise<string>;

/** Ends the reading: what was found out about the tenant is kept, and judging begins, in one transaction. */
export const concludeReading = async (
  deps: { readonly clock: Clock; readonly onSynced: OnSynced | undefined },
  run: RunContext<SyncSubject>,
  reading: Reading,
): Promise<Record<string, unknown>> => {
  const tenant = await namesOf(reading);
  const { organisationId, createdBy, subject } = run;
  const { connectionId, syncId } = subject;
  return run.change(async (change) => {
    const { tx, audit } = change;
    const connection = await lockConnection(tx, connectionId);
    const sync = await lockSync(tx, syncId);
    if (!connection || !sync) throw notFound('sync');
    if (sync.state !== 'reading')
      throw new AppError('conflict', { detail: `This sync is ${sync.state} already.` });
    const sources = await listSources(tx, [syncId]);
    await updateConnection(tx, connectionId, {
      ...tenant,
      ...findings(sources),
      ...repaired(connection, deps.clock.now()),
    });
    await updateSync(tx, syncId, ['reading'], { state: 'judging', retryAt: null });
    const judging = { organisationId, connectionId, syncId, asOf: sync.asOf, createdBy };
    const judgeRunId = deps.onSynced ? await deps.onSynced(tx, judging) : null;
    if (judgeRunId === null) await finishSync(tx, { syncId, outcome: 'complete', at: deps.clock.now() });
    const incomplete = sources.filter(({ state }) => state !== 'complete').map(({ name }) => name);
    const items = sources.reduce((sum, source) => sum + source.items, 0);
    await audit({
      action: 'sync.complete',
      target: targetOf(connection),
      after: { syncId, items, incomplete },
    });
    return { syncId, connectionId, judgeRunId, items, incomplete: incomplete.length };
  });
};

/**
 * Ends the judging of a sync, in the caller's transaction. When it is complete, the pages of the syncs before it are
 * dropped. A sync that has ended otherwise meanwhile stays as it is.
 */
export const finishSync = async (
  tx: Tx,
  { syncId, outcome, at }: { syncId: string; outcome: 'complete' | 'failed'; at: Date },
): Promise<void> => {
  const sync = await lockSync(tx, syncId);
  if (sync?.state !== 'judging') return;
  await updateSync(tx, syncId, ['judging'], { state: outcome, finishedAt: at });
  if (outcome === 'complete') await deletePagesOfOthers(tx, sync.connectionId, syncId);
};

/**
 * Takes the judging of a sync up again that failed before, in the caller's transaction. `unread`: it was not read to
 * its end; `busy`: another sync of the tenant is under way; `superseded`: a later one is complete, and the answers of
 * this one are dropped.
 */
export const resumeJudging = async (
  tx: Tx,
  syncId: string,
): Promise<'resumed' | 'unread' | 'busy' | 'superseded'> => {
  const found = await findSync(tx, syncId);
  // In the order in which a sync is begun: whoever begins one holds the connection.
  const connection = found && (await lockConnection(tx, found.connectionId));
  const sync = connection && (await lockSync(tx, syncId));
  if (!sync) return 'superseded';
  const sources = await listSources(tx, [syncId]);
  const isRead = sources.every(({ state }) => state !== 'waiting' && state !== 'reading');
  if (sync.state !== 'failed' || !isRead) return 'unread';
  if (await findLiveSync(tx, sync.connectionId)) return 'busy';
  const latest = await findLatestComplete(tx, sync.connectionId);
  if (latest && latest.startedAt > sync.startedAt) return 'superseded';
  await updateSync(tx, syncId, ['failed'], { state: 'judging', finishedAt: null });
  return 'resumed';
};

/** What a run that failed or was cancelled leaves behind: the sync ends with it, its pages stay for a retry. */
export const abandonSync = async (
  { tx, audit }: Change,
  syncId: string,
  end: { readonly state: 'failed' | 'cancelled'; readonly code: string | undefined; readonly at: Date },
): Promise<void> => {
  const sync = await lockSync(tx, syncId);
  if (sync?.state !== 'reading') return;
  await updateSync(tx, syncId, ['reading'], { state: end.state, finishedAt: end.at });
  await settleSources(tx, syncId);
  // Not locked: whoever revokes holds the connection and waits for the sync.
  const connection = await findConnection(tx, sync.connectionId);
  if (!connection) return;
  await audit({
    action: `sync.${end.state}`,
    target: targetOf(connection),
    after: { syncId, ...(end.code ? { code: end.code } : {}) },
  });
};

const repaired = ({ state, syncHour, nextSyncAt: due }: ConnectionRow, at: Date) =>
  state === 'broken'
    ? ({ state: 'connected', problem: null, nextSyncAt: due ?? nextSyncAt(syncHour, at) } as const)
    : {};

/** Whether sign-in times can be read, and whether names are concealed; null where nothing says it. */
const findings = (sources: readonly SourceRow[]) => {
  const users = sources.find(({ name }) => name === 'users');
  const settings = sources.find(({ name }) => name === 'reportSettings');
  const reports = sources.filter(({ name, state }) => /^get/.test(name) && state === 'complete');
  const inReports = reports.some(({ concealed }) => concealed) || (reports.length > 0 ? false : null);
  return {
    isPremium: users?.reason?.code === 'not_premium' ? false : users?.state === 'complete' ? true : null,
    isConcealed: settings?.state === 'complete' ? settings.concealed : inReports,
  };
};

const organisationsSchema = z.object({
  value: z
    .array(
      z.object({
        displayName: z.string().nullish(),
        verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean().nullish() })).nullish(),
      }),
    )
    .max(100),
});

const namesOf = async (reading: Reading): Promise<{ tenantName?: string; tenantDomain?: string }> => {
  const where = { syncId: reading.syncId, name: 'organization' };
  for await (const { body } of readLandedSource(reading.run.read, where)) {
    const read = organisationsSchema.safeParse(JSON.parse(body.toString('utf8')));
    const [organisation] = read.data?.value ?? [];
    const domain = organisation?.verifiedDomains?.find(({ isDefault }) => isDefault)?.name;
    return {
      ...(organisation?.displayName ? { tenantName: organisation.displayName.slice(0, 300) } : {}),
      ...(domain ? { tenantDomain: domain.slice(0, 300) } : {}),
    };
  }
  return {};
};
