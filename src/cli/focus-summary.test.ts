import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  billed,
  failure,
  folder,
  header,
  line,
  names,
  removeFolder,
  summarise,
  summarisePaths,
  write,
} from '../../test/support/focus-summary-rig.ts';
import { renderSummary } from './focus-summary.ts';

// Generous: property tests open a file for every case, on machines that do other things.
vi.setConfig({ testTimeout: 60_000 });
afterAll(removeFolder);

describe('a FOCUS file', () => {
  it('is summed by currency, provider, service category and billing period', async () => {
    const summary = await summarise(
      [
        header,
        line('0.1'),
        line('0.2'),
        line('10', '1,1,1,USD,AWS,Compute,2026-01-01 00:00:00'),
        line('-0.30', '-0.00,0,0,EUR,Microsoft,Storage,2026-02-01T00:00:00Z'),
        line('5', '5,5,5,NULL,,NULL,'),
      ].join('\n'),
    );
    expect(summary).toEqual({
      rows: 5,
      rejectedRows: 0,
      focusVersion: '1.0',
      totals: [
        { currency: 'EUR', billedCost: '0', effectiveCost: '4', listCost: '6', contractedCost: '8' },
        { currency: 'USD', billedCost: '10', effectiveCost: '1', listCost: '1', contractedCost: '1' },
        { currency: null, billedCost: '5', effectiveCost: '5', listCost: '5', contractedCost: '5' },
      ],
      byProvider: [
        { provider: 'AWS', currency: 'EUR', rows: 2, billedCost: '0.3', effectiveCost: '4', listCost: '6' },
        { provider: 'AWS', currency: 'USD', rows: 1, billedCost: '10', effectiveCost: '1', listCost: '1' },
        {
          provider: 'Microsoft',
          currency: 'EUR',
          rows: 1,
          billedCost: '-0.3',
          effectiveCost: '0',
          listCost: '0',
        },
        { provider: null, currency: null, rows: 1, billedCost: '5', effectiveCost: '5', listCost: '5' },
      ],
      byServiceCategory: [
        { serviceCategory: 'Compute', currency: 'EUR', rows: 2, billedCost: '0.3', effectiveCost: '4' },
        { serviceCategory: 'Compute', currency: 'USD', rows: 1, billedCost: '10', effectiveCost: '1' },
        { serviceCategory: 'Storage', currency: 'EUR', rows: 1, billedCost: '-0.3', effectiveCost: '0' },
        { serviceCategory: null, currency: null, rows: 1, billedCost: '5', effectiveCost: '5' },
      ],
      byBillingPeriod: [
        { start: '2026-01-01T00:00:00Z', currency: 'EUR', rows: 2, billedCost: '0.3' },
        { start: '2026-01-01T00:00:00Z', currency: 'USD', rows: 1, billedCost: '10' },
        { start: '2026-02-01T00:00:00Z', currency: 'EUR', rows: 1, billedCost: '-0.3' },
        { start: null, currency: null, rows: 1, billedCost: '5' },
      ],
      problems: [],
    });
  });

  it('may hold a header and no row', async () => {
    for (const content of [header, `${header}\n`, `${header}\r\n\r\n`]) {
      expect(await summarise(content)).toMatchObject({ rows: 0, totals: [], byProvider: [], problems: [] });
    }
  });

  it.each([
    ['CRLF and a byte order mark', `\ufeff${header}\r\n${line()}\r\n${line()}\r\n`],
    ['no line end at the end', `${header}\n${line()}\n${line()}`],
    ['both kinds of line end', `${header}\r\n${line()}\n${line()}\r\n`],
    ['blank lines', `${header}\n${line()}\n\n${line()}\n\n\n`],
    ['blank lines and CRLF', `${header}\r\n${line()}\r\n\r\n${line()}\r\n\r\n`],
    [
      'quotes around everything',
      `"${header.replaceAll(',', '","')}"\n${`"${line().replaceAll(',', '","')}"\n`.repeat(2)}`,
    ],
    [
      'quoted names with blanks around them',
      `${header.replace('BilledCost', '" BilledCost "')}\n${line()}\n${line()}\n`,
    ],
    [
      'a blank before every opening quote and after every closing one',
      `"${header.replaceAll(',', '" , "')}" \r\n${`"${line().replaceAll(',', '" , "')}" \r\n`.repeat(2)}`,
    ],
    ['names in lower case', `${header.toLowerCase()}\n${line()}\n${line()}\n`],
  ])('may have %s', async (_name, content) => {
    expect(await summarise(content)).toMatchObject({
      rows: 2,
      focusVersion: '1.0',
      totals: [{ currency: 'EUR', billedCost: '2', effectiveCost: '4', listCost: '6', contractedCost: '8' }],
      problems: [],
    });
  });

  it('may have its columns in any order, and others between them', async () => {
    const shuffled = ['Id', 'Tags', ...names.toReversed(), 'x_Note', ''];
    const json = '"{""k"": ""a,\n""}"';
    const row = ['7', json, ...line().split(',').toReversed(), '"say ""hi""\r\nthere"', ''];
    const summary = await summarise(`${shuffled.join(',')}\n${row.join(',')}\n${row.join(',')}\n`);
    expect(summary).toMatchObject({ rows: 2, focusVersion: '1.0', totals: [{ billedCost: '2' }] });
  });

  it('counts empty and unquoted NULL costs as absent and says where', async () => {
    const path = await write(
      [header, line(), line(''), line('NULL'), line('""'), line('1', ',3,4,EUR,AWS,Compute,2026-01-01')].join(
        '\n',
      ),
    );
    const later = await write([header, line(), line(), line('')].join('\n'));
    expect((await summarisePaths([path, later])).problems).toEqual([
      { code: 'missing-cost', column: 'BilledCost', rows: 4, example: `${path}, row 2` },
      { code: 'missing-cost', column: 'EffectiveCost', rows: 1, example: `${path}, row 5` },
    ]);
  });

  it('keeps a quoted NULL as the word it is', async () => {
    const { byProvider } = await summarise(
      [
        header,
        line('1', '2,3,4,EUR,"NULL",Compute,2026-01-01'),
        line('1', '2,3,4,EUR,null,Compute,2026-01-01'),
      ].join('\n'),
    );
    expect(byProvider.map(({ provider }) => provider)).toEqual(['NULL', 'null']);
    expect((await failure(`${header}\n${line('"NULL"')}\n`)).detail).toContain(
      'row 1, column BilledCost: found "NULL"',
    );
  });

  it('is 1.3 when it has columns of 1.3, and then names the provider in either column', async () => {
    const only = await summarise(`${header.replace('ProviderName', 'ServiceProviderName')}\n${line()}\n`);
    expect(only).toMatchObject({ focusVersion: '1.3', byProvider: [{ provider: 'AWS' }] });
    const both = await summarise(
      `${header},ServiceProviderName\n${line()},Other\n${line('1', '2,3,4,EUR,,Compute,2026-01-01')},Azure\n`,
    );
    expect(both.byProvider.map(({ provider }) => provider)).toEqual(['AWS', 'Azure']);
  });

  it('reads instants with and without zone as the same moment', async () => {
    const texts = [
      '2026-01-01',
      '2026-01-01 00:00:00',
      '2026-01-01T00:00Z',
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T02:00:00+02:00',
      '2026-01-01 00:00:00 UTC',
    ];
    const { byBillingPeriod } = await summarise(
      [header, ...texts.map((text) => line('1', `2,3,4,EUR,AWS,Compute,${text}`))].join('\n'),
    );
    expect(byBillingPeriod).toEqual([
      { start: '2026-01-01T00:00:00Z', currency: 'EUR', rows: 6, billedCost: '6' },
    ]);
  });
});

