import type { ColumnType, Insertable, Selectable, Updateable } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';

interface SavedViewTable {
  id: string;
  organisationId: string;
  ownerId: string;
  name: string;
  /** Written as text; parsed again with the schema of today when it is read. */
  state: ColumnType<unknown, string, string>;
  isShared: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
type Tables = { savedView: SavedViewTable; person: { id: string; name: string } };
export type ViewRow = Selectable<SavedViewTable> & { readonly ownerName: string };

const tables = (tx: Tx) => tx.withTables<Tables>();

const withOwner = (tx: Tx) =>
  tables(tx)
    .selectFrom('savedView as v')
    .innerJoin('person as p', 'p.id', 'v.ownerId')
    .selectAll('v')
    .select('p.name as ownerName');

/** The views that the person in scope may see, by name. */
export const listViews = (tx: Tx): Promise<ViewRow[]> =>
  withOwner(tx).orderBy('v.name').orderBy('v.id').execute();

/** A view that the person in scope may see. */
export const findView = (tx: Tx, id: string): Promise<ViewRow | undefined> =>
  withOwner(tx).where('v.id', '=', id).executeTakeFirst();

/** How many views a person has. */
export const countViewsOf = async (tx: Tx, ownerId: string): Promise<number> => {
  const row = await tables(tx)
    .selectFrom('savedView')
    .select((of) => of.fn.countAll<string>().as('count'))
    .where('ownerId', '=', ownerId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
};

/** Whether the person has another view of this name. */
export const hasViewNamed = async (
  tx: Tx,
  ownerId: string,
  name: string,
  exceptId?: string,
): Promise<boolean> => {
  const found = await tables(tx)
    .selectFrom('savedView')
    .select('id')
    .where('ownerId', '=', ownerId)
    .where('name', '=', name)
    .executeTakeFirst();
  return found !== undefined && found.id !== exceptId;
};

export const insertView = (tx: Tx, view: Insertable<SavedViewTable>) =>
  tables(tx).insertInto('savedView').values(view).execute();

/** Changes a view from this version. Returns whether it still had it. */
export const updateView = async (
  tx: Tx,
  id: string,
  fromVersion: number,
  values: Updateable<SavedViewTable>,
): Promise<boolean> => {
  const result = await tables(tx)
    .updateTable('savedView')
    .set({ ...values, version: fromVersion + 1 })
    .where('id', '=', id)
    .where('version', '=', fromVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
};

export const deleteView = (tx: Tx, id: string) =>
  tables(tx).deleteFrom('savedView').where('id', '=', id).execute();
