import type { Tx } from '../../platform/postgres/database.ts';
import { tables } from './tables.ts';

export interface NewPage {
  readonly id: string;
  readonly organisationId: string;
  readonly syncSourceId: string;
  readonly page: number;
  readonly items: number;
  /** gzip of what the vendor answered. */
  readonly body: Buffer;
  readonly readAt: Date;
}

/** Lands a page. The same page twice is an error: two workers would be at the same source. */
export const insertPage = (tx: Tx, page: NewPage) => tables(tx).insertInto('syncPage').values(page).execute();

/** Forgets what was landed of a source that begins again. */
export const deletePagesOf = (tx: Tx, syncSourceId: string) =>
  tables(tx).deleteFrom('syncPage').where('syncSourceId', '=', syncSourceId).execute();

/** The next landed page of a source after `after` (-1: the first). */
export const findPageAfter = (tx: Tx, syncSourceId: string, after: number) =>
  tables(tx)
    .selectFrom('syncPage')
    .select(['page', 'items', 'body'])
    .where('syncSourceId', '=', syncSourceId)
    .where('page', '>', after)
    .orderBy('page')
    .limit(1)
    .executeTakeFirst();

/** Drops what other syncs of the connection than `keptSyncId` had landed. */
export const deletePagesOfOthers = (tx: Tx, connectionId: string, keptSyncId: string) =>
  tables(tx)
    .deleteFrom('syncPage')
    .where('syncSourceId', 'in', (e) =>
      e
        .selectFrom('syncSource')
        .innerJoin('sync', 'sync.id', 'syncSource.syncId')
        .select('syncSource.id')
        .where('sync.connectionId', '=', connectionId)
        .where('sync.id', '!=', keptSyncId),
    )
    .execute();
