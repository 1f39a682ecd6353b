import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../src/platform/postgres/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** Functions that run with their owner's rights although the runtime may call them, and why. */
const allowedDefiners: Readonly<Record<string, string>> = {};

/** Foreign keys without an index of their own, and why that is no loss. */
const keysWithoutIndex: Readonly<Record<string, string>> = {
  'data_key_holder.rotation_id': 'one row an organisation; a rotation is never deleted',
};

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const rows = <T extends Record<string, unknown>>(sql: string): Promise<T[]> =>
  withClient(db.superuserUrl, async (client) => (await client.query<T>(sql)).rows);

interface Table extends Record<string, unknown> {
  readonly name: string;
  readonly comment: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly tenant: boolean;
}

/** Tables of the product; those without an organisation must say why in their comment. */
const listTables = () =>
  rows<Table>(`
    select c.relname as name, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
      c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id'
        and not a.attisdropped) as tenant
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')`);

interface Policy extends Record<string, unknown> {
  readonly table: string;
  readonly name: string;
  readonly command: string;
  readonly permissive: string;
  readonly using: string | null;
  readonly check: string | null;
}

const listPolicies = () =>
  rows<Policy>(`select tablename as table, policyname as name, cmd as command, permissive,
    qual as "using", with_check as check from pg_policies where schemaname = 'public'`);

const isGlobal = (table: Table): boolean => table.comment.startsWith('global:');

const listUnguarded = async (): Promise<string[]> => {
  const policies = await listPolicies();
  const isGuarded = ({ name, enabled, forced }: Table): boolean =>
    enabled &&
    forced &&
    policies.some(({ table, using }) => table === name && using?.includes('app_organisation()') === true);
  return (await listTables())
    .filter((table) => !isGlobal(table) && !isGuarded(table))
    .map(({ name }) => name);
};

test('every table is guarded by its organisation, forced on its owner, or says why it is global', async () => {
  expect((await listTables()).length).toBeGreaterThan(15);
  expect(await listUnguarded()).toEqual([]);
});

test('a table that somebody forgets to guard is found', async () => {
  await rows('create table forgotten (id uuid primary key, organisation_id uuid not null)');
  await rows('create table half_guarded (id uuid primary key, organisation_id uuid not null)');
  await rows('alter table half_guarded enable row level security');
  try {
    expect((await listUnguarded()).toSorted()).toEqual(['forgotten', 'half_guarded']);
  } finally {
    await rows('drop table forgotten, half_guarded');
  }
});

test('a global table gives its reason, and names no organisation unless it only lists them', async () => {
  const tables = (await listTables()).filter(isGlobal);
  expect(
    tables.filter(({ comment }) => comment.length < 'global: '.length + 20).map(({ name }) => name),
  ).toEqual([]);
  const withOrganisation = tables.filter(({ tenant }) => tenant);
  const silent = withOrganisation.filter(({ comment }) => !/ids|organisations/.test(comment));
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('what a policy lets in as a new row is the own organisation only', async () => {
  const writing = (await listPolicies()).filter(({ command }) => command !== 'SELECT');
  const global = new Set((await listTables()).filter(isGlobal).map(({ name }) => name));
  const open = writing.filter(
    ({ command, table, check }) =>
      !global.has(table) && command !== 'DELETE' && !check?.includes('app_organisation()'),
  );
  expect(open.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
});

test('no policy is simply true, and none is granted to somebody by name', async () => {
  const global = new Set((await listTables()).filter(isGlobal).map(({ name }) => name));
  const open = (await listPolicies()).filter(
    ({ table, using, check }) => !global.has(table) && (using === 'true' || check === 'true'),
  );
  expect(open).toEqual([]);
});

test('the runtime role owns nothing and cannot see through row-level security or become who can', async () => {
  const [role] = await rows(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
    from pg_roles where rolname = 'trimtab_app'`);
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
  });
  expect(
    await rows(`select c.oid::regclass::text as owned from pg_class c
    where pg_get_userbyid(c.relowner) = 'trimtab_app' and c.relnamespace <> 'pg_toast'::regnamespace`),
  ).toEqual([]);
  expect(
    await rows(`select r.rolname from pg_roles r
    where r.rolname <> 'trimtab_app' and pg_has_role('trimtab_app', r.oid, 'member')`),
  ).toEqual([]);
});

test('the runtime role creates nothing: no table, no schema, no temporary function', async () => {
  expect(
    await rows(`select nspname from pg_namespace
    where nspname not like 'pg\\_temp%' and has_schema_privilege('trimtab_app', oid, 'create')`),
  ).toEqual([]);
  expect(
    await rows(`select has_database_privilege('trimtab_app', current_database(), 'create') as may,
    has_database_privilege('trimtab_app', current_database(), 'temporary') as temporary`),
  ).toEqual([{ may: false, temporary: false }]);
});

test('the runtime role neither truncates nor references, and never changes the audit log', async () => {
  expect(
    await rows(`select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
    and c.relkind = 'r' and (has_table_privilege('trimtab_app', c.oid, 'truncate')
      or has_table_privilege('trimtab_app', c.oid, 'references')
      or has_table_privilege('trimtab_app', c.oid, 'trigger'))`),
  ).toEqual([]);
  expect(
    await rows(`select t.name from (values ('audit_entry'), ('audit_checkpoint')) t (name)
    where has_any_column_privilege('trimtab_app', t.name, 'update')
      or has_table_privilege('trimtab_app', t.name, 'delete')`),
  ).toEqual([]);
});

test("no function runs with its owner's rights unless it is listed with a reason", async () => {
  const definers = await rows<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
      and has_function_privilege('trimtab_app', p.oid, 'execute')`);
  expect(definers.map(({ name }) => name).filter((name) => !(name in allowedDefiners))).toEqual([]);
});

test('every foreign key has an index on its side, or an explanation', async () => {
  const bare = await rows<{ key: string }>(`
    select c.conrelid::regclass::text || '.' || string_agg(a.attname, ',' order by k.place) as key
    from pg_constraint c
    cross join lateral unnest(c.conkey) with ordinality k (number, place)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      and not exists (select 1 from pg_index i where i.indrelid = c.conrelid
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
    group by c.oid, c.conrelid`);
  expect(bare.map(({ key }) => key).filter((key) => !(key in keysWithoutIndex))).toEqual([]);
});
