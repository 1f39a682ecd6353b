import type { Figures } from '../../shared/explorer/contract.ts';
import type { Measure } from '../../shared/explorer/question.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { Bucket } from './buckets.ts';
import type { SeriesCell } from './cost-questions.ts';

/** Exact sums of charges; `rows` tells "nothing" from "zero". */
interface Sum {
  readonly cost: Exact;
  readonly quantity: Exact;
  readonly rows: number;
}

const nothing: Sum = { cost: new Exact(0), quantity: new Exact(0), rows: 0 };

const add = (sum: Sum, cell: SeriesCell): Sum => ({
  cost: sum.cost.plus(cell.cost),
  quantity: sum.quantity.plus(cell.quantity ?? 0),
  rows: sum.rows + cell.rows,
});

const sumOf = (cells: readonly SeriesCell[]): Sum => cells.reduce(add, nothing);

/** A part of a whole, as a fraction with six places: for people, not for further sums. */
export const fractionOf = (part: Exact, whole: Exact): string | null =>
  whole.isZero() ? null : formatDecimal(part.dividedBy(whole).toDecimalPlaces(6));

/** Prices per unit can be tiny; twelve digits are more than any price list gives. */
const unitPriceDigits = 12;

const figureOf = (sum: Sum, measure: Measure): Exact | null => {
  if (sum.rows === 0) return null;
  if (measure === 'cost') return sum.cost;
  if (measure === 'usage') return sum.quantity;
  return sum.quantity.isZero() ? null : sum.cost.dividedBy(sum.quantity).toSignificantDigits(unitPriceDigits);
};

const textOf = (value: Exact | null): string | null => (value === null ? null : formatDecimal(value));

/** The change between two numbers. Nothing counts as zero for sums, but not for prices. */
export const changeOf = (
  current: Exact | null,
  previous: Exact | null,
  measure: Measure,
): Figures['change'] => {
  if (current === null && previous === null) return null;
  if (measure === 'unit' && (current === null || previous === null)) return null;
  const before = previous ?? new Exact(0);
  const amount = (current ?? new Exact(0)).minus(before);
  return { amount: formatDecimal(amount), fraction: fractionOf(amount, before.abs()) };
};

export interface FiguresOptions {
  readonly buckets: readonly Bucket[];
  readonly measure: Measure;
  readonly compare: boolean;
}

/** Total, previous total, change and points of some cells; `share` of the whole where it is given. */
export const figuresOf = (cells: readonly SeriesCell[], options: FiguresOptions): Figures => {
  const { buckets, measure, compare } = options;
  const byBucket = Map.groupBy(cells, (cell) => cell.bucketMs);
  const total = figureOf(sumOf(cells.filter((cell) => cell.bucketMs !== null)), measure);
  const previous = compare ? figureOf(sumOf(byBucket.get(null) ?? []), measure) : null;
  return {
    total: textOf(total),
    previous: textOf(previous),
    change: compare ? changeOf(total, previous, measure) : null,
    points: buckets.map(({ startMs }) => textOf(figureOf(sumOf(byBucket.get(startMs) ?? []), measure))),
  };
};

/** The share of a series in the whole; prices are no sums and have none. */
export const shareOf = (part: string | null, whole: string | null, measure: Measure): string | null =>
  part === null || whole === null || measure === 'unit'
    ? null
    : fractionOf(new Exact(part), new Exact(whole));
