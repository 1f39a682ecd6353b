import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import { csvOf } from './csv.ts';

type Row = readonly [string, string | null];
const columns: readonly Column<Row>[] = [
  { id: 'name', label: 'Name, long', kind: 'text', value: ([name]) => name },
  { id: 'amount', label: 'Amount', kind: 'money', value: ([, amount]) => amount },
];

describe('a grid as CSV', () => {
  it('quotes, keeps every digit and leaves missing values empty', () => {
    expect(
      csvOf(
        [
          ['a "b"\nc', '-0.1234567890123456789'],
          ['d', null],
        ],
        columns,
      ),
    ).toBe('\ufeff"Name, long",Amount\r\n"a ""b""\nc",-0.1234567890123456789\r\nd,\r\n');
  });

  it('defuses text that a spreadsheet would run', () => {
    expect(csvOf([['=HYPERLINK("x")', '1']], columns)).toContain(`"'=HYPERLINK(""x"")",1`);
    expect(csvOf([['@cmd', '1']], columns)).toContain("'@cmd,1");
  });
});
