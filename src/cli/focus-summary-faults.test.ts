import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  failure,
  folder,
  header,
  line,
  removeFolder,
  summarise,
  summarisePaths,
} from '../../test/support/focus-summary-rig.ts';

// Generous: property tests open a file for every case, on machines that do other things.
vi.setConfig({ testTimeout: 60_000 });
afterAll(removeFolder);

describe('bad input ends with its place and what was expected:', () => {
  it.each([
    [
      'a cost that is no number',
      [line(), line('abc')],
      'row 2, column BilledCost: found "abc"; expected a decimal number',
    ],
    ['a decimal comma', [line('"1,5"')], 'row 1, column BilledCost: found "1,5"'],
    ['a currency sign', [line('$5')], 'row 1, column BilledCost: found "$5"'],
    ['an underscore', [line('1_000')], 'row 1, column BilledCost: found "1_000"'],
    ['NaN', [line('NaN')], 'row 1, column BilledCost: found "NaN"'],
    ['a hexadecimal number', [line('0x10')], 'row 1, column BilledCost: found "0x10"'],
    ['an absurd exponent', [line('1e999999999')], 'row 1, column BilledCost: found "1e999999999"'],
    [
      'another cost column',
      [line(), line(), line('1', '2,x,4,EUR,AWS,Compute,2026-01-01')],
      'row 3, column ListCost: found "x"',
    ],
    [
      'a US date',
      [line(), line('1', '2,3,4,EUR,AWS,Compute,1/31/2026')],
      'row 2, column BillingPeriodStart: found "1/31/2026"; expected an instant',
    ],
    [
      'a day that does not exist',
      [line('1', '2,3,4,EUR,AWS,Compute,2026-02-30')],
      'row 1, column BillingPeriodStart: found "2026-02-30"',
    ],
    ['too few fields', [line(), '1,2,3', line()], 'row 2, column ContractedCost: found 3 fields; expected 8'],
    [
      'a file that ends inside a row',
      [line(), '1,2,3'],
      'row 2, column ContractedCost: found 3 fields; expected 8 (the file ends inside this row)',
    ],
    [
      'too many fields',
      [line(), `${line()},9`],
      'row 2, column BillingPeriodStart: found 9 fields; expected 8',
    ],
    [
      'one empty field too many',
      [line(), `${line()},`, line()],
      'row 2, column BillingPeriodStart: found 9 fields; expected 8',
    ],
    [
      'a file that ends inside quotes',
      [line(), '1,2,3,4,"EUR'],
      'row 2, column BillingCurrency: the file ends inside a quoted field',
    ],
    [
      'an opening quote that eats the rest',
      [line('"1'), line(), line()],
      'row 1, column BilledCost: the file ends inside a quoted field',
    ],
    [
      'text after a closing quote',
      [line('"1"0')],
      'row 1, column BilledCost: found text after a closing quote',
    ],
    ['a NUL byte', [line(), line('1\0')], 'row 2, column BilledCost: found a NUL byte'],
    [
      'a lone carriage return',
      [line(), `${line()}\r${line()}`],
      'row 2, column BillingPeriodStart: found a carriage return',
    ],
  ])('%s', async (_name, lines, expected) => {
    expect((await failure([header, ...lines].join('\n'))).detail).toContain(expected);
  });

  it('rows are counted as records, whatever lines their quoted fields span', async () => {
    const tall = line('1', '2,3,4,EUR,"A\n\nW\r\nS",Compute,2026-01-01');
    expect((await failure([header, tall, '', tall, line('x')].join('\n'))).detail).toContain(
      'row 3, column BilledCost',
    );
    expect((await failure([header, tall, '', tall, '1,2'].join('\r\n'))).detail).toContain(
      'row 3, column ListCost: found 2 fields; expected 8',
    );
  });

  it('the first of several faults is named', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) =>
      line(index === 3210 || index === 4000 ? 'bad' : '1'),
    );
    expect((await failure([header, ...rows].join('\n'))).detail).toContain('row 3211, column BilledCost');
  });

  it('the first of several unreadable periods is named, with its own value', async () => {
    for (const texts of [
      ['mm', 'zz', 'aa'],
      ['zz', 'aa', 'mm'],
      ['aa', 'mm', 'zz'],
    ]) {
      const rows = texts.map((text) => line('1', `2,3,4,EUR,AWS,Compute,${text}`));
      expect((await failure([header, line(), ...rows].join('\n'))).detail).toContain(
        `row 2, column BillingPeriodStart: found "${texts[0]}"`,
      );
    }
  });

  it('bytes that are not UTF-8, wherever they stand', async () => {
    const start = Buffer.from(`${header},Note\n${`${line()},é\n`.repeat(60_000)}`);
    const bad = Buffer.concat([start, Buffer.from(`${line()},a`), Buffer.from([0xe9, 0x0a])]);
    expect((await failure(bad)).detail).toContain(
      'row 60001, column Note: found the byte 0xE9, which is not UTF-8',
    );
    const cut = Buffer.concat([start, Buffer.from(`${line()},a`), Buffer.from([0xc3])]);
    expect((await failure(cut)).detail).toContain('row 60001, column Note: found the byte 0xC3');
    expect(await summarise(Buffer.concat([start, Buffer.from(`${line()},a`)]))).toMatchObject({
      rows: 60_001,
    });
  });

  it('a row without end, and takes a row of several megabytes', async () => {
    const rowOf = (mebibytes: number): string => `${line()},${'x'.repeat(mebibytes * 1024 * 1024)}`;
    expect(await summarise(`${header},Note\n${rowOf(13)}\n${line()},\n`)).toMatchObject({ rows: 2 });
    const { detail } = await failure(`${header},Note\n${line()},\n${rowOf(18)}\n`);
    expect(detail).toContain('row 2, column Note: found more than 14 MiB in one row');
  });

  it.each([
    ['an empty file', '', 'The file is empty'],
    ['an empty first line', '\n\n', 'header: The first line is empty'],
    ['semicolons', header.replaceAll(',', ';'), 'header: Columns are separated by ";"; expected ","'],
    [
      'a column that appears twice',
      `${header},BilledCost\n${line()},1\n`,
      'Column "BilledCost" appears twice, as field 1 and field 9',
    ],
    [
      'another kind of file',
      'Date,Amount\n2026-01-01,5\n',
      'missing columns ProviderName (or ServiceProviderName), BillingCurrency, ServiceCategory, BillingPeriodStart',
    ],
    [
      'no provider at all',
      header.replace('ProviderName', 'Provider'),
      'missing column ProviderName (or ServiceProviderName)',
    ],
    ['a header that ends inside quotes', '"BilledCost', 'ends inside a quoted column name'],
    ['UTF-16', Buffer.from(`\ufeff${header}`, 'utf16le'), 'UTF-16'],
    ['an Excel workbook', Buffer.from('PK\u0003\u0004....'), 'Excel'],
    ['a Parquet file that is none', 'PAR1 and then nothing of the kind', 'The Parquet file is damaged'],
  ])('%s', async (_name, content, expected) => {
    expect((await failure(content)).detail).toContain(expected);
  });

  it('a missing file, a folder, and - twice', async () => {
    await expect(summarisePaths([join(folder, 'none.csv')])).rejects.toThrow('There is no such file');
    await mkdir(join(folder, 'a-folder'), { recursive: true });
    await expect(summarisePaths([join(folder, 'a-folder')])).rejects.toThrow('This is a folder');
    await expect(summarisePaths(['-', '-'], header)).rejects.toThrow('only once');
  });
});
