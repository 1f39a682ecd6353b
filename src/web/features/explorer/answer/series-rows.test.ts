import { describe, expect, it } from 'vitest';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { columnTotal, seriesRows } from './series-rows.ts';

const figures = (total: string | null, previous: string | null = null) => ({
  total,
  previous,
  change: previous === null ? null : { amount: '1', fraction: null },
  points: [],
  share: null,
});
const answer = (part: Partial<CostsAnswer>): CostsAnswer => ({
  currency: 'EUR',
  currencies: ['EUR'],
  dataThrough: null,
  rowsScanned: 0,
  generation: '1',
  period: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
  previousPeriod: null,
  granularity: 'none',
  measure: 'cost',
  unit: null,
  units: [],
  buckets: [],
  total: figures('0.3'),
  series: [
    { key: ['a'], ...figures('0.1') },
    { key: [null], ...figures('0.2') },
  ],
  other: null,
  rowsMatched: 2,
  ...part,
});

describe('the table of an answer', () => {
  it('ends with what the limit cut off', () => {
    const rows = seriesRows(answer({ other: { ...figures('7'), count: 40 } }));
    expect(rows.map(({ others }) => others)).toEqual([undefined, undefined, 40]);
  });

  it('has the total as its only row when nothing is grouped', () => {
    expect(seriesRows(answer({ series: [] }))).toMatchObject([{ id: 'total', total: '0.3' }]);
    expect(seriesRows(answer({ series: [], total: figures(null) }))).toEqual([]);
  });

  it('shows the total of the API while all rows are shown, else their exact sum', () => {
    const all = answer({ total: figures('99') });
    const rows = seriesRows(all);
    expect(columnTotal(all, rows, 'total')).toBe('99');
    expect(columnTotal(all, rows.slice(1), 'total')).toBe('0.2');
    expect(columnTotal(answer({ total: figures('99') }), rows.slice(0, 0), 'total')).toBeNull();
  });

  it('does not add prices together', () => {
    const prices = answer({ measure: 'unit' });
    expect(columnTotal(prices, seriesRows(prices).slice(1), 'total')).toBeNull();
  });
});
