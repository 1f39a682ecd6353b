import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

/** Stands in every text that `fillTenantTables` writes: where it shows up elsewhere, a tenant's data leaked. */
export const canary = 'foreign-canary';

/** Changes by themselves while nothing of a tenant changes. */
const restless = ['audit_chain', 'audit_entry', 'audit_checkpoint', 'rate_limit', 'idempotency_key'];
const restlessColumns = ['last_used_at'];

interface Column {
  readonly name: string;
  readonly type: string;
  /** Table and column that it refers to. */
  readonly references: string | null;
  readonly checks: readonly string[];
}

interface TenantTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Tables with rows of an organisation, and those of their columns that a new row has to name. */
const listTenantTables = async (owner: pg.Pool): Promise<TenantTable[]> => {
  const { rows } = await owner.query<TenantTable>(
    `select c.relname as name, json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, null),
        'references', (select f.confrelid::regclass::text from pg_constraint f
          where f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum] limit 1),
        'checks', (select coalesce(json_agg(pg_get_constraintdef(k.oid)), '[]') from pg_constraint k
          where k.contype = 'c' and k.conrelid = c.oid and a.attnum = any (k.conkey)))) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and a.attnotnull and not a.atthasdef and a.attidentity = ''
        and exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'organisation_id')
        and c.relname <> all ($1)
      group by c.relname order by c.relname`,
    [restless],
  );
  return rows;
};

const textFor = (column: Column): string => {
  const checks = column.checks.filter((check) => check.includes(column.name)).join(' ');
  const allowed = /(?:ARRAY\[| = )'([^']+)'/.exec(checks)?.[1];
  if (allowed !== undefined) return allowed;
  const pattern = /~ '([^']+)'/.exec(checks)?.[1];
  // Hashes of secrets are unique in the whole table.
  const candidates = [canary, randomBytes(32).toString('hex'), 'W01', 'EUR', 'a'];
  const longest = Number(/length\(\w+\) <= (\d+)/.exec(checks)?.[1] ?? Number.POSITIVE_INFINITY);
  const fits = (text: string): boolean =>
    text.length <= longest && (pattern === undefined || new RegExp(pattern).test(text));
  return candidates.find(fits) ?? canary;
};

const valueFor = async (owner: pg.Pool, column: Column, organisationId: string): Promise<unknown> => {
  if (column.name === 'organisation_id' || column.references === 'organisation') return organisationId;
  if (column.references === 'person') return (await owner.query('select id from person limit 1')).rows[0]?.id;
  if (column.references !== null) {
    const { rows } = await owner.query<{ id: string }>(
      `select id from ${column.references} where organisation_id = $1 limit 1`,
      [organisationId],
    );
    if (rows[0] === undefined) throw new Error(`${column.references} is empty`);
    return rows[0].id;
  }
  switch (column.type) {
    case 'uuid':
      return randomUUID();
    case 'text':
      return textFor(column);
    case 'boolean':
      return false;
    case 'jsonb':
      return JSON.stringify({ note: canary });
    case 'text[]':
      return [canary];
    case 'sealed':
      return Buffer.concat([Buffer.from([1]), Buffer.alloc(40)]);
    case 'bytea':
      return Buffer.alloc(32);
    case 'date':
    case 'timestamp with time zone':
      return new Date();
    default:
      return 1;
  }
};

const insertSample = async (owner: pg.Pool, table: TenantTable, organisationId: string): Promise<void> => {
  const { rows } = await owner.query(`select 1 from ${table.name} where organisation_id = $1 limit 1`, [
    organisationId,
  ]);
  if (rows.length > 0) return;
  const values: unknown[] = [];
  for (const column of table.columns) values.push(await valueFor(owner, column, organisationId));
  await owner.query(
    `insert into ${table.name} (${table.columns.map(({ name }) => name).join(', ')})
      values (${values.map((_value, index) => `$${index + 1}`).join(', ')})`,
    values,
  );
};

/**
 * Gives an organisation a row in every tenant table that has none of it yet, whatever tables there are: values
 * come from the catalogue. A table whose checks it cannot satisfy fails by name; then a factory is needed.
 */
export const fillTenantTables = async (owner: pg.Pool, organisationId: string): Promise<void> => {
  let waiting = await listTenantTables(owner);
  while (waiting.length > 0) {
    const failed: { table: TenantTable; reason: unknown }[] = [];
    for (const table of waiting)
      await insertSample(owner, table, organisationId).catch((reason: unknown) =>
        failed.push({ table, reason }),
      );
    // A table that refers to another one may have come too early.
    if (failed.length === waiting.length)
      throw new Error(
        `no sample row: ${failed.map(({ table, reason }) => `${table.name}: ${reason}`).join('; ')}`,
      );
    waiting = failed.map(({ table }) => table);
  }
};

/** Ids of rows of an organisation, by table; relationships in which it is the child among them. */
export const idsOf = async (owner: pg.Pool, organisationId: string): Promise<Map<string, string>> => {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and (select count(*) from pg_attribute a where a.attrelid = c.oid
        and a.attname in ('id', 'organisation_id')) = 2`,
  );
  const ids = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await owner.query<{ id: string }>(
      `select id::text as id from ${name} where organisation_id = $1 order by id limit 1`,
      [organisationId],
    );
    if (rows[0]) ids.set(name, rows[0].id);
  }
  const { rows } = await owner.query<{ id: string }>(
    'select id from relationship where child_id = $1 and revoked_at is null limit 1',
    [organisationId],
  );
  if (rows[0]) ids.set('relationship', rows[0].id);
  return ids;
};

/** A digest of every row that requests can change, jobs included; of one organisation only where it is named. */
export const fingerprint = async (
  owner: pg.Pool,
  organisationId?: string,
): Promise<Readonly<Record<string, string>>> => {
  const { rows: tables } = await owner.query<{ name: string; tenant: boolean }>(
    `select c.oid::regclass::text as name, exists (select 1 from pg_attribute a where a.attrelid = c.oid
        and a.attname = 'organisation_id') as tenant
      from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
        and (c.relnamespace = 'public'::regnamespace or c.oid = 'pgboss.job'::regclass)
        and c.relname <> all ($1)`,
    [restless],
  );
  const parts = tables
    .filter(({ tenant }) => organisationId === undefined || tenant)
    .map(
      ({
        name,
        tenant,
      }) => `select '${name}' as name, md5(coalesce(string_agg(t.row, '|' order by t.row), '')) as digest
        from (select (to_jsonb(x) - $1::text[])::text as row from ${name} x
          where $2::uuid is null ${tenant ? 'or x.organisation_id = $2' : ''}) t`,
    );
  const { rows } = await owner.query<{ name: string; digest: string }>(parts.join(' union all '), [
    restlessColumns,
    organisationId ?? null,
  ]);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
};
