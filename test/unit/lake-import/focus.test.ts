import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDuckDb } from '../../../src/platform/lake/duckdb.ts';
import { isDecimalText } from '../../../src/shared/exact-sum.ts';
import { parseInstantText } from '../../../src/shared/instant-text.ts';
import { Exact } from '../../../src/shared/money.ts';
import { askLake, focusCsv, parseCsv, runImport, temporaryFolder, writeFixture } from './support.ts';

const samplePath = join(import.meta.dirname, '../../../../shared/data/focus/focus_sample.csv');
const costs = {
  billedCost: 'BilledCost',
  effectiveCost: 'EffectiveCost',
  listCost: 'ListCost',
  contractedCost: 'ContractedCost',
} as const;

test("the FinOps Foundation's sample keeps every row and every digit, slice by slice", async () => {
  const result = await runImport([samplePath]);
  const rows = parseCsv(await readFile(samplePath, 'utf8'));

  expect(result).toMatchObject({ format: 'focus', focusVersion: '1.0', rowsRead: 1000, rowsImported: 1000 });
  expect(result.rejects).toEqual({ rows: 0, entries: 0, sample: [], path: null });
  expect(
    result.slices.map(({ provider, billingPeriodStart, rows: n }) => [provider, billingPeriodStart, n]),
  ).toEqual([
    ['AWS', '2024-09-01T00:00:00Z', 942],
    ['Microsoft', '2024-09-01T00:00:00Z', 51],
    ['Oracle', '2024-09-01T00:00:00Z', 6],
    ['Oracle', '2024-10-01T00:00:00Z', 1],
  ]);
  for (const slice of result.slices) {
    const own = rows.filter(
      (row) =>
        row.ProviderName === slice.provider &&
        row.BillingPeriodStart?.replace(' ', 'T') === slice.billingPeriodStart.replace('Z', ''),
    );
    expect(slice.totals.map(({ currency }) => currency)).toEqual(['USD']);
    for (const [key, column] of Object.entries(costs)) {
      const sum = own
        .map((row) => row[column] ?? '')
        .filter((text) => text !== '' && text !== 'NULL')
        .reduce((total, text) => total.plus(text), new Exact(0));
      expect(slice.totals[0]?.[key as keyof typeof costs]).toBe(sum.toFixed());
    }
  }
});

test('NULL costs and the stray column of the sample stay what they are', async () => {
  const result = await runImport([samplePath]);
  const rows = parseCsv(await readFile(samplePath, 'utf8'));
  const absent = rows.filter((row) => row.ContractedCost === 'NULL' || row.ContractedCost === '').length;
  expect(absent).toBeGreaterThan(0);
  const [answer] = await askLake(
    result,
    "SELECT count(*) FILTER (ContractedCost IS NULL) AS absent, count(*) FILTER (x_extra['Id'] IS NOT NULL) AS stray FROM lake",
  );
  expect(answer).toEqual({ absent: String(absent), stray: '1000' });
});

test('the same content has the same hash whatever its order, and a gzipped file gives the same rows', async () => {
  const csv = focusCsv([{}, { BilledCost: '2.25', BillingCurrency: 'USD' }]);
  const plain = await writeFixture('a.csv', csv);
  const other = await writeFixture('b.csv', focusCsv([{ BilledCost: '3' }]));
  const zipped = await writeFixture('a.csv.gz', gzipSync(csv));

  const [ab, ba, gz] = [
    await runImport([plain, other]),
    await runImport([other, plain]),
    await runImport([zipped]),
  ];
  expect(ab.contentSha256).toBe(ba.contentSha256);
  expect(ab.slices[0]?.totals).toEqual(ba.slices[0]?.totals);
  expect(gz.slices[0]?.totals.map(({ currency, billedCost }) => [currency, billedCost])).toEqual([
    ['EUR', '1.5'],
    ['USD', '2.25'],
  ]);
});

test('FOCUS 1.3 fills ProviderName from ServiceProviderName', async () => {
  const csv = focusCsv([{ ServiceProviderName: 'Cloud B', HostProviderName: 'Cloud C' }], {
    without: ['ProviderName', 'PublisherName'],
  });
  const result = await runImport([await writeFixture('focus-1.3.csv', csv)]);
  expect(result.focusVersion).toBe('1.3');
  expect(result.slices[0]?.provider).toBe('Cloud B');
});

test('before FOCUS 1.3, ServiceProviderName is ProviderName', async () => {
  const result = await runImport([await writeFixture('focus-1.0.csv', focusCsv([{}]))]);
  expect(await askLake(result, 'SELECT ServiceProviderName AS name FROM lake')).toEqual([
    { name: 'Cloud A' },
  ]);
});

test('costs of any notation are exact, and more places than the lake keeps are rounded aloud', async () => {
  const texts = [
    '1.5E-7',
    '-0.000000000123456789',
    '+1.5',
    '.5',
    '5.',
    '12345678901234.000000000000000000000001',
    '-123456789.123456789123456789123456',
    '1e3',
    '0.0000000000000000000000014',
  ];
  const result = await runImport([
    await writeFixture('a.csv', focusCsv(texts.map((text) => ({ BilledCost: text })))),
  ]);
  const kept = texts.slice(0, -1).reduce((sum, text) => sum.plus(text), new Exact(0));
  expect(result.rowsImported).toBe(texts.length);
  expect(result.slices[0]?.totals[0]?.billedCost).toBe(kept.plus('0.000000000000000000000001').toFixed());
  expect(result.notices).toEqual([
    { kind: 'rounded', column: 'BilledCost', rows: 1, example: '0.0000000000000000000000014' },
  ]);
});

