import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import { storableJson } from '../../shared/storable-text.ts';

/** Columns by name with their PostgreSQL types; both are ours, never a caller's. */
export type Columns = Readonly<Record<string, string>>;
export type RowRecord = Readonly<Record<string, unknown>>;

/** A statement takes so many rows: enough to be quick, few enough to stay small in memory. */
const rowsPerStatement = 1000;

/** JSON in UTF-8, by `storableJson`: made in a thread, and written as it is. */
export type PackedRows = Uint8Array;

/** Rows as a JSON parameter; bytes go to the database without becoming a text here. */
export const jsonOf = (rows: readonly unknown[] | PackedRows) =>
  rows instanceof Uint8Array
    ? sql`${Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength)}::json`
    : sql`${storableJson(rows)}::json`;

/** The source of a statement: rows as one JSON parameter, however many they are. */
export const recordsAs = (alias: string, columns: Columns, rows: readonly RowRecord[] | PackedRows) => {
  const shape = Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  return sql`json_to_recordset(${jsonOf(rows)}) as ${sql.ref(alias)}(${sql.join(shape)})`;
};

/** Cuts rows into the batches of statements. */
export function* batchesOf<T>(rows: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < rowsPerStatement) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Inserts rows in few statements; they are taken as they are made, so that their number does not matter. While the
 * database writes one batch the next is made, and others are answered in between.
 */
export const insertRecords = async (
  tx: Tx,
  table: string,
  columns: Columns,
  rows: Iterable<RowRecord>,
): Promise<number> => {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)));
  let inserted = 0;
  let writing: Promise<unknown> = Promise.resolve();
  for (const batch of batchesOf(rows)) {
    await writing;
    writing = sql`insert into ${sql.table(table)} (${names})
      select ${names} from ${recordsAs('r', columns, batch)}`.execute(tx);
    // Where making the next batch fails, nobody waits for this one any more.
    writing.catch(() => undefined);
    inserted += batch.length;
    await setImmediate();
  }
  await writing;
  return inserted;
};
