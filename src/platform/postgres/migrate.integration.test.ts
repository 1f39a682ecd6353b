import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { withClient } from './client.ts';
import { currentMigration, migrate } from './migrate.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let db: TestDatabase;
let folder: string;

beforeEach(async () => {
  db = await createTestDatabase({ migrated: false });
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-migrations-'));
  await put('0001_first.sql', 'create table first (\n  id int\n);\n');
  await put('0002_second.sql', 'create table second (id int);');
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

const put = (name: string, sql: string): Promise<void> => writeFile(path.join(folder, name), sql);
const run = (upTo?: number) =>
  migrate({ ownerUrl: db.ownerUrl, folder, log, ...(upTo === undefined ? {} : { upTo }) });
const tables = (): Promise<string[]> =>
  withClient(db.ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    return rows.map((row) => row.name);
  });

describe('migrate', () => {
  test('applies what is missing, once and in order', async () => {
    expect(await run(1)).toEqual({ applied: ['0001_first.sql'], current: 1 });
    expect(await tables()).toEqual(['first', 'trimtab_migration']);
    expect(await run()).toEqual({ applied: ['0002_second.sql'], current: 2 });
    expect(await run()).toEqual({ applied: [], current: 2 });
    expect(await withClient(db.runtimeUrl, currentMigration)).toBe(2);
  });

  test('started by several processes at once, every file is applied once', async () => {
    const results = await Promise.all([run(), run(), run(), run()]);
    expect(results.flatMap((result) => result.applied).sort()).toEqual(['0001_first.sql', '0002_second.sql']);
  });

  test('a file that fails leaves nothing of itself, names its line, and keeps the ones before', async () => {
    await put('0003_third.sql', 'create table third (id int);\n\nselect nonsense;');
    await expect(run()).rejects.toThrow(/0003_third\.sql failed and was undone: .*nonsense.*\(line 3\)/);
    expect(await tables()).toEqual(['first', 'second', 'trimtab_migration']);
    expect(await withClient(db.ownerUrl, currentMigration)).toBe(2);
  });

  test('a file changed after it was applied is refused; other line ends are no change', async () => {
    await run();
    await put('0001_first.sql', 'create table first (\r\n  id int\r\n);\r\n');
    await run();
    await put('0001_first.sql', 'create table first (id bigint);');
    await expect(run()).rejects.toThrow(/0001_first\.sql .* was changed after it was applied/);
  });

  test('an applied file that is missing or was renamed is refused', async () => {
    await run();
    await rename(path.join(folder, '0001_first.sql'), path.join(folder, '0001_other.sql'));
    await expect(run()).rejects.toThrow(/0001_first\.sql .* is 0001_other\.sql now/);
  });

  test('a database newer than the program is refused, and untouched', async () => {
    await run();
    await rm(path.join(folder, '0002_second.sql'));
    await expect(run()).rejects.toThrow(/newer than this program: it has 0002_second\.sql/);
  });

  test('a gap, a number that is there twice, and a name that does not fit are refused', async () => {
    await put('0004_fourth.sql', '');
    await expect(run()).rejects.toThrow(/0004_fourth\.sql/);
    await rename(path.join(folder, '0004_fourth.sql'), path.join(folder, '0002_twice.sql'));
    await expect(run()).rejects.toThrow(/0002_twice\.sql/);
    await rename(path.join(folder, '0002_twice.sql'), path.join(folder, 'third.sql'));
    await expect(run()).rejects.toThrow(/third\.sql .* is not named like/);
  });

  test('a change of tenant rows reaches all of them, or fails: never silently none', async () => {
    await put(
      '0003_tenant.sql',
      `create table tenant (id int, organisation_id uuid);
       insert into tenant values (1, gen_random_uuid());
       alter table tenant enable row level security, force row level security;
       create policy tenant on tenant using (organisation_id::text = current_setting('app.organisation_id'));`,
    );
    await run();
    await put('0004_change.sql', 'update tenant set id = 2;');
    const role = `weak_owner_${Date.now()}`;
    await withClient(db.superuserUrl, async (client) => {
      await client.query(`create role ${role} login password 'weak' in role trimtab_owner`);
    });
    const weak = new URL(db.ownerUrl);
    [weak.username, weak.password] = [role, 'weak'];
    try {
      await expect(migrate({ ownerUrl: weak.toString(), folder, log })).rejects.toThrow(/row-level security/);
    } finally {
      await withClient(db.superuserUrl, (client) => client.query(`drop role ${role}`));
    }
    await run();
    const { rows } = await withClient(db.superuserUrl, (client) => client.query('select id from tenant'));
    expect(rows).toEqual([{ id: 2 }]);
  });

  test('nobody but the owner may create in the schema public', async () => {
    await run();
    await expect(
      withClient(db.runtimeUrl, (client) => client.query('create table public.mine (id int)')),
    ).rejects.toThrow(/permission denied/);
    await expect(
      withClient(db.runtimeUrl, (client) => client.query('delete from trimtab_migration')),
    ).rejects.toThrow(/permission denied/);
  });
});
