import type { Tx } from '../../platform/postgres/database.ts';
import { tables } from './tables.ts';

/** What an import replaced, with the state of the imports it came from. */
export const listSupersededBy = (tx: Tx, importId: string) =>
  tables(tx)
    .selectFrom('lakeSlice as s')
    .innerJoin('import as i', 'i.id', 's.importId')
    .selectAll('s')
    .select('i.state as importState')
    .where('s.supersededBy', '=', importId)
    .execute();

/** The files of slices; fewer than were written when the sweep has forgotten some. */
export const listFilesOf = (tx: Tx, sliceIds: readonly string[]) =>
  tables(tx)
    .selectFrom('lakeFile')
    .select(['path', 'rows', 'sliceId'])
    .where('sliceId', 'in', [...sliceIds])
    .execute();

/**
 * How many slices of further imports are live for the billing periods that an import replaced: they came after
 * it and were added to its charges.
 */
export const countAddedTo = async (tx: Tx, importId: string): Promise<number> => {
  const { added } = await tables(tx)
    .selectFrom('lakeSlice as added')
    .select((e) => e.fn.countAll<string>().as('added'))
    .where('added.supersededAt', 'is', null)
    .where('added.importId', '!=', importId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('lakeSlice as replaced')
          .select('replaced.id')
          .where('replaced.supersededBy', '=', importId)
          .whereRef('replaced.provider', '=', 'added.provider')
          .whereRef('replaced.billingAccountId', '=', 'added.billingAccountId')
          .whereRef('replaced.billingPeriodStart', '=', 'added.billingPeriodStart'),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(added);
};

/** Makes live again what an import had replaced. */
export const reviveSupersededBy = (tx: Tx, importId: string) =>
  tables(tx)
    .updateTable('lakeSlice')
    .set({ supersededAt: null, supersededBy: null })
    .where('supersededBy', '=', importId)
    .execute();
