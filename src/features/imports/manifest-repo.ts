import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import { type FileTable, type SliceTable, tables } from './tables.ts';

export type SliceRow = Selectable<SliceTable>;

/**
 * Locks what is live of an organisation until the transaction ends, and counts the change: one writer at a
 * time, while readers go on with what was.
 */
export const advanceGeneration = async (tx: Tx, organisationId: string, at: Date): Promise<number> => {
  const row = await tables(tx)
    .insertInto('lakeHead')
    .values({ organisationId, generation: 1, changedAt: at })
    .onConflict((conflict) =>
      conflict.column('organisationId').doUpdateSet((e) => ({
        generation: e('lakeHead.generation', '+', '1' as never),
        changedAt: at,
      })),
    )
    .returning('generation')
    .executeTakeFirstOrThrow();
  return Number(row.generation);
};

/** What is being replaced: one billing period of one billing account. */
export type SliceKey = Pick<SliceRow, 'provider' | 'billingAccountId' | 'billingPeriodStart'>;

/**
 * Ends the live slices with these keys of imports that were accepted earlier. Ids of imports grow with the time
 * at which they were accepted (UUID v7), and that is what counts: after a crash an earlier delivery may be done
 * later, and must not take the place of a newer one. Returns them.
 */
export const supersedeSlices = async (
  tx: Tx,
  keys: readonly SliceKey[],
  importId: string,
  at: Date,
): Promise<SliceRow[]> => {
  const ended: SliceRow[] = [];
  for (const key of keys) {
    const rows = await tables(tx)
      .updateTable('lakeSlice')
      .set({ supersededAt: at, supersededBy: importId })
      .where('provider', '=', key.provider)
      .where('billingAccountId', '=', key.billingAccountId)
      .where('billingPeriodStart', '=', key.billingPeriodStart)
      .where('importId', '<', importId)
      .where('supersededAt', 'is', null)
      .returningAll()
      .execute();
    ended.push(...rows);
  }
  return ended;
};

/** The newest import accepted after this one whose delivery replaced, or would have replaced, the key; live now. */
export const findNewerReplacement = async (
  tx: Tx,
  key: SliceKey,
  importId: string,
): Promise<string | undefined> => {
  const row = await tables(tx)
    .selectFrom('lakeSlice as s')
    .innerJoin('import as i', 'i.id', 's.importId')
    .select('s.importId')
    .where('s.provider', '=', key.provider)
    .where('s.billingAccountId', '=', key.billingAccountId)
    .where('s.billingPeriodStart', '=', key.billingPeriodStart)
    .where('s.importId', '>', importId)
    .where('s.supersededAt', 'is', null)
    .where('i.mode', '=', 'replace')
    .orderBy('s.importId')
    .executeTakeFirst();
  return row?.importId;
};

/** What a newer import replaced directly would have been replaced by this one first: an undo brings back one of them. */
export const standBetween = (tx: Tx, key: SliceKey, importId: string, newerId: string) =>
  tables(tx)
    .updateTable('lakeSlice')
    .set({ supersededBy: importId })
    .where('provider', '=', key.provider)
    .where('billingAccountId', '=', key.billingAccountId)
    .where('billingPeriodStart', '=', key.billingPeriodStart)
    .where('supersededBy', '=', newerId)
    .where('importId', '<', importId)
    .execute();

/** Ends every live slice of an import. Returns how many. */
export const endSlicesOf = async (tx: Tx, importId: string, at: Date): Promise<number> => {
  const result = await tables(tx)
    .updateTable('lakeSlice')
    .set({ supersededAt: at })
    .where('importId', '=', importId)
    .where('supersededAt', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
};

/** Adds a slice with its files. */
export const insertSlice = async (
  tx: Tx,
  slice: Insertable<SliceTable>,
  files: readonly Insertable<FileTable>[],
): Promise<void> => {
  await tables(tx).insertInto('lakeSlice').values(slice).execute();
  if (files.length > 0)
    await tables(tx)
      .insertInto('lakeFile')
      .values([...files])
      .execute();
};

/** All slices of an import. */
export const listSlicesOf = (tx: Tx, importId: string) =>
  tables(tx)
    .selectFrom('lakeSlice')
    .selectAll()
    .where('importId', '=', importId)
    .orderBy('billingPeriodStart')
    .orderBy('provider')
    .execute();

/** The number of the present state; 0 before the first import. */
export const findGeneration = async (tx: Tx): Promise<string> =>
  (await tables(tx).selectFrom('lakeHead').select('generation').executeTakeFirst())?.generation ?? '0';

/** The live files with what is known of their content. */
export const listLiveFiles = (tx: Tx) =>
  tables(tx)
    .selectFrom('lakeFile as f')
    .innerJoin('lakeSlice as s', 's.id', 'f.sliceId')
    .select([
      'f.path',
      'f.rows',
      'f.bytes',
      'f.minChargePeriodStart',
      'f.maxChargePeriodStart',
      'f.maxChargePeriodEnd',
    ])
    .select(['s.provider', 's.billingAccountId', 's.billingPeriodStart', 's.createdAt', 's.totals'])
    .where('s.supersededAt', 'is', null)
    .orderBy('f.path')
    .execute();

/** Slices whose files nobody needs any more. */
export interface Expiry {
  /** Replaced until then: by now it cannot be brought back. */
  readonly replacedUntil: Date;
  /** Removed until then: by now no question is being answered from it. */
  readonly removedUntil: Date;
}

const hasExpired = ({ replacedUntil, removedUntil }: Expiry) =>
  sql<boolean>`coalesce(superseded_at <= case when superseded_by is null then ${removedUntil}::timestamptz
    else ${replacedUntil}::timestamptz end, false)`;

/** Every file that the manifest knows: live, or ended so lately that it is still needed. */
export const listKeptPaths = async (tx: Tx, expiry: Expiry): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('lakeFile as f')
    .innerJoin('lakeSlice as s', 's.id', 'f.sliceId')
    .select('f.path')
    .where((e) => e.not(hasExpired(expiry)))
    .execute();
  return rows.map((row) => row.path);
};

/** Forgets the files of expired slices; the slices stay, as history. */
export const deleteExpiredFiles = async (tx: Tx, expiry: Expiry): Promise<number> => {
  const result = await tables(tx)
    .deleteFrom('lakeFile')
    .where('sliceId', 'in', (e) => e.selectFrom('lakeSlice').select('id').where(hasExpired(expiry)))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
};
