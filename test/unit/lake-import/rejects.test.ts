import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { focusCsv, type Imported, parseCsv, runImport, writeFixture } from './support.ts';

const placesOf = (result: Imported) =>
  result.rejects.sample.map(({ row, column, value, reason }) => ({ row, column, value, reason }));

const importText = async (content: string | Uint8Array, name = 'costs.csv'): Promise<Imported> =>
  runImport([await writeFixture(name, content)]);

describe('a bad value rejects its row and no other', () => {
  test.each([
    ['BilledCost', 'abc', 'is not a decimal number'],
    ['BilledCost', '1,5', 'is not a decimal number'],
    ['BilledCost', '1_000', 'is not a decimal number'],
    ['BilledCost', 'NaN', 'is not a decimal number'],
    ['BilledCost', '1234567890123456', 'has more than 14 digits before the point'],
    ['ChargePeriodStart', '01/05/2026', 'is not an instant such as 2026-01-31T00:00:00Z'],
    ['ChargePeriodStart', '2026-02-30T00:00:00Z', 'is not an instant such as 2026-01-31T00:00:00Z'],
    ['BillingPeriodStart', 'infinity', 'is not an instant such as 2026-01-31T00:00:00Z'],
    ['BillingAccountId', '', 'is empty, but every charge needs it'],
    ['BillingCurrency', 'NULL', 'is empty, but every charge needs it'],
    ['BillingCurrency', 'eur', 'is not a currency code such as EUR'],
    ['BillingCurrency', 'US Dollar', 'is not a currency code such as EUR'],
    ['ProviderName', 'P'.repeat(201), 'is longer than 200 bytes'],
    ['BillingAccountId', 'é'.repeat(251), 'is longer than 500 bytes'],
  ])('%s = %s', async (column, value, reason) => {
    const result = await importText(focusCsv([{}, { [column]: value }, {}]));
    expect(result).toMatchObject({ rowsRead: 3, rowsImported: 2 });
    const shown = reason.startsWith('is empty') ? '' : value.slice(0, 200);
    expect(placesOf(result)).toEqual([{ row: 2, column, value: shown, reason }]);
  });

  test('several faults of a row are all told, and the row counts once', async () => {
    const result = await importText(focusCsv([{ BilledCost: 'x', ListCost: 'y' }, {}]));
    expect(result.rejects).toMatchObject({ rows: 1, entries: 2 });
  });

  test('rows are counted as records, so a line end inside quotes does not shift them', async () => {
    const result = await importText(focusCsv([{ ChargeDescription: 'two\nlines' }, { BilledCost: 'x' }]));
    expect(placesOf(result)[0]).toMatchObject({ row: 2, column: 'BilledCost' });
  });

  test('the list of rejects is a file beside the Parquet files', async () => {
    const result = await importText(focusCsv([{ BilledCost: 'a "b", c' }, {}]));
    const list = await readFile(join(result.folder, result.rejects.path ?? ''), 'utf8');
    expect(parseCsv(list)).toEqual([
      {
        file: 'costs.csv',
        row: '1',
        column: 'BilledCost',
        value: 'a "b", c',
        reason: 'is not a decimal number',
      },
    ]);
  });

  test('a file of bad rows only is read, and gives no slice', async () => {
    const result = await importText(focusCsv([{ BilledCost: 'x' }]));
    expect(result).toMatchObject({ rowsRead: 1, rowsImported: 0, slices: [], conformance: null });
  });
});

