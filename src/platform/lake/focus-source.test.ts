import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DuckDb, openDuckDb } from './duckdb.ts';
import { type FocusGroups, readFocusGroups } from './focus-source.ts';
import { openTable } from './open-table.ts';
import { openSourceFile } from './source-file.ts';
import { quotePath, quoteText } from './sql-text.ts';

// Generous: property tests open a file for every case, on machines that do other things.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let db: DuckDb;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-focus-source-'));
  db = await openDuckDb({
    memoryLimitMib: 256,
    threads: 2,
    tempFolder: join(folder, 'spill'),
    allowedFolders: [folder, join(process.cwd(), '..', 'shared', 'data')],
  });
});
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

const newPath = (ending: string): string => {
  count += 1;
  return join(folder, `${count}.${ending}`);
};

const read = async (path: string, signal?: AbortSignal): Promise<FocusGroups> => {
  const file = await openSourceFile(path, { tempFolder: folder, stdin: Readable.from([]) });
  return db.withSession(async (session) =>
    readFocusGroups({ session, table: await openTable(file, { session, signal }), signal }),
  );
};

const sound: Readonly<Record<string, string>> = {
  BilledCost: '1.5',
  EffectiveCost: '2',
  ListCost: '3',
  ContractedCost: '4',
  BillingCurrency: "'EUR'",
  ProviderName: "'AWS'",
  ServiceCategory: "'Compute'",
  BillingPeriodStart: "timestamp '2026-01-01'",
};

/** A Parquet file of one row, with some columns as other SQL values. */
const parquet = async (
  columns: Readonly<Record<string, string>> = {},
  rows = 'range(1)',
): Promise<string> => {
  const path = newPath('parquet');
  const list = Object.entries({ ...sound, ...columns }).map(([name, value]) => `${value} AS "${name}"`);
  await db.withSession((session) =>
    session.run(`COPY (SELECT ${list.join(', ')} FROM ${rows} t(i)) TO ${quoteText(path)} (FORMAT parquet)`),
  );
  return path;
};