test('sums past 14 digits do not overflow', async () => {
  const csv = focusCsv(Array.from({ length: 5 }, () => ({ BilledCost: '99999999999999.99' })));
  const result = await runImport([await writeFixture('a.csv', csv)]);
  expect(result.slices[0]?.totals[0]?.billedCost).toBe('499999999999999.95');
});

test('instants with an offset are UTC, and tags that are no object are kept and told', async () => {
  const csv = focusCsv([
    { ChargePeriodStart: '2026-01-05T02:00:00+02:00', Tags: '[1]' },
    { ChargePeriodStart: '2026-01-05 00:00:00', Tags: '"a": "b","c": "d, ""e"""'.replaceAll('""', '\\"') },
  ]);
  const result = await runImport([await writeFixture('a.csv', csv)]);
  const rows = await askLake(result, 'SELECT DISTINCT ChargePeriodStart AS at FROM lake');
  expect(rows).toEqual([{ at: '2026-01-05 00:00:00' }]);
  expect(result.notices).toEqual([{ kind: 'unparsed', column: 'Tags', rows: 1, example: '[1]' }]);
  expect(result.tagKeys).toEqual(['a', 'c']);
});

test('an instant or a number is read as in a summary, or by neither', async () => {
  const instants = [
    ...['2026-01-05', ' 2026-01-05 ', '2026-01-05T00:00Z', '2026-01-05 00:00', '2026-01-05t01:30:00.5z'],
    ...[
      '2026-01-05 00:00:00 UTC',
      '2026-01-05 00:00:00 utc',
      '2026-01-05T00:00+02:00',
      '2026-01-05 00:00-0730',
    ],
    ...['2026-01-05T00:00:00.123456789Z', '2026-01-05 00:00:00+18', '2024-02-29T23:59:59Z'],
    ...['2026-01-05T24:00:00Z', '2026-01-05T00:60:00Z', '2026-01-05T00:00:60Z', '2026-01-05T00:00:00+25:00'],
    ...[
      '2026-02-29',
      '2026-1-5',
      '2026-01-05T',
      '2026-01-05T00',
      'epoch',
      'infinity',
      '2026-01-05 00:00:00 CET',
    ],
  ];
  const numbers = [' 1.5', '2.5 ', '\t3', ' 1e-3 ', '- 4', '1 000', '1e', '.', '0x1F', '1_0', 'inf'];
  const rows = [
    ...instants.map((text) => ({ ChargePeriodStart: text })),
    ...numbers.map((text) => ({ BilledCost: text })),
  ].map((row, index) => ({ ...row, ResourceId: String(index) }));
  const result = await runImport([await writeFixture('a.csv', focusCsv(rows))]);
  const kept = await askLake(
    result,
    `SELECT ResourceId::INTEGER AS i, epoch_ms(ChargePeriodStart)::VARCHAR AS at, BilledCost::DOUBLE AS cost FROM lake`,
  );
  const found = new Map(kept.map((row) => [row.i, row]));
  const expected = [
    ...instants.map((text) => parseInstantText(text)?.getTime().toString()),
    ...numbers.map((text) => (isDecimalText(text) ? Number(text) : undefined)),
  ];
  expect(rows.map((_, i) => found.get(i)?.[i < instants.length ? 'at' : 'cost'])).toEqual(expected);
});

test('a tag key that is too long to group by is kept and not offered', async () => {
  const long = 'k'.repeat(301);
  const csv = focusCsv([{ Tags: JSON.stringify({ [long]: 'v', team: 'red' }) }]);
  const result = await runImport([await writeFixture('a.csv', csv)]);
  expect(result.tagKeys).toEqual(['team']);
  expect(await askLake(result, `SELECT Tags['${long}'] AS value FROM lake`)).toEqual([{ value: 'v' }]);
});

test('Parquet with doubles, zoned instants and map tags gives what its CSV gives', async () => {
  const folder = await temporaryFolder();
  const csv = await writeFixture(
    'a.csv',
    focusCsv([{ BilledCost: '0.1' }, { BilledCost: '1.23e-7', x_Team: 'blue' }]),
  );
  const duckDb = await openDuckDb({
    memoryLimitMib: 200,
    threads: 1,
    tempFolder: join(folder, 't'),
    allowedFolders: [folder],
    allowedFiles: [csv],
  });
  const path = join(folder, 'a.parquet');
  await duckDb.withSession((session) =>
    session.run(
      `COPY (SELECT * REPLACE (BilledCost::DOUBLE AS BilledCost, ChargePeriodStart::TIMESTAMPTZ AS ChargePeriodStart, MAP {'team': 'red'} AS Tags) FROM read_csv('${csv}', all_varchar = true)) TO '${path}' (FORMAT parquet)`,
    ),
  );
  duckDb.close();
  const [fromCsv, fromParquet] = [await runImport([csv]), await runImport([path])];
  expect(fromParquet.slices[0]?.totals).toEqual(fromCsv.slices[0]?.totals);
  const sql = 'SELECT * FROM lake ORDER BY BilledCost';
  expect(await askLake(fromParquet, sql)).toEqual(await askLake(fromCsv, sql));
});

test('inside a slice, days lie together', async () => {
  const days = ['07', '03', '05', '03', '07'];
  const csv = focusCsv(days.map((day) => ({ ChargePeriodStart: `2026-01-${day}T00:00:00Z` })));
  const result = await runImport([await writeFixture('a.csv', csv)]);
  const rows = await askLake(result, 'SELECT day(ChargePeriodStart) AS day FROM lake');
  expect(rows.map((row) => Number(row.day))).toEqual([3, 3, 5, 7, 7]);
});
