import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import { insertRecords } from '../insert-records.ts';
import { tables } from '../tables.ts';

export interface PriceRow {
  readonly id: string;
  readonly source: 'contract' | 'partner';
  readonly skuPartNumber: string;
  readonly currency: string;
  /** Decimal text. */
  readonly monthlyPrice: string;
  readonly termEndDate: string | null;
  readonly termDuration: string | null;
  readonly billingPlan: string | null;
  readonly changedAt: Date;
  readonly changedBy: string | null;
}

const selectPrices = (tx: Tx) =>
  tables(tx)
    .selectFrom('licencePrice')
    .select([
      'licencePrice.id',
      'licencePrice.source',
      'licencePrice.skuPartNumber',
      'licencePrice.currency',
      'licencePrice.monthlyPrice',
      'licencePrice.termDuration',
      'licencePrice.billingPlan',
      'licencePrice.changedAt',
      'licencePrice.changedBy',
      sql<string | null>`licence_price.term_end_date::text`.as('termEndDate'),
    ]);

/** Every price of the organisation in scope, the more trusted source first. */
export const listPriceRows = (tx: Tx): Promise<PriceRow[]> =>
  selectPrices(tx).orderBy('source').orderBy(sql`upper(sku_part_number)`).execute();

/** A price of the organisation in scope. */
export const findPrice = (tx: Tx, id: string): Promise<PriceRow | undefined> =>
  selectPrices(tx).where('id', '=', id).executeTakeFirst();

/** Holds the prices of an organisation until the transaction ends: two changes never meet. */
export const lockPrices = (tx: Tx, organisationId: string) =>
  sql`select pg_advisory_xact_lock(hashtext('licence prices'), hashtext(${organisationId}))`.execute(tx);

/** The price that a source has for a SKU, whatever the case of its part number. */
export const findPriceOf = (
  tx: Tx,
  source: PriceRow['source'],
  skuPartNumber: string,
): Promise<PriceRow | undefined> =>
  selectPrices(tx)
    .where('source', '=', source)
    .where(sql`upper(sku_part_number)`, '=', sql`upper(${skuPartNumber})`)
    .executeTakeFirst();

const columns = {
  id: 'uuid',
  organisation_id: 'uuid',
  source: 'text',
  sku_part_number: 'text',
  currency: 'text',
  monthly_price: 'numeric',
  term_end_date: 'date',
  term_duration: 'text',
  billing_plan: 'text',
  changed_at: 'timestamptz',
  changed_by: 'uuid',
};

/** Writes prices; those that they replace have been deleted before. */
export const insertPrices = (tx: Tx, organisationId: string, rows: readonly PriceRow[]): Promise<number> =>
  insertRecords(
    tx,
    'licence_price',
    columns,
    rows.map((row) => ({
      id: row.id,
      organisation_id: organisationId,
      source: row.source,
      sku_part_number: row.skuPartNumber,
      currency: row.currency,
      monthly_price: row.monthlyPrice,
      term_end_date: row.termEndDate,
      term_duration: row.termDuration,
      billing_plan: row.billingPlan,
      changed_at: row.changedAt,
      changed_by: row.changedBy,
    })),
  );

/** Deletes a price. Returns whether it was there. */
export const deletePrice = async (tx: Tx, id: string): Promise<boolean> => {
  const deleted = await tables(tx).deleteFrom('licencePrice').where('id', '=', id).executeTakeFirst();
  return deleted.numDeletedRows === 1n;
};

/** Deletes every price of a source. Returns how many there were. */
export const deletePricesOf = async (tx: Tx, source: PriceRow['source']): Promise<number> => {
  const deleted = await tables(tx).deleteFrom('licencePrice').where('source', '=', source).executeTakeFirst();
  return Number(deleted.numDeletedRows);
};

type Person = Selectable<{ id: string; name: string }>;

/** Names of the people who changed prices, by id; who has left is missing. */
export const namesOf = async (
  tx: Tx,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> => {
  const known = [...new Set(ids.flatMap((id) => id ?? []))];
  if (known.length === 0) return new Map();
  const people: Person[] = await tables(tx)
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', 'in', known)
    .execute();
  return new Map(people.map(({ id, name }) => [id, name]));
};
