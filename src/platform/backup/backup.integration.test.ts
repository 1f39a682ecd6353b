import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { systemClock } from '../../shared/time.ts';
import { installQueue } from '../jobs/queue.ts';
import { withClient } from '../postgres/client.ts';
import { visitPostgres } from '../postgres/connect.ts';
import { migrate } from '../postgres/migrate.ts';
import { restoreBackup } from './restore-backup.ts';
import { verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What a schema may hold that is hard to copy: cycles, generated and identity columns, partitions, triggers. */
const hardSchema = `
  create table author (id int primary key, favourite int, name text not null);
  create table book (
    id bigint generated always as identity primary key,
    author int not null references author (id),
    sequel_of bigint references book (id),
    title text not null,
    title_length int generated always as (length(title)) stored,
    price numeric, cover bytea, tags text[], facts jsonb, at timestamptz, lasted interval, weight float8
  );
  alter table author add constraint author_favourite foreign key (favourite) references book (id);
  create table event (id bigserial, day date not null, organisation_id uuid) partition by range (day);
  create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
  create table event_rest partition of event default;
  alter table event enable row level security, force row level security;
  create policy event_own on event using (organisation_id::text = current_setting('app.organisation_id'));
  create table "Odd, name" ("the column" text);
  create table seed (id int primary key, note text);
  insert into seed values (1, 'as migrated');
  create table empty (id int);
  create table large (content text);
  create function refuse() returns trigger language plpgsql as $$ begin raise exception 'append-only'; end $$;
  create trigger book_kept before update or delete or truncate on book for each statement execute function refuse();
  create trigger book_always before delete on book for each statement execute function refuse();
  alter table book enable always trigger book_always;
  create trigger book_off before insert on book for each statement execute function refuse();
  alter table book disable trigger book_off;
  create sequence unused;`;

const fill = `
  insert into author select i, null, 'Author ' || i from generate_series(1, 50) i;
  insert into book (author, sequel_of, title, price, cover, tags, facts, at, lasted, weight)
    select 1 + i % 50, case when i > 1 then i - 1 end, E'Tab\\tback\\\\slash\\nnewline ü 🚀 ' || i, i * 1.10::numeric,
      decode(md5(i::text), 'hex'), array['a,b', null, 'NULL', i::text], jsonb_build_object('i', i, 'n', null),
      '2026-01-01Z'::timestamptz + i * interval '1.000001 second', i * interval '1 month 1 second', i / 3.0::float8
    from generate_series(1, 3000) i;
  update author set favourite = id;
  insert into event (day, organisation_id) select '2025-06-01'::date + i, gen_random_uuid() from generate_series(1, 500) i;
  insert into "Odd, name" values ('\\.'), (null), ('');
  update seed set note = 'as it became';`;

/** Enough, and random enough, to be cut into several parts. */
const fillLarge = `
  insert into large select string_agg(md5(random()::text), '') from generate_series(1, 300 * 1500) i group by i % 1500`;

let source: TestDatabase;
let target: TestDatabase;
let folder: string;
let migrations: string;

beforeEach(async () => {
  [source, target] = await Promise.all([
    createTestDatabase({ migrated: false }),
    createTestDatabase({ migrated: false }),
  ]);
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-backup-'));
  migrations = path.join(folder, 'migrations');
  await mkdir(migrations);
  await writeFile(path.join(migrations, '0001_hard.sql'), hardSchema);
  await migrate({ ownerUrl: source.ownerUrl, folder: migrations, log });
  await withClient(source.ownerUrl, (client) => client.query(fill));
});
afterEach(async () => {
  await Promise.all([source.close(), target.close()]);
  await rm(folder, { recursive: true, force: true });
});

const archive = (): string => path.join(folder, 'backup.tar');
const backup = (change: Partial<Parameters<typeof writeBackup>[0]> = {}) =>
  writeBackup({
    ownerUrl: source.ownerUrl,
    file: archive(),
    lake: { folder: path.join(folder, 'lake'), files: async () => [] },
    program: '0.1.0',
    clock: systemClock,
    log,
    ...change,
  });
const restore = (change: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
  restoreBackup({
    ownerUrl: target.ownerUrl,
    file: archive(),
    migrationsFolder: migrations,
    installQueue,
    lakeFolder: path.join(folder, 'restored', 'lake'),
    secretsFolder: path.join(folder, 'restored', 'secrets'),
    log,
    ...change,
  });

/** A digest of every table's rows, and where the sequences stand. */
const contents = (url: string): Promise<Record<string, string>> =>
  withClient(url, async (client) => {
    await client.query('set row_security = off');
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss') order by 1`,
    );
    const result: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${name} t`,
      );
      result[name] = rows[0]?.digest ?? '';
    }
    const { rows: sequences } = await client.query<{ name: string; value: string | null }>(
      `select schemaname || '.' || sequencename as name, last_value::text as value from pg_sequences`,
    );
    for (const { name, value } of sequences) result[`sequence ${name}`] = value ?? 'unused';
    return result;
  });
const shapeOf = (url: string): Promise<unknown[]> =>
  withClient(url, async (client) => {
    const { rows: constraints } = await client.query<object>(
      `select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as is, convalidated from pg_constraint order by 1, 2`,
    );
    const { rows: triggers } = await client.query<object>(
      `select tgrelid::regclass::text as table, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2`,
    );
    return [...constraints, ...triggers];
  });

describe('backup and restore', () => {
  test('every table comes back row for row, with keys, triggers and sequences as they were', async () => {
    await installQueue(source.ownerUrl);
    await withClient(source.ownerUrl, (client) => client.query(fillLarge));
    const summary = await backup();
    expect(summary.rows).toBeGreaterThan(5000);
    const large = (await verifyBackup(archive())).tables.find(({ name }) => name === 'large');
    expect(large?.parts).toBeGreaterThan(1);
    await restore();
    expect(await contents(target.superuserUrl)).toEqual(await contents(source.superuserUrl));
    expect(await shapeOf(target.superuserUrl)).toEqual(await shapeOf(source.superuserUrl));
    await withClient(target.ownerUrl, async (client) => {
      await expect(client.query('delete from book')).rejects.toThrow(/append-only/);
      const { rows } = await client.query(`insert into book (author, title) values (1, 'next') returning id`);
      expect(rows).toEqual([{ id: '3001' }]);
    });
  });

  test('the product’s own schema comes back from its own migrations', async () => {
    const product = path.resolve('migrations');
    const own = await createTestDatabase();
    try {
      await installQueue(own.ownerUrl);
      await withClient(own.ownerUrl, (client) =>
        client.query(`
          insert into organisation (id, kind, name, created_at, updated_at)
            select gen_random_uuid(), 'customer', 'Organisation ' || i, now(), now() from generate_series(1, 100) i;
          update installation set set_up_at = now();`),
      );
      await backup({ ownerUrl: own.ownerUrl });
      await restore({ migrationsFolder: product });
      expect(await contents(target.superuserUrl)).toEqual(await contents(own.superuserUrl));
    } finally {
      await own.close();
    }
  });

  test('what is written while the backup runs is in it completely or not at all', async () => {
    let stop = false;
    let written = 0;
    const writer = withClient(source.ownerUrl, async (client) => {
      for (let i = 0; !stop; i += 1) {
        await client.query('begin');
        await client.query(`insert into author values ($1, null, 'late')`, [1000 + i]);
        await client.query(`insert into book (author, title) values ($1, 'late')`, [1000 + i]);
        await client.query('commit');
        written += 1;
      }
    });
    await expect.poll(() => written).toBeGreaterThan(0);
    const before = written;
    await backup();
    expect(written).toBeGreaterThan(before);
    stop = true;
    await writer;
    await restore();
    const { rows } = await withClient(target.superuserUrl, (client) =>
      client.query<{ authors: string; books: string }>(
        `select (select count(*) from author where name = 'late') as authors, (select count(*) from book where title = 'late') as books`,
      ),
    );
    expect(Number(rows[0]?.authors)).toBeGreaterThanOrEqual(before);
    expect(rows[0]?.authors).toBe(rows[0]?.books);
  });

  test('a backup is migrated forward by a newer program, and refused by an older one', async () => {
    await backup();
    await writeFile(
      path.join(migrations, '0002_more.sql'),
      `alter table seed add column more text default 'new'`,
    );
    expect((await restore()).migratedForward).toEqual(['0002_more.sql']);
    const { rows } = await withClient(target.ownerUrl, (client) => client.query('select * from seed'));
    expect(rows).toEqual([{ id: 1, note: 'as it became', more: 'new' }]);

    await migrate({ ownerUrl: source.ownerUrl, folder: migrations, log });
    await backup({ file: path.join(folder, 'newer.tar') });
    await rm(path.join(migrations, '0002_more.sql'));
    const empty = await createTestDatabase({ migrated: false });
    await expect(restore({ ownerUrl: empty.ownerUrl, file: path.join(folder, 'newer.tar') })).rejects.toThrow(
      /is at migration 2, this program ends at 1/,
    );
    await empty.close();
  });

  test('a database that is not empty is refused and left alone', async () => {
    await backup();
    await expect(restore({ ownerUrl: source.ownerUrl })).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('not empty'),
    });
  });

  test('an owner that may not see every row is refused, with the statement that allows it', async () => {
    const role = `weak_${randomBytes(4).toString('hex')}`;
    await withClient(source.superuserUrl, (client) =>
      client.query(`create role ${role} login password 'weak' in role trimtab_owner`),
    );
    const weak = new URL(source.ownerUrl);
    [weak.username, weak.password] = [role, 'weak'];
    try {
      await expect(backup({ ownerUrl: weak.toString() })).rejects.toMatchObject({
        code: 'forbidden',
        fix: expect.stringContaining(`ALTER ROLE "${role}" BYPASSRLS`),
      });
      expect(await readdir(folder)).not.toContain('backup.tar');
    } finally {
      await withClient(source.superuserUrl, (client) => client.query(`drop role ${role}`));
    }
  });

  test('an earlier backup is never overwritten', async () => {
    await writeFile(archive(), 'precious');
    await expect(backup()).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(archive(), 'utf8')).toBe('precious');
  });
});

describe('files', () => {
  const lakeFile = 'charges/2026-01/part "ü".parquet';
  const makeFiles = async (): Promise<Buffer> => {
    const content = randomBytes(5_000_000);
    await mkdir(path.join(folder, 'lake', 'charges', '2026-01'), { recursive: true });
    await writeFile(path.join(folder, 'lake', lakeFile), content);
    await writeFile(path.join(folder, 'lake', 'orphan.parquet'), 'named by nobody');
    await mkdir(path.join(folder, 'secrets'));
    await writeFile(path.join(folder, 'secrets', 'master.key'), 'the key');
    await writeFile(path.join(folder, 'secrets', 'postgres-owner'), 'of the old cluster');
    return content;
  };
  const lake = () => ({ folder: path.join(folder, 'lake'), files: async () => [lakeFile] });

  test('the lake files that the database names come back; keys only when asked for', async () => {
    const content = await makeFiles();
    await backup({ lake: lake() });
    await restore();
    const restored = path.join(folder, 'restored');
    expect(
      createHash('sha256')
        .update(await readFile(path.join(restored, 'lake', lakeFile)))
        .digest('hex'),
    ).toBe(createHash('sha256').update(content).digest('hex'));
    expect(await readdir(path.join(restored, 'lake'))).toEqual(['charges']);
    expect(await readdir(restored)).toEqual(['lake']);
  });

  test('keys come back readable by us only, without the passwords of the old cluster, and never over others', async () => {
    await makeFiles();
    const { header } = await backup({ secretsFolder: path.join(folder, 'secrets') });
    expect(header.includesKeys).toBe(true);
    const secretsFolder = path.join(folder, 'restored', 'secrets');
    await mkdir(secretsFolder, { recursive: true });
    await writeFile(path.join(secretsFolder, 'master.key'), 'another');
    await expect(restore()).rejects.toThrow(/master\.key exists already/);
    await rm(path.join(secretsFolder, 'master.key'));
    await restore();
    expect(await readdir(secretsFolder)).toEqual(['master.key']);
    expect((await stat(path.join(secretsFolder, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  test('a lake file that is missing stops the backup and leaves no archive', async () => {
    await expect(backup({ lake: lake() })).rejects.toThrow(/missing in/);
    expect((await readdir(folder)).filter((name) => name.startsWith('backup.tar'))).toEqual([]);
  });
});

describe('a damaged backup', () => {
  const flip = async (position: number): Promise<void> => {
    const handle = await open(archive(), 'r+');
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, position);
    await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, position);
    await handle.close();
  };

  test('is refused before anything is restored, wherever a bit was flipped in what counts', async () => {
    await backup();
    const manifest = await verifyBackup(archive());
    const text = await readFile(archive());
    // A header of 512 bytes, beginning with the name, comes before each entry's content.
    const names = ['backup.json', 'tables/public.book/000001', 'manifest.json\0', 'manifest.json.sha256\0'];
    for (const name of names) {
      const position = text.indexOf(name) + 512 + 10;
      await flip(position);
      await expect(restore(), name).rejects.toMatchObject({ code: 'unprocessable' });
      await flip(position);
    }
    expect(await contents(target.superuserUrl)).toEqual({});
    expect(await verifyBackup(archive())).toEqual(manifest);
  });

  test('is refused when it is cut off anywhere', async () => {
    await backup();
    const text = await readFile(archive());
    for (const share of [0, 0.01, 0.5, 0.9, 0.99]) {
      await writeFile(archive(), text.subarray(0, Math.floor(text.byteLength * share)));
      await expect(verifyBackup(archive()), String(share)).rejects.toMatchObject({ code: 'unprocessable' });
    }
    await rm(archive());
    await expect(verifyBackup(archive())).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('the rehearsal: a backup of one installation becomes another, on a fresh data folder', async () => {
  await installQueue(source.ownerUrl);
  await backup();
  await chmod(folder, 0o711);
  const dataFolder = path.join(folder, 'fresh');
  const connection = await visitPostgres({
    dataFolder,
    masterKey: () => new Uint8Array(32),
    clock: systemClock,
    log,
  });
  try {
    await restore({ ownerUrl: connection.ownerUrl });
    expect(await contents(connection.ownerUrl)).toEqual(await contents(source.superuserUrl));
  } finally {
    await connection.stop();
  }
});
