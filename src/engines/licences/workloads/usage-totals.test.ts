import { describe, expect, it } from 'vitest';
import { dayOf, noDay } from '../activity/days.ts';
import { createUsageReader } from './usage-totals.ts';

const read = (header: readonly string[], ...rows: readonly string[][]) => {
  const reader = createUsageReader();
  const take = reader.begin(header);
  for (const row of rows) take(row);
  return reader.finish();
};

describe('a usage report', () => {
  it('is added up by the names of its columns, wherever they stand', () => {
    const totals = read(
      ['Read Count', 'User Principal Name', 'Last Activity Date', 'Send Count', 'Report Period'],
      ['10', 'a@x', '2026-06-20', '2', '30'],
      ['5', 'b@x', '', '', '30'],
      ['1', 'c@x', '2026-06-20', '7', '30'],
    );
    expect(totals).toMatchObject({
      periodDays: 30,
      rows: 3,
      figures: [
        { name: 'Read Count', total: 16 },
        { name: 'Send Count', total: 9 },
      ],
      storageBytes: null,
      quotaBytes: null,
    });
    expect([...totals.lastDays]).toEqual([
      [dayOf('2026-06-20'), 2],
      [noDay, 1],
    ]);
  });

  it('of several periods gives the figures of one: a month, or the next longer', () => {
    const header = ['Report Period', 'Send Count'];
    const rows = (...periods: string[]) => periods.map((period) => [period, period]);
    expect(read(header, ...rows('7', '180', '30', '90'))).toMatchObject({ periodDays: 30, rows: 1 });
    expect(read(header, ...rows('180', '90', '7')).figures).toEqual([{ name: 'Send Count', total: 90 }]);
    expect(read(header, ...rows('7'))).toMatchObject({ periodDays: 7 });
  });

  it('counts storage and quota, not as figures, and passes deleted users over', () => {
    const totals = read(
      [
        'Is Deleted',
        'Storage Used (Byte)',
        'Prohibit Send/Receive Quota (Byte)',
        'Item Count',
        'Deleted Item Count',
      ],
      ['False', '1000', '5000', '3', '0'],
      ['True', '9000', '5000', '3', '0'],
      ['False', '', '5000', '1', '2'],
    );
    expect(totals).toMatchObject({ storageBytes: 1000, quotaBytes: 10_000 });
    expect(totals.figures).toEqual([
      { name: 'Item Count', total: 4 },
      { name: 'Deleted Item Count', total: 2 },
    ]);
  });

  it('of apps counts who says yes', () => {
    const { figures } = read(['Windows', 'Mac', 'Word (Web)'], ['Yes', 'No', ''], ['Yes', 'Yes', 'No']);
    expect(figures).toEqual([
      { name: 'Windows', total: 2 },
      { name: 'Mac', total: 1 },
      { name: 'Word (Web)', total: 0 },
    ]);
  });

  it('without rows says nothing', () => {
    expect(read(['Send Count'])).toMatchObject({ periodDays: null, rows: 0, figures: [] });
  });
});
