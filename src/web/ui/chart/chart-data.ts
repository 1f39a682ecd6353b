import { Exact, formatDecimal } from '../../../shared/money.ts';

/** One place of the horizontal axis: a day, a month, a name. */
export interface ChartCategory {
  readonly id: string;
  /** As short as the axis needs. */
  readonly label: string;
  /** In full, for hovering and the table. */
  readonly title?: string;
}

/** One line, area or stack. */
export interface ChartSeries {
  /** Decides the colour: the provider or service itself, not its place in the list. */
  readonly key: string;
  readonly label: string;
  /** Decimal strings, one for each category; null where there is no value. */
  readonly values: readonly (string | null)[];
  /** Drawn thin and grey behind the others: the previous period, a benchmark. */
  readonly muted?: boolean;
}

/** The exact sum of a category over the series that count; null when none has a value. */
export const totalAt = (series: readonly ChartSeries[], index: number): string | null => {
  const values = series.flatMap((each) => (each.muted === true ? [] : (each.values[index] ?? [])));
  return values.length === 0
    ? null
    : formatDecimal(values.reduce((sum, value) => sum.add(value), new Exact(0)));
};

/** A value as a number, for its place on the screen only; what is read is always the exact text. */
export const plotted = (value: string | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** The values as rows: category, then each series, then the total. */
export const chartRows = (
  categories: readonly ChartCategory[],
  series: readonly ChartSeries[],
): readonly (readonly (string | null)[])[] =>
  categories.map((category, index) => [
    category.title ?? category.label,
    ...series.map((each) => each.values[index] ?? null),
    totalAt(series, index),
  ]);

/** The series of a category in the order of their size, largest first; those without a value are left out. */
export const sortedAt = (
  series: readonly ChartSeries[],
  index: number,
): readonly { readonly series: ChartSeries; readonly value: string }[] =>
  series
    .flatMap((each) => {
      const value = each.values[index];
      return value === null || value === undefined ? [] : [{ series: each, value }];
    })
    .sort((a, b) => new Exact(b.value).comparedTo(a.value));
