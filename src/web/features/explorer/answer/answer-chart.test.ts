import { describe, expect, it } from 'vitest';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { otherKey } from '../../../ui/chart/palette.ts';
import { addPoints, chartSeries, mostSeries } from './answer-chart.ts';

const words = {
  noValue: '(none)',
  total: 'Total',
  previous: 'Before',
  other: (count: number) => `Other (${count})`,
};
const figures = (points: (string | null)[]) => ({
  total: '1',
  previous: null,
  change: null,
  points,
  share: null,
});
const answer = (part: Partial<CostsAnswer>): CostsAnswer => ({
  currency: 'EUR',
  currencies: ['EUR'],
  dataThrough: null,
  rowsScanned: 0,
  generation: '1',
  period: { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' },
  previousPeriod: null,
  granularity: 'day',
  measure: 'cost',
  unit: null,
  units: [],
  buckets: [
    { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    { from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z' },
  ],
  total: figures(['1', '2']),
  series: [],
  other: null,
  rowsMatched: 1,
  ...part,
});
const groups = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: [`service ${index}`], ...figures(['0.1', null]) }));

describe('the series of a chart', () => {
  it('add up what is too small to show with what the API cut off, exactly', () => {
    const other = { ...figures(['0.2', '5']), count: 7 };
    const series = chartSeries(answer({ series: groups(mostSeries + 2), other }), undefined, words);
    expect(series).toHaveLength(mostSeries + 1);
    expect(series.at(-1)).toEqual({ key: otherKey, label: 'Other (9)', values: ['0.4', '5'] });
  });

  it('leave the rest out for prices, which are no sums', () => {
    const series = chartSeries(answer({ series: groups(mostSeries + 2), measure: 'unit' }), undefined, words);
    expect(series).toHaveLength(mostSeries);
  });

  it('keep missing apart from zero', () => {
    expect(
      addPoints([
        [null, null],
        ['0', null],
      ]),
    ).toEqual(['0', null]);
  });

  it('tell a group without a value from one that is called so', () => {
    const series = chartSeries(
      answer({
        series: [
          { key: [null], ...figures([]) },
          { key: ['(none)'], ...figures([]) },
        ],
      }),
      undefined,
      words,
    );
    expect(new Set(series.map(({ key }) => key)).size).toBe(2);
  });

  it('lay a longer previous period behind no more steps than there are', () => {
    const previous = answer({ total: figures(['7', '8', '9']) });
    expect(chartSeries(answer({}), previous, words).at(-1)).toMatchObject({
      muted: true,
      values: ['7', '8'],
    });
  });
});
