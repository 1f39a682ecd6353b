import type { CostsAnswer, Figures } from '../../../../shared/explorer/contract.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';

/** A group of the table; the last one may be everything that the limit cut off. */
export interface SeriesRow extends Omit<Figures, 'points'> {
  readonly id: string;
  readonly key: readonly (string | null)[];
  readonly share: string | null;
  /** How many groups this row stands for, where it is the rest. */
  readonly others: number | undefined;
}

/** The groups of an answer as rows; without a grouping the total is the only one. */
export const seriesRows = ({ series, other, total }: CostsAnswer): readonly SeriesRow[] => {
  const rows = series.map(({ points: _, ...each }) => ({
    ...each,
    id: JSON.stringify(each.key),
    others: undefined,
  }));
  if (other !== null) {
    const { points: _, count, ...figures } = other;
    return [...rows, { ...figures, key: [], id: 'other', others: count }];
  }
  if (rows.length > 0 || total.total === null) return rows;
  const { points: _, ...figures } = total;
  return [{ ...figures, key: [], share: null, id: 'total', others: undefined }];
};

type Amount = 'total' | 'previous' | 'change';

const amountOf = (row: SeriesRow, amount: Amount): string | null =>
  amount === 'change' ? (row.change?.amount ?? null) : row[amount];

/**
 * What a column comes to for the rows shown: the API's own total while all are shown, else their exact sum.
 * Prices have no sum.
 */
export const columnTotal = (
  answer: CostsAnswer,
  shown: readonly SeriesRow[],
  amount: Amount,
): string | null => {
  const { total, series, other } = answer;
  if (shown.length === Math.max(1, series.length + (other === null ? 0 : 1)))
    return amount === 'change' ? (total.change?.amount ?? null) : total[amount];
  if (answer.measure === 'unit') return null;
  const values = shown.flatMap((row) => amountOf(row, amount) ?? []);
  return values.length === 0
    ? null
    : formatDecimal(values.reduce((sum, value) => sum.add(value), new Exact(0)));
};