describe('a broken structure costs the rows it breaks', () => {
  const sound = focusCsv([{}, {}, {}]).trimEnd().split('\n');
  const [header = '', row = ''] = sound;
  const wide = row.split(',').length;

  test('too few and too many fields', async () => {
    const result = await importText([header, row, 'a,b', `${row},more`, row].join('\n'));
    expect(result).toMatchObject({ rowsRead: 4, rowsImported: 2 });
    expect(placesOf(result).map((each) => [each.row, each.reason])).toEqual([
      [2, `has 2 of ${wide} fields`],
      [3, `has ${wide + 1} fields; expected ${wide}`],
    ]);
  });

  test('a file that ends inside a row', async () => {
    const result = await importText([header, row, row.slice(0, 30)].join('\n'));
    expect(result).toMatchObject({ rowsRead: 2, rowsImported: 1 });
    expect(placesOf(result)[0]?.reason).toContain('the file ends inside this row');
  });

  test('a quote that is never closed takes its own line and spares the others', async () => {
    const result = await importText([header, row, `"${row}`, row, row].join('\n'));
    expect(result).toMatchObject({ rowsRead: 4, rowsImported: 3 });
    expect(placesOf(result)).toMatchObject([{ row: 2, column: null }]);
  });

  test('text after a closing quote', async () => {
    const result = await importText([header, row, `"a"b${row}`, row].join('\n'));
    expect(result).toMatchObject({ rowsRead: 3, rowsImported: 2 });
    expect(placesOf(result)[0]?.reason).toBe('has text after a closing quote');
  });

  test('blanks beside quotes break nothing, also in a file that needs repair', async () => {
    const quoted = `"${row.replaceAll('"', '').split(',').join('" , "')}" `;
    for (const [lines, rejected] of [
      [[header, quoted, row], 0],
      [[header, quoted, 'a,b', row], 1],
    ] as const) {
      const result = await importText(lines.join('\r\n'));
      expect(result).toMatchObject({ rowsImported: 2, rejects: { rows: rejected } });
      expect(result.slices[0]?.totals[0]).toMatchObject({ billedCost: '3' });
    }
  });

  test('bytes that are not UTF-8, and NUL', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${header}\n${row}\n`),
      Buffer.from(row.replace('Machines', 'Mach\u0001nes')).map((byte) => (byte === 1 ? 0xff : byte)),
      Buffer.from(`\n${row.replace('Machines', 'Mach\0ines')}\n${row}\n`),
    ]);
    const result = await importText(bad);
    expect(result).toMatchObject({ rowsRead: 4, rowsImported: 2 });
    expect(placesOf(result).map((each) => [each.row, each.reason])).toEqual([
      [2, 'is not UTF-8 text'],
      [3, 'contains a NUL byte'],
    ]);
  });

  test('a bad value after a bad structure keeps its row number', async () => {
    const bad = row.replace('1.5', 'x');
    const result = await importText([header, 'a,b', row, bad].join('\r\n'));
    expect(placesOf(result).map((each) => [each.row, each.column])).toEqual([
      [1, null],
      [3, 'BilledCost'],
    ]);
  });

  test('whatever is done to a file, every row is accounted for', async () => {
    const text = focusCsv([{ Tags: '{"a":"b"}' }, { ChargeDescription: 'x, "y"\nz' }, {}]);
    const edit = fc.record({
      at: fc.nat(text.length),
      length: fc.nat(5),
      put: fc.constantFrom('', '"', '\n', ',', '\r', '\0', 'é', '""', ' "', '" '),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        const damaged = edits.reduce(
          (now, { at, length, put }) =>
            now.slice(0, Math.max(header.length + 1, at)) +
            put +
            now.slice(Math.max(header.length + 1, at) + length),
          text,
        );
        const result = await importText(damaged);
        expect(result.rowsRead).toBe(result.rowsImported + result.rejects.rows);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('a file that is damaged or foreign as a whole imports nothing', () => {
  test.each([
    ['an unknown header', 'a,b,c\n1,2,3\n', /no known cost export.*FOCUS/],
    [
      'FOCUS without a mandatory column',
      focusCsv([{}], { without: ['BilledCost'] }),
      /nearest is FOCUS.*BilledCost/,
    ],
    ['a column twice', 'BilledCost,BilledCost\n1,2\n', /appears twice/],
    ['an empty file', '', /empty/],
  ])('%s', async (_, content, message) => {
    await expect(importText(content)).rejects.toThrow(message);
  });

  test('a gzip stream that was cut off', async () => {
    const zipped = gzipSync(focusCsv(Array.from({ length: 500 }, () => ({}))));
    await expect(importText(zipped.subarray(0, zipped.length - 20), 'a.csv.gz')).rejects.toThrow(
      /cut off|too early/,
    );
  });

  test('a Parquet file that was cut off', async () => {
    await expect(importText('PAR1nothing', 'a.parquet')).rejects.toThrow(/damaged or cut off/);
  });
});

test('a header without rows is an empty import', async () => {
  const [header = ''] = focusCsv([{}]).split('\n');
  expect(await importText(header)).toMatchObject({ rowsRead: 0, rowsImported: 0, slices: [] });
});
