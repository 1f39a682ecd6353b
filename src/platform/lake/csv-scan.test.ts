import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvFault, createCsvScanner } from './csv-scan.ts';

const scan = (text: string, fieldCount: number, pieceBytes = Number.POSITIVE_INFINITY) => {
  const faults: CsvFault[] = [];
  const scanner = createCsvScanner({ fieldCount, onFault: (fault) => faults.push(fault) });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) scanner.write(bytes.subarray(at, at + pieceBytes));
  scanner.end();
  const { rows, mixedLineEnds, blanksBesideQuotes } = scanner;
  return { faults, rows: rows(), mixed: mixedLineEnds(), blanks: blanksBesideQuotes() };
};

const field = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', '1'), maxLength: 6 });
const written = (value: string): string =>
  /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

describe('the scanner of CSV structure', () => {
  it('finds every record of any sound file, however it is cut into pieces', () => {
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (records, end, ended, piece) => {
          const text = records.map((record) => record.map(written).join(',')).join(end) + (ended ? end : '');
          expect(scan(text, records[0]?.length ?? 0, piece)).toEqual({
            faults: [],
            rows: records.length - 1,
            mixed: false,
            blanks: false,
          });
        },
      ),
    );
  });

  it('finds any record that is too short or too long', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(widths, (all) => {
        const text = ['x,x', ...all.map((width) => Array(width).fill('x').join(','))].join('\n');
        const { faults, rows } = scan(text, 2);
        expect(rows).toBe(all.length);
        expect(faults.map(({ row, found }) => [row, found])).toEqual(
          all.flatMap((width, index) => (width === 2 ? [] : [[index + 1, width]])),
        );
      }),
    );
  });

  it.each([
    ['a,b\n1,"2', { kind: 'open-quote', row: 1, field: 1, atEnd: true }],
    ['a,b\n1,"', { kind: 'open-quote', row: 1, field: 1, atEnd: true }],
    ['a,b\n"1"x,2\n', { kind: 'text-after-quote', row: 1, field: 0, atEnd: false }],
    ['a,b\n1,"2" "3"\n', { kind: 'text-after-quote', row: 1, field: 1, atEnd: false }],
    ['a,b\n1, "2"x\n', { kind: 'text-after-quote', row: 1, field: 1, atEnd: false }],
    ['a,b\n1,2\rx', { kind: 'stray-return', row: 1, field: 1, atEnd: false }],
    ['a,b\n1,2\r', { kind: 'stray-return', row: 1, field: 1, atEnd: true }],
    ['a,b\n1', { kind: 'too-few-fields', row: 1, found: 1, atEnd: true }],
    ['a,b\n1\n2,3\n', { kind: 'too-few-fields', row: 1, found: 1, atEnd: false }],
    ['a,b\n1,2,\n', { kind: 'too-many-fields', row: 1, found: 3, atEnd: false }],
  ])('names the fault of %j', (text, fault) => {
    expect(scan(text, 2).faults[0]).toMatchObject(fault);
  });

  it('takes a quote inside an unquoted field, and blanks after a closing quote, as they are', () => {
    expect(scan('a,b\n2"x,6" 5\n"x" ,"y"  \n', 2)).toMatchObject({ faults: [], rows: 2, blanks: true });
    expect(scan('a,b\n2"x,6" 5\n  "x",y"\n', 2)).toMatchObject({ faults: [], rows: 2, blanks: false });
  });

  it('skips one blank before an opening quote, as DuckDB does', () => {
    expect(scan('a,b\n "1,\n1", "2"\n', 2)).toMatchObject({ faults: [], rows: 1, blanks: true });
  });

  it('does not count blank lines and notices mixed line ends', () => {
    expect(scan('a,b\r\n\r\n1,2\n\n\r\n3,4', 2)).toMatchObject({ faults: [], rows: 2, mixed: true });
  });
});