describe('sums', () => {
  it.each([
    ['1.5E-7', '0.00000015'],
    ['-1.5e-07', '-0.00000015'],
    ['1e3', '1000'],
    ['1E+20', '100000000000000000000'],
    ['-0.00', '0'],
    ['-0.0e5', '0'],
    ['+1.5', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    [' 1.50 ', '1.5'],
    ['"\t7"', '7'],
    ['007.10', '7.1'],
    ['123456789.123456789012345678901234567890', '123456789.12345678901234567890123456789'],
    [
      '12345678901234567890123456789012345678901234567890.5',
      '12345678901234567890123456789012345678901234567890.5',
    ],
    ['9999999999999', '9999999999999'],
    ['99999999999999', '99999999999999'],
    ['1e-300', `0.${'0'.repeat(299)}1`],
  ])('read %j as %s', async (text, value) => {
    expect(await billed(line(text))).toBe(value);
  });

  it('are exact where the fast type would round, and where it would overflow', async () => {
    expect(await billed(line('0.1'), line('1e-40'), line('1e30'), line('-1e30'))).toBe(
      `0.1${'0'.repeat(38)}1`,
    );
    const many = Array.from({ length: 40 }, () => line('9999999999999.999999999999999999999999'));
    expect(await billed(...many)).toBe('399999999999999.99999999999999999999996');
  });
});

describe('gzip and standard input', () => {
  const content = `${header}\n${`${line('0.001')}\n`.repeat(40_000)}`;

  it('give the same sums as the plain file', async () => {
    const plain = await summarise(content);
    expect(plain.totals[0]?.billedCost).toBe('40');
    expect(await summarise(gzipSync(content))).toEqual(plain);
    expect(await summarisePaths(['-'], content)).toEqual(plain);
    expect(await summarisePaths(['-'], gzipSync(content))).toEqual(plain);
    const half = content.length / 2;
    const members = [gzipSync(content.slice(0, half)), gzipSync(content.slice(half))];
    expect(await summarise(Buffer.concat(members))).toEqual(plain);
  });

  it('fail when the stream is cut off or damaged, even where it would still decompress', async () => {
    const packed = gzipSync(content);
    expect((await failure(packed.subarray(0, packed.length / 2))).detail).toMatch(
      /, row \d+, column \w+: the gzip stream ends too early; the file was cut off/,
    );
    expect((await failure(packed.subarray(0, packed.length - 4))).detail).toContain('cut off');
    const damaged = Buffer.from(packed);
    damaged[packed.length - 6] = (damaged[packed.length - 6] ?? 0) ^ 1;
    expect((await failure(damaged)).detail).toContain('damaged');
    for (const zeros of [1, 512, 3 << 20]) {
      const padded = Buffer.concat([packed, Buffer.alloc(zeros)]);
      expect((await failure(padded)).detail).toContain('followed by bytes that do not belong to it');
    }
  });

  it('name standard input in errors', async () => {
    await expect(summarisePaths(['-'], `${header}\n${line('x')}\n`)).rejects.toThrow(
      'standard input, row 1, column BilledCost',
    );
    await expect(summarisePaths(['-'], '')).rejects.toThrow('standard input: The file is empty');
  });
});

it('several files: rows and sums add up, the version is the highest', async () => {
  const old = await write(`${header}\n${line()}\n`);
  const newer = await write(`${header},InvoiceId\n${line()},7\n`);
  expect(await summarisePaths([old, newer])).toMatchObject({
    rows: 2,
    focusVersion: '1.2',
    totals: [{ billedCost: '2' }],
  });
});

it('names with characters that mean something to a glob or to SQL are just names', async () => {
  const quoted = await write(`${header}\n${line()}\n`, " it's [1] *?");
  expect(await summarisePaths([quoted])).toMatchObject({ rows: 1 });
  // Beside files that the name as a pattern would match, and itself not.
  const path = join(folder, 'part[ab]-*.csv');
  await writeFile(path, `${header}\n${line('7')}\n`);
  await writeFile(join(folder, 'parta-1.csv'), `${header}\n${line('8')}\n`);
  await writeFile(join(folder, 'partb-2.csv'), `${header}\n${line('9')}\n`);
  expect(await summarisePaths([path])).toMatchObject({ rows: 1, totals: [{ billedCost: '7' }] });
});

it('a person sees tables, and nothing of a file reaches the terminal as a command', async () => {
  const shown = renderSummary(
    await summarise(`${header}\n${line('1.5', '2,3,4,EUR,"A\u001b[31mWS",,2026-01-01')}\n`),
  );
  expect(shown).toContain('1 rows, FOCUS 1.0');
  expect(shown).not.toContain('\u001b');
  expect(shown).toContain('(none)');
});
