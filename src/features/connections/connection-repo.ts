import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import { type ConnectionTable, tables } from './tables.ts';

export type ConnectionRow = Selectable<ConnectionTable>;

/** Records a connection that nobody has consented to yet. */
export const insertConnection = (tx: Tx, row: Insertable<ConnectionTable>) =>
  tables(tx).insertInto('connection').values(row).execute();

/** A connection of the organisation in scope. */
export const findConnection = (tx: Tx, id: string): Promise<ConnectionRow | undefined> =>
  tables(tx).selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();

/** The same, held until the transaction ends: consent, revocation and the start of a sync never race. */
export const lockConnection = (tx: Tx, id: string): Promise<ConnectionRow | undefined> =>
  tables(tx).selectFrom('connection').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const updateConnection = (tx: Tx, id: string, values: Updateable<ConnectionTable>) =>
  tables(tx).updateTable('connection').set(values).where('id', '=', id).execute();

/** Deletes it with its tokens, syncs and everything that was landed. */
export const deleteConnection = (tx: Tx, id: string) =>
  tables(tx).deleteFrom('connection').where('id', '=', id).execute();

/** The connection of this tenant that is not revoked, if there is one besides `exceptId`. */
export const findByTenant = (
  tx: Tx,
  tenantId: string,
  exceptId?: string,
): Promise<ConnectionRow | undefined> => {
  const query = tables(tx)
    .selectFrom('connection')
    .selectAll()
    .where('kind', '=', 'microsoft')
    .where('tenantId', '=', tenantId)
    .where('state', '!=', 'revoked');
  return (exceptId ? query.where('id', '!=', exceptId) : query).executeTakeFirst();
};

/** Lets one consent at a time decide about a tenant of an organisation, until the transaction ends. */
export const holdTenant = async (tx: Tx, organisationId: string, tenantId: string): Promise<void> => {
  const key = `connection ${organisationId} ${tenantId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
};

export interface ConnectionFilter {
  readonly before?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Connections of the organisation in scope, newest first. */
export const listConnections = (tx: Tx, { before, limit }: ConnectionFilter): Promise<ConnectionRow[]> => {
  let query = tables(tx)
    .selectFrom('connection')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (before) {
    query = query.where((e) =>
      e.or([
        e('createdAt', '<', before.createdAt),
        e.and([e('createdAt', '=', before.createdAt), e('id', '<', before.id)]),
      ]),
    );
  }
  return query.execute();
};

/** Ids of connections that hold tokens or may get some. */
export const listLiveIds = async (tx: Tx): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('connection')
    .select('id')
    .where('state', '!=', 'revoked')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
};

/** Whether any daily sync is due: asked without a lock. */
export const hasDue = async (tx: Tx, at: Date): Promise<boolean> =>
  (await tables(tx)
    .selectFrom('connection')
    .select('id')
    .where('state', '=', 'connected')
    .where('nextSyncAt', '<=', at)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Connections whose daily sync is due; those that another process has in hand are left to it. */
export const lockDue = (tx: Tx, at: Date): Promise<ConnectionRow[]> =>
  tables(tx)
    .selectFrom('connection')
    .selectAll()
    .where('state', '=', 'connected')
    .where('nextSyncAt', '<=', at)
    .orderBy('nextSyncAt')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
