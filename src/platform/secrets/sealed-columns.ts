import { sql } from 'kysely';
import { AppError } from '../../shared/errors.ts';
import type { Database, Tx } from '../postgres/database.ts';

/** A column of type `sealed`; its version stands in `<column>_version`, its row is `id`. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

/**
 * Finds every sealed column in the catalogue: the type is the registration, so that no column can be forgotten
 * when keys are changed.
 * @throws AppError `internal` naming a table that lacks what sealing needs
 */
export const findSealedColumns = async (db: Database): Promise<SealedColumn[]> => {
  const { rows } = await sql<SealedColumn & { readonly siblings: string[] }>`
    select relation.relname as "table", attribute.attname as "column",
      array(select sibling.attname::text from pg_attribute sibling
        where sibling.attrelid = relation.oid and sibling.attnum > 0 and not sibling.attisdropped) as siblings
    from pg_attribute attribute
    join pg_class relation on relation.oid = attribute.attrelid and relation.relkind in ('r', 'p')
      and not relation.relispartition
    join pg_namespace namespace on namespace.oid = relation.relnamespace and namespace.nspname = 'public'
    where attribute.atttypid = 'public.sealed'::regtype and not attribute.attisdropped
    order by 1, 2`.execute(db);
  return rows.map(({ table, column, siblings }) => {
    const missing = ['organisation_id', 'id', `${column}_version`].filter((name) => !siblings.includes(name));
    if (missing.length > 0)
      throw new AppError('internal', {
        detail: `${table}.${column} is sealed, but the table has no ${missing.join(', ')}.`,
      });
    return { table, column };
  });
};

/** A row whose value is sealed with another key than the active one. */
export interface StaleRow {
  readonly id: string;
  readonly sealed: Buffer;
  readonly version: number;
}

// Bytes 2 to 5 of a sealed value are the number of its data key: see `seal`.
const keyNumberIs = (column: string, number: number) =>
  sql`substring(${sql.ref(column)} from 2 for 4) = int4send(${number}::integer)`;

/** Locks the next rows, by id after `after`, that are not sealed with data key `number`. */
export const lockStaleRows = async (
  tx: Tx,
  { table, column }: SealedColumn,
  where: { readonly organisationId: string; readonly number: number; readonly after: string | undefined },
  limit: number,
): Promise<StaleRow[]> => {
  const further = where.after === undefined ? sql`true` : sql`id > ${where.after}`;
  const { rows } = await sql<StaleRow>`
    select id::text as id, ${sql.ref(column)} as sealed, ${sql.ref(`${column}_version`)} as version
    from ${sql.table(table)}
    where organisation_id = ${where.organisationId} and not ${keyNumberIs(column, where.number)} and ${further}
    order by id limit ${limit} for update`.execute(tx);
  return rows;
};

/** Writes a value that was sealed anew. */
export const putSealed = async (tx: Tx, { table, column }: SealedColumn, row: StaleRow): Promise<void> => {
  await sql`update ${sql.table(table)}
    set ${sql.ref(column)} = ${row.sealed}, ${sql.ref(`${column}_version`)} = ${row.version}
    where id = ${row.id}`.execute(tx);
};

/** Whether any value of the organisation is still sealed with this data key. */
export const isKeyUsed = async (
  tx: Tx,
  { table, column }: SealedColumn,
  organisationId: string,
  number: number,
): Promise<boolean> => {
  const { rows } = await sql`select 1 from ${sql.table(table)}
    where organisation_id = ${organisationId} and ${keyNumberIs(column, number)} limit 1`.execute(tx);
  return rows.length > 0;
};
