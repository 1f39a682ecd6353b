import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDb, openDuckDb } from './duckdb.ts';
import { quoteName, quotePath, quoteText } from './sql-text.ts';

let folder: string;
let allowed: string;
let db: DuckDb;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-duckdb-'));
  allowed = await mkdtemp(join(folder, 'allowed-'));
  await writeFile(join(folder, 'outside.csv'), 'a\n1\n');
  await writeFile(join(allowed, "it's [a] *file?.csv"), 'a\n1\n');
  await writeFile(join(allowed, 'other.csv'), 'a\n2\n');
  db = await openDuckDb({
    memoryLimitMib: 256,
    threads: 2,
    tempFolder: join(folder, 'spill'),
    allowedFolders: [allowed],
  });
});

afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

const ask = (sql: string) => db.withSession((session) => session.all(sql));

describe('the embedded DuckDB', () => {
  it.each([
    ['a file outside the allowed folders', () => `from read_csv(${quotePath(join(folder, 'outside.csv'))})`],
    ['a path that climbs out', () => `from read_csv(${quotePath(join(allowed, '..', 'outside.csv'))})`],
    ['the network', () => "from read_csv('https://example.com/a.csv')"],
    ['an extension', () => 'install httpfs'],
    ['another database', () => `attach ${quoteText(join(folder, 'x.db'))}`],
    ['writing outside', () => `copy (select 1) to ${quoteText(join(folder, 'x.parquet'))} (format parquet)`],
    ['its own settings', () => 'set global enable_external_access = true'],
  ])('refuses %s', async (_name, sql) => {
    await expect(ask(sql())).rejects.toThrow(/Permission|configuration has been locked|disabled/);
  });

  it('reads and writes inside the allowed folder, and exactly the file that is named', async () => {
    const path = quotePath(join(allowed, "it's [a] *file?.csv"));
    expect(await ask(`select a::varchar as a from read_csv(${path})`)).toEqual([{ a: '1' }]);
    const copy = join(allowed, 'copy.parquet');
    await ask(`copy (select 1 as a) to ${quoteText(copy)} (format parquet, compression zstd)`);
    expect(await ask(`from read_parquet(${quotePath(copy)})`)).toEqual([{ a: 1 }]);
  });

  it('has JSON, ICU time zones and Parquet without loading anything', async () => {
    const rows = await ask(`select '{"a":"b"}'::json ->> 'a' as j, current_setting('TimeZone') as zone,
      strftime(timezone('Europe/Amsterdam', timestamptz '2026-07-01 00:00:00+00'), '%H') as hour`);
    expect(rows).toEqual([{ j: 'b', zone: 'UTC', hour: '02' }]);
  });

  it('loses no digit of wide numbers and speaks UTC', async () => {
    const [row] = await ask(`select 12345678901234567890.123456789012345678::decimal(38,18) as d,
      9007199254740993::bigint as b, timestamptz '2026-01-31 01:00:00+01' as t, 7 as small, null as n`);
    expect(row).toEqual({
      d: '12345678901234567890.123456789012345678',
      b: '9007199254740993',
      t: '2026-01-31 00:00:00+00',
      small: 7,
      n: null,
    });
  });

  it('streams rows in batches', async () => {
    let rows = 0;
    await db.withSession(async (session) => {
      for await (const batch of session.stream('select r from range(10000) t(r)')) {
        expect(batch.length).toBeLessThanOrEqual(2048);
        rows += batch.length;
      }
    });
    expect(rows).toBe(10_000);
  });

  it('stops a long query when its signal fires, and the session stays usable', async () => {
    const abort = new AbortController();
    await db.withSession(async (session) => {
      const query = session.all('select count(*) from range(100000000000) a(x) where hash(x) = 1', {
        signal: abort.signal,
      });
      setTimeout(() => abort.abort(new Error('cancelled by the person')), 50);
      await expect(query).rejects.toThrow('cancelled by the person');
      expect(await session.all('select 1 as a')).toEqual([{ a: 1 }]);
    });
  });

  it('binds values, and quotes names that hold quotes', async () => {
    const rows = await db.withSession((session) =>
      session.all(`select ?::varchar as ${quoteName('a "b"')}`, { values: ["x'; drop table t"] }),
    );
    expect(rows).toEqual([{ 'a "b"': "x'; drop table t" }]);
  });
});
