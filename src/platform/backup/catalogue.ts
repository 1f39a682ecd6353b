import type pg from 'pg';
import type { BackupSequence } from './format.ts';

/** A table as the catalogue shows it; a partitioned one stands for all its partitions. */
export interface CatalogueTable {
  readonly schema: string;
  readonly name: string;
  readonly isPartitioned: boolean;
  /** In order, without generated ones: those are computed again. */
  readonly columns: readonly string[];
}

/** Everything that holds data in these schemas, by name. */
export const readTables = async (
  client: pg.Client,
  schemas: readonly string[],
): Promise<readonly CatalogueTable[]> => {
  const { rows } = await client.query<CatalogueTable>(
    `select n.nspname as schema, c.relname as name, c.relkind = 'p' as "isPartitioned",
       array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
     group by 1, 2, 3 order by 1, 2`,
    [schemas],
  );
  return rows;
};

/** Where every sequence stands. Not part of a snapshot: read after the tables, it is never behind them. */
export const readSequences = async (
  client: pg.Client,
  schemas: readonly string[],
): Promise<readonly BackupSequence[]> => {
  const { rows } = await client.query<BackupSequence>(
    `select schemaname as schema, sequencename as name, last_value::text as "lastValue"
     from pg_sequences where schemaname = any($1) order by 1, 2`,
    [schemas],
  );
  return rows;
};

/** A foreign key and the statement that makes it again. */
export interface ForeignKey {
  readonly tableName: string;
  readonly name: string;
  readonly definition: string;
}

/** Foreign keys of these schemas; those that partitions inherit come with their parent's. */
export const readForeignKeys = async (
  client: pg.Client,
  schemas: readonly string[],
): Promise<readonly ForeignKey[]> => {
  const { rows } = await client.query<ForeignKey>(
    `select format('%I.%I', n.nspname, c.relname) as "tableName", quote_ident(k.conname) as name,
       pg_get_constraintdef(k.oid) as definition
     from pg_constraint k
     join pg_class c on c.oid = k.conrelid
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and k.contype = 'f' and k.conparentid = 0 order by 1, 2`,
    [schemas],
  );
  return rows;
};

/** A trigger of ours and how it fires. */
export interface Trigger {
  readonly tableName: string;
  readonly name: string;
  /** The words of ALTER TABLE that bring this state back. */
  readonly enable: 'enable trigger' | 'enable replica trigger' | 'enable always trigger';
}

/** Triggers that fire at present; foreign keys' own and disabled ones left out. */
export const readTriggers = async (
  client: pg.Client,
  schemas: readonly string[],
): Promise<readonly Trigger[]> => {
  const { rows } = await client.query<Trigger>(
    `select format('%I.%I', n.nspname, c.relname) as "tableName", quote_ident(t.tgname) as name,
       case t.tgenabled when 'O' then 'enable trigger' when 'R' then 'enable replica trigger'
         else 'enable always trigger' end as enable
     from pg_trigger t
     join pg_class c on c.oid = t.tgrelid
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D'
     order by 1, 2`,
    [schemas],
  );
  return rows;
};

/** The version of pg-boss's schema, which is no migration of ours; null where it is not installed. */
export const readQueueVersion = async (client: pg.Client): Promise<number | null> => {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('pgboss.version') is not null as there`,
  );
  if (rows[0]?.there !== true) return null;
  const answer = await client.query<{ version: number }>('select version from pgboss.version');
  return answer.rows[0]?.version ?? null;
};

/** `"schema"."name"`, quoted. */
export const qualified = (
  client: pg.Client,
  table: { readonly schema: string; readonly name: string },
): string => `${client.escapeIdentifier(table.schema)}.${client.escapeIdentifier(table.name)}`;

/** A comma-separated list of quoted columns. */
export const columnList = (client: pg.Client, columns: readonly string[]): string =>
  columns.map((column) => client.escapeIdentifier(column)).join(', ');
