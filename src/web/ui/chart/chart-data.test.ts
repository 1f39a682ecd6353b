import { describe, expect, it } from 'vitest';
import { type ChartSeries, chartRows, sortedAt, totalAt } from './chart-data.ts';

const series: readonly ChartSeries[] = [
  { key: 'a', label: 'A', values: ['0.1', null] },
  { key: 'b', label: 'B', values: ['0.2', null] },
  { key: 'before', label: 'Before', values: ['100', '1'], muted: true },
];

describe('the data of a chart', () => {
  it('sums exactly, without the series that are only compared with', () => {
    expect(totalAt(series, 0)).toBe('0.3');
    expect(totalAt(series, 1)).toBeNull();
  });

  it('becomes rows with the total at the end', () => {
    expect(chartRows([{ id: '1', label: 'Jan', title: 'January' }], series)).toEqual([
      ['January', '0.1', '0.2', '100', '0.3'],
    ]);
  });

  it('is ordered by size for hovering', () => {
    expect(sortedAt(series, 0).map((each) => each.series.key)).toEqual(['before', 'b', 'a']);
    expect(sortedAt(series, 1).map((each) => each.series.key)).toEqual(['before']);
  });
});
