import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';
import type { ChartCategory, ChartSeries } from '../../../ui/chart/chart-data.ts';
import type { ChartUnit } from '../../../ui/chart/chart-unit.ts';
import { otherKey } from '../../../ui/chart/palette.ts';
import type { Formats } from '../../../ui/format/formats.ts';

/** More colours than this nobody tells apart. */
export const mostSeries = 10;

/** The key of the only series when nothing is grouped. */
export const totalKey = 'total';

/** What a group is called in a chart and its colour follows; unique among the groups of an answer. */
export const seriesKey = (key: readonly (string | null)[]): string =>
  key.map((part) => part ?? '\u0000').join(' · ');

export interface SeriesWords {
  readonly noValue: string;
  readonly total: string;
  readonly previous: string;
  readonly other: (count: number) => string;
}

type Points = readonly (string | null)[];

/** Sums point by point, exactly; null where no part has a value. */
export const addPoints = (parts: readonly Points[]): Points =>
  (parts[0] ?? []).map((_, index) => {
    const values = parts.flatMap((points) => points[index] ?? []);
    return values.length === 0
      ? null
      : formatDecimal(values.reduce((sum, value) => sum.add(value), new Exact(0)));
  });

/**
 * The largest groups as series, the rest as one; prices are no sums, so their rest is left out. The previous
 * period lies behind the present one step by step, as long as it lasts.
 */
export const chartSeries = (
  answer: CostsAnswer,
  previous: CostsAnswer | undefined,
  words: SeriesWords,
): readonly ChartSeries[] => {
  const { series, other, measure } = answer;
  const named = series.slice(0, mostSeries).map(({ key, points }) => ({
    key: seriesKey(key),
    label: key.map((part) => part ?? words.noValue).join(' · '),
    values: points,
  }));
  const rest = series.slice(mostSeries);
  const count = rest.length + (other?.count ?? 0);
  const restPoints = [...rest.map(({ points }) => points), ...(other === null ? [] : [other.points])];
  const shown: ChartSeries[] =
    series.length === 0 && answer.total.total !== null
      ? [{ key: totalKey, label: words.total, values: answer.total.points }]
      : named;
  if (count > 0 && measure !== 'unit')
    shown.push({ key: otherKey, label: words.other(count), values: addPoints(restPoints) });
  if (previous !== undefined && previous.total.total !== null && shown.length > 0) {
    const values = answer.buckets.map((_, index) => previous.total.points[index] ?? null);
    shown.push({ key: 'previous', label: words.previous, values, muted: true });
  }
  return shown;
};

/** The steps of an answer as the places of its chart. */
export const chartCategories = (
  { buckets, granularity }: Pick<CostsAnswer, 'buckets' | 'granularity'>,
  formats: Formats,
): readonly ChartCategory[] =>
  buckets.map(({ from, to }) => {
    if (granularity === 'month') return { id: from, label: formats.month(from) };
    if (granularity === 'day') return { id: from, label: formats.dayShort(from), title: formats.day(from) };
    if (granularity === 'none') {
      const last = new Date(new Date(to).getTime() - 1).toISOString();
      return { id: from, label: `${formats.dayShort(from)} – ${formats.dayShort(last)}` };
    }
    const hour = from.slice(11, 16);
    return {
      id: from,
      label: `${formats.dayShort(from)} ${hour}`,
      title: `${formats.day(from)}, ${hour} UTC`,
    };
  });

/** What the values of an answer are. */
export const unitOf = ({ measure, currency, unit }: CostsAnswer): ChartUnit => {
  if (measure === 'usage') return { kind: 'quantity', ...(unit === null ? {} : { unit }) };
  return measure === 'unit'
    ? { kind: 'price', currency: currency ?? 'XXX', unit: unit ?? '' }
    : { kind: 'money', currency: currency ?? 'XXX' };
};