describe('Parquet', () => {
  it.each([
    ['a DOUBLE as its shortest decimal', '0.1::double + 0.2::double', '0.30000000000000004'],
    ['a tiny DOUBLE', '1.5e-7::double', '0.00000015'],
    [
      'a DOUBLE with an exponent and all its digits',
      '1.2345678901234567e-7::double',
      '0.00000012345678901234566',
    ],
    ['a DOUBLE too small for the fast type', '5e-324::double', `0.${'0'.repeat(323)}5`],
    ['a huge DOUBLE', '1e22::double', '10000000000000000000000'],
    ['a negative tiny DOUBLE', '-2e-5::double', '-0.00002'],
    ['a negative zero', "'-0.0'::double", '0'],
    ['a FLOAT as its own shortest decimal', '0.1::float', '0.1'],
    ['a DECIMAL', '12345.678900::decimal(18,6)', '12345.6789'],
    [
      'a wide DECIMAL',
      "'99999999999999999999.000000000000000001'::decimal(38,18)",
      '99999999999999999999.000000000000000001',
    ],
    [
      'a DECIMAL with more places than the fast type',
      "'1.0000000000000000000000000000000001'::decimal(38,34)",
      '1.0000000000000000000000000000000001',
    ],
    ['an integer', '7::bigint', '7'],
    [
      'the largest HUGEINT',
      "'170141183460469231731687303715884105727'::hugeint",
      '170141183460469230000000000000000000000',
    ],
    ['a text', "'63.330'", '63.33'],
    ['a text without the mark of a text', "'63.330'::blob", '63.33'],
  ])('reads %s', async (_name, value, expected) => {
    const { groups } = await read(await parquet({ BilledCost: value }));
    // Parquet has no 128-bit integer: DuckDB writes a HUGEINT as DOUBLE.
    expect(groups[0]?.costs.BilledCost).toBe(expected);
  });

  it.each([
    ["timestamp '2026-01-01 00:00:00'"],
    ["timestamptz '2026-01-01 01:00:00+01'"],
    ["timestamp_ns '2026-01-01 00:00:00'"],
    ["timestamp_ms '2026-01-01 00:00:00'"],
    ["date '2026-01-01'"],
    ["'2026-01-01T00:00:00Z'"],
  ])('reads the period %s as UTC', async (value) => {
    const { groups } = await read(await parquet({ BillingPeriodStart: value }));
    expect(groups[0]?.billingPeriodStart).toBe('2026-01-01T00:00:00Z');
  });

  it('groups NULL and empty text as null, and counts absent costs with the first row', async () => {
    const path = await parquet(
      {
        ProviderName: 'null',
        BillingCurrency: "''",
        ListCost: 'CASE WHEN i % 2 = 0 THEN i END',
        BillingPeriodStart: 'null::timestamp',
      },
      'range(6)',
    );
    expect(await read(path)).toEqual({
      groups: [
        {
          provider: null,
          currency: null,
          serviceCategory: 'Compute',
          billingPeriodStart: null,
          rows: 6,
          costs: { BilledCost: '9', EffectiveCost: '12', ListCost: '6', ContractedCost: '24' },
        },
      ],
      missing: [{ column: 'ListCost', rows: 3, firstRow: 2 }],
    });
  });

  it.each([
    [
      'a cost that is a truth value',
      { BilledCost: 'true' },
      'header, column BilledCost: found the type BOOLEAN; expected a number',
    ],
    [
      'a cost that is a timestamp',
      { ListCost: "timestamp '2026-01-01'" },
      'column ListCost: found the type TIMESTAMP',
    ],
    [
      'a currency that is a list',
      { BillingCurrency: "['EUR']" },
      'column BillingCurrency: found the type VARCHAR[]; expected a text',
    ],
    [
      'a period that is a number',
      { BillingPeriodStart: '20260101' },
      'column BillingPeriodStart: found the type INTEGER; expected a timestamp',
    ],
    [
      'a DOUBLE that is no number',
      { BilledCost: "CASE WHEN i = 3 THEN 'nan'::double ELSE i END" },
      'row 4, column BilledCost: found "nan"',
    ],
    [
      'a text that is no number',
      { BilledCost: "CASE WHEN i = 2 THEN 'NULL' ELSE '1' END" },
      'row 3, column BilledCost: found "NULL"',
    ],
  ])('refuses %s', async (_name, columns, expected) => {
    await expect(read(await parquet(columns, 'range(5)'))).rejects.toThrow(expected);
  });

  it('fails for a file that is cut off or damaged in its pages', async () => {
    const path = await parquet({ BilledCost: 'i * 1.000001' }, 'range(20000)');
    const bytes = await readFile(path);
    const cut = newPath('parquet');
    await writeFile(cut, bytes.subarray(0, bytes.length - 100));
    await expect(read(cut)).rejects.toThrow(`${cut}: The Parquet file is damaged or cut off`);
    const damaged = newPath('parquet');
    await writeFile(damaged, Buffer.from(bytes).fill(0xff, 40, 4000));
    await expect(read(damaged)).rejects.toThrow(/damaged or cut off|found/);
  });

  it('refuses a decimal that is wider than DuckDB reads, where it is needed', async () => {
    // DuckDB writes none: 37 digits are made 60 in the metadata, as zigzag integers of Thrift.
    const wide = async (columns: Readonly<Record<string, string>>): Promise<string> => {
      const path = await parquet({ x_list: '[{a: 1, b: [2]}]', ...columns });
      const bytes = await readFile(path);
      const footer = bytes.subarray(bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8));
      footer.forEach((byte, at) => {
        if (byte === 37 * 2) footer[at] = 60 * 2;
      });
      await writeFile(path, bytes);
      return path;
    };
    await expect(read(await wide({ ListCost: '1.5::decimal(37, 5)' }))).rejects.toThrow(
      'header, column ListCost: found the type DECIMAL(60, 5); expected a decimal of at most 38 digits',
    );
    expect((await read(await wide({ x_other: '1.5::decimal(37, 5)' }))).groups).toHaveLength(1);
  });

  it('takes nothing from the names of folders', async () => {
    const inside = join(folder, 'Region=eu', 'BilledCost=99');
    await mkdir(inside, { recursive: true });
    const path = join(inside, 'part.parquet');
    await copyFile(await parquet(), path);
    expect((await read(path)).groups[0]?.costs.BilledCost).toBe('1.5');
    const columns = await db.withSession(async (session) => {
      const file = await openSourceFile(path, { tempFolder: folder, stdin: Readable.from([]) });
      return (await openTable(file, { session })).columns.map(({ name }) => name);
    });
    expect(columns).toEqual(Object.keys(sound));
  });
});

it('refuses a sum when two readers find different numbers of rows', async () => {
  const file = await openSourceFile(await parquet(), { tempFolder: folder, stdin: Readable.from([]) });
  const reading = db.withSession(async (session) => {
    const table = await openTable(file, { session });
    return readFocusGroups({ session, table: { ...table, rows: 2 } });
  });
  await expect(reading).rejects.toThrow('Two readers found different numbers of rows');
});

