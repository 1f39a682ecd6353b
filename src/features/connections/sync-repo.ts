import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import { type SyncSourceTable, type SyncTable, tables } from './tables.ts';

export type SyncRow = Selectable<SyncTable>;
export type SourceRow = Selectable<SyncSourceTable>;

const selectSync = (tx: Tx) =>
  tables(tx)
    .selectFrom('sync')
    .select([
      'sync.id',
      'sync.organisationId',
      'sync.connectionId',
      'sync.runId',
      'sync.state',
      'sync.startedAt',
      'sync.finishedAt',
      'sync.requests',
      'sync.throttled',
      'sync.waitedMs',
      'sync.retryAt',
      sql<string>`sync.as_of::text`.as('asOf'),
    ]);

const selectSource = (tx: Tx) =>
  tables(tx)
    .selectFrom('syncSource')
    .select([
      'syncSource.id',
      'syncSource.organisationId',
      'syncSource.syncId',
      'syncSource.name',
      'syncSource.state',
      'syncSource.pages',
      'syncSource.items',
      'syncSource.nextLink',
      'syncSource.reason',
      'syncSource.concealed',
      'syncSource.startedAt',
      'syncSource.finishedAt',
      sql<string | null>`sync_source.refreshed_on::text`.as('refreshedOn'),
    ]);

/** Records a sync with the sources that it will read. */
export const insertSync = async (
  tx: Tx,
  row: Insertable<SyncTable>,
  sources: readonly Insertable<SyncSourceTable>[],
): Promise<void> => {
  await tables(tx).insertInto('sync').values(row).execute();
  await tables(tx)
    .insertInto('syncSource')
    .values([...sources])
    .execute();
};

export const findSync = (tx: Tx, id: string): Promise<SyncRow | undefined> =>
  selectSync(tx).where('id', '=', id).executeTakeFirst();

/** The same, held until the transaction ends. */
export const lockSync = (tx: Tx, id: string): Promise<SyncRow | undefined> =>
  selectSync(tx).where('id', '=', id).forUpdate().executeTakeFirst();

/** The sync of a connection that is under way. */
export const findLiveSync = (tx: Tx, connectionId: string): Promise<SyncRow | undefined> =>
  selectSync(tx)
    .where('connectionId', '=', connectionId)
    .where('state', 'in', ['reading', 'judging'])
    .executeTakeFirst();

/** Changes a sync that is in one of these states. Returns whether it was. */
export const updateSync = async (
  tx: Tx,
  id: string,
  from: readonly SyncRow['state'][],
  values: Updateable<SyncTable>,
): Promise<boolean> => {
  const updated = await tables(tx)
    .updateTable('sync')
    .set(values)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
};

/** Adds to the counters of a sync that is being read; false where it is not any more. Holds its row. */
export const countTraffic = async (
  tx: Tx,
  id: string,
  traffic: { readonly requests: number; readonly throttled: number; readonly waitedMs: number },
): Promise<boolean> => {
  const counted = await sql`update sync set requests = requests + ${traffic.requests},
    throttled = throttled + ${traffic.throttled}, waited_ms = waited_ms + ${traffic.waitedMs}
    where id = ${id} and state = 'reading'`.execute(tx);
  return counted.numAffectedRows === 1n;
};

/** Syncs of a connection, newest first. */
export const listSyncs = (
  tx: Tx,
  connectionId: string,
  filter: { before?: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<SyncRow[]> => {
  const { before, limit } = filter;
  let query = selectSync(tx)
    .where('connectionId', '=', connectionId)
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (before) {
    query = query.where((e) =>
      e.or([
        e('startedAt', '<', before.createdAt),
        e.and([e('startedAt', '=', before.createdAt), e('id', '<', before.id)]),
      ]),
    );
  }
  return query.execute();
};

/** The newest sync of each of these connections. */
export const listLastSyncs = (tx: Tx, connectionIds: readonly string[]): Promise<SyncRow[]> =>
  connectionIds.length === 0
    ? Promise.resolve([])
    : selectSync(tx)
        .distinctOn('connectionId')
        .where('connectionId', 'in', [...connectionIds])
        .orderBy('connectionId')
        .orderBy('startedAt', 'desc')
        .orderBy('id', 'desc')
        .execute();

/** The newest complete sync of a connection. */
export const findLatestComplete = (tx: Tx, connectionId: string): Promise<SyncRow | undefined> =>
  selectSync(tx)
    .where('connectionId', '=', connectionId)
    .where('state', '=', 'complete')
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Sources of these syncs, in the order in which they were planned (ids sort by creation). */
export const listSources = (tx: Tx, syncIds: readonly string[]): Promise<SourceRow[]> =>
  syncIds.length === 0
    ? Promise.resolve([])
    : selectSource(tx)
        .where('syncId', 'in', [...syncIds])
        .orderBy('syncId')
        .orderBy('id')
        .execute();

export const findSource = (tx: Tx, syncId: string, name: string): Promise<SourceRow | undefined> =>
  selectSource(tx).where('syncId', '=', syncId).where('name', '=', name).executeTakeFirst();

export const updateSource = (tx: Tx, id: string, values: Updateable<SyncSourceTable>) =>
  tables(tx).updateTable('syncSource').set(values).where('id', '=', id).execute();

/** What was being read when a sync ended waits again: a retry goes on from there. */
export const settleSources = (tx: Tx, syncId: string) =>
  tables(tx)
    .updateTable('syncSource')
    .set({ state: 'waiting' })
    .where('syncId', '=', syncId)
    .where('state', '=', 'reading')
    .execute();
