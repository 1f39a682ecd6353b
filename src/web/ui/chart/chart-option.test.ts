import { describe, expect, it } from 'vitest';
import { type ChartOptionInput, chartOption } from './chart-option.ts';

const input: ChartOptionInput = {
  kind: 'bars',
  categories: [
    { id: '1', label: 'Jan' },
    { id: '2', label: 'Feb' },
  ],
  series: [
    { key: 'a', label: 'A', values: ['1.50', null] },
    { key: 'before', label: 'Before', values: ['2', '3'], muted: true },
  ],
  colours: new Map([['a', '#123456']]),
  look: { text: '#000', faint: '#777', line: '#ccc', surface: '#fff', fontFamily: 'x' },
  writeTick: String,
  animate: false,
};
const seriesOf = (change: Partial<ChartOptionInput>) => [chartOption({ ...input, ...change }).series].flat();

describe('what is drawn', () => {
  it('leaves a gap where there is no value, and never draws it as zero', () => {
    expect(seriesOf({})[0]).toMatchObject({ type: 'bar', data: [1.5, null], stack: 'all', color: '#123456' });
    expect(seriesOf({ kind: 'lines' })[0]).toMatchObject({ connectNulls: false });
  });

  it('begins its axis at zero', () => {
    expect(chartOption(input).yAxis).toMatchObject({ scale: false });
  });

  it('draws lines of a single category as bars beside each other, never stacked', () => {
    const first = { id: '2026-01', label: 'Jan', title: 'January' };
    const series = [
      { key: 'a', label: 'A', values: ['3'] },
      { key: 'b', label: 'B', values: ['2'] },
    ];
    for (const each of seriesOf({ kind: 'lines', categories: [first], series })) {
      expect(each).toMatchObject({ type: 'bar' });
      expect(each).not.toHaveProperty('stack');
    }
  });

  it('does not stack what is only compared with', () => {
    for (const kind of ['bars', 'areas', 'lines'] as const) {
      expect(seriesOf({ kind })[1]).toMatchObject({ type: 'line', silent: true });
      expect(seriesOf({ kind })[1]).not.toHaveProperty('stack');
    }
  });
});