describe('exactness', () => {
  const amount = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 30 }))
      .map(([units, scale]) => new Decimal(units.toString()).div(new Decimal(10).pow(scale)).toFixed()),
    fc
      .tuple(fc.integer(), fc.integer({ min: -40, max: 25 }))
      .map(([units, exponent]) => `${units}E${exponent}`),
    fc.constantFrom('0', '-0.00', '+1.5', '.5', '5.', '1e-24', '1e-25', '9999999999999', '99999999999999.9'),
  );
  const Wide = Decimal.clone({ precision: 1500, toExpNeg: -9e15, toExpPos: 9e15 });
  const total = (values: readonly string[]): string =>
    values
      .reduce((sum, value) => sum.plus(value.replace(/^\+/, '')), new Wide(0))
      .plus(0)
      .toFixed()
      .replace(/^-0$/, '0');

  it('any costs add up as in decimal.js, from CSV', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(amount, { minLength: 1, maxLength: 60 }), async (values) => {
        const path = newPath('csv');
        const rows = values.map((value) => `${value},1,1,1,EUR,AWS,Compute,2026-01-01`);
        await writeFile(path, [Object.keys(sound).join(','), ...rows].join('\n'));
        expect((await read(path)).groups[0]?.costs.BilledCost).toBe(total(values));
      }),
      { numRuns: 40 },
    );
  });

  it('any binary floats add up as their shortest decimals, from Parquet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 }),
        async (values) => {
          const list = `unnest([${values.map((value) => `'${value}'::double`).join(', ')}])`;
          const { groups } = await read(await parquet({ BilledCost: 'i' }, `(SELECT ${list})`));
          expect(groups[0]?.costs.BilledCost).toBe(total(values.map((value) => String(value))));
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** A second, independent reader of CSV: slow and simple. */
const parseNaively = (text: string): readonly Record<string, string | null>[] => {
  const records: (string | null)[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/g;
  for (const match of text.matchAll(pattern)) {
    const value = match[1]?.replaceAll('""', '"') ?? (match[2] === 'NULL' ? null : (match[2] ?? ''));
    records.at(-1)?.push(value === '' ? null : value);
    if (match[3] === '\n') records.push([]);
    if (match[3] === '') break;
  }
  const [header = [], ...rows] = records.filter((record) => record.length > 1);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name ?? '', row[index] ?? null])));
};

describe('the sample of the FinOps Foundation', () => {
  const path = '../shared/data/focus/focus_sample.csv';

  it('adds up to what a naive reader and decimal.js find, group by group', async () => {
    const rows = parseNaively(await readFile(path, 'utf8'));
    expect(rows).toHaveLength(1000);
    const { groups, missing } = await read(path);
    const wanted = new Map<string, { rows: number; sums: Decimal[] }>();
    const costs = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;
    for (const row of rows) {
      const period = row.BillingPeriodStart?.replace(' ', 'T').concat('Z') ?? null;
      const key = JSON.stringify([row.ProviderName, row.BillingCurrency, row.ServiceCategory, period]);
      const group = wanted.get(key) ?? { rows: 0, sums: costs.map(() => new Decimal(0)) };
      wanted.set(key, {
        rows: group.rows + 1,
        sums: group.sums.map((sum, index) => sum.plus(row[costs[index] ?? ''] ?? 0)),
      });
    }
    const found = groups.map((group) => [
      JSON.stringify([group.provider, group.currency, group.serviceCategory, group.billingPeriodStart]),
      { rows: group.rows, sums: costs.map((cost) => group.costs[cost]) },
    ]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        [...wanted].map(([key, { rows: n, sums }]) => [
          key,
          { rows: n, sums: sums.map((sum) => sum.toFixed()) },
        ]),
      ),
    );
    expect(missing).toEqual([{ column: 'ContractedCost', rows: 7, firstRow: 926 }]);
  });

  it('gives the same from Parquet, with floats and with decimals', async () => {
    const csv = await read(path);
    for (const type of ['DOUBLE', 'DECIMAL(30, 15)', 'VARCHAR']) {
      const copy = newPath('parquet');
      await db.withSession((session) =>
        session.run(`COPY (SELECT * REPLACE (BilledCost::${type} AS BilledCost, ListCost::${type} AS ListCost, EffectiveCost::${type} AS EffectiveCost, ContractedCost::${type} AS ContractedCost, BillingPeriodStart::TIMESTAMPTZ AS BillingPeriodStart)
          FROM read_csv(${quotePath(join(process.cwd(), path))}, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = ['NULL'], header = true))
          TO ${quoteText(copy)} (FORMAT parquet)`),
      );
      const { groups, missing } = await read(copy);
      const sorted = (all: FocusGroups['groups']) => all.map((group) => JSON.stringify(group)).sort();
      expect(sorted(groups)).toEqual(sorted(csv.groups));
      expect(missing).toEqual(csv.missing);
    }
  });
});

it('stops when the signal fires', async () => {
  const path = await parquet({ BilledCost: "'1e-30'" }, 'range(2000000)');
  const abort = new AbortController();
  const reading = read(path, abort.signal);
  setTimeout(() => abort.abort(new Error('enough')), 100);
  await expect(reading).rejects.toThrow('enough');
});
