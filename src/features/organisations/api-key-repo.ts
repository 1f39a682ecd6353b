import type { Tx } from '../../platform/postgres/database.ts';
import { type ApiKeyTable, tables } from './tables.ts';

/** The live key of a token hash; needs `tokenHash` in the scope. */
export const findApiKeyByToken = (tx: Tx, tokenHash: string, at: Date) =>
  tables(tx)
    .selectFrom('apiKey')
    .selectAll()
    .where('tokenHash', '=', tokenHash)
    .where('revokedAt', 'is', null)
    .where((or) => or.or([or('expiresAt', 'is', null), or('expiresAt', '>', at)]))
    .executeTakeFirst();

/** Notes the use of a key, once a minute at most: it is a hint for people, not a log. */
export const touchApiKey = (tx: Tx, id: string, at: Date) =>
  tables(tx)
    .updateTable('apiKey')
    .set({ lastUsedAt: at })
    .where('id', '=', id)
    .where((or) =>
      or.or([or('lastUsedAt', 'is', null), or('lastUsedAt', '<', new Date(at.getTime() - 60_000))]),
    )
    .execute();

/** Keys that were not revoked, newest first. */
export const listApiKeys = (tx: Tx, organisationId: string) =>
  tables(tx)
    .selectFrom('apiKey')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .execute();

/** Records a key; its secret is not among the values. */
export const insertApiKey = (tx: Tx, apiKey: ApiKeyTable) =>
  tables(tx).insertInto('apiKey').values(apiKey).execute();

/** Ends a key. Returns its name, or nothing when there was none. */
export const revokeApiKey = (tx: Tx, organisationId: string, id: string, at: Date) =>
  tables(tx)
    .updateTable('apiKey')
    .set({ revokedAt: at })
    .where('organisationId', '=', organisationId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('name')
    .executeTakeFirst();
