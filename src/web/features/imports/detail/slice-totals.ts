import type { ImportDetail, ImportSlice } from '../../../../shared/imports/contract.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';

type Slice = ImportDetail['slices'][number];
type SliceTotals = ImportSlice['totals'][number];
export type CostColumn = 'billedCost' | 'effectiveCost' | 'listCost' | 'contractedCost';

/** A slice in one currency: one row of the table. */
export interface SliceRow extends Omit<Slice, 'rows'> {
  readonly id: string;
  /** How many charges the slice has, in its first currency's row: they are not counted by currency. */
  readonly rows: number | null;
  readonly currency: string | null;
  readonly costs: Readonly<Record<CostColumn, string | null>>;
}

const noCosts = { billedCost: null, effectiveCost: null, listCost: null, contractedCost: null } as const;

/** The slices, one row for each of their currencies: amounts of different currencies never share one. */
export const sliceRows = (slices: readonly Slice[]): readonly SliceRow[] =>
  slices.flatMap((slice, index) => {
    const row = (totals: SliceTotals | undefined, place = 0): SliceRow => ({
      ...slice,
      rows: place === 0 ? slice.rows : null,
      id: `${index}:${totals?.currency ?? ''}`,
      currency: totals?.currency ?? null,
      costs: totals ?? noCosts,
    });
    return slice.totals.length === 0 ? [row(undefined)] : slice.totals.map(row);
  });

/** The exact sum of a cost over rows of one currency; null over several currencies, or where a row has none. */
export const sumOf = (
  rows: readonly SliceRow[],
  column: CostColumn,
): { readonly amount: string; readonly currency: string } | null => {
  const currency = rows[0]?.currency ?? null;
  if (currency === null || rows.some((row) => row.currency !== currency)) return null;
  const amounts = rows.map((row) => row.costs[column]);
  if (amounts.some((amount) => amount === null)) return null;
  const amount = amounts.reduce((sum, each) => sum.add(each ?? 0), new Exact(0));
  return { amount: formatDecimal(amount, 2), currency };
};

/** The exact sums of each currency over the slices that count at the moment. */
export const currencyTotals = (slices: readonly Slice[]) =>
  [...Map.groupBy(sliceRows(slices.filter(({ live }) => live)), ({ currency }) => currency)].flatMap(
    ([currency, rows]) =>
      currency === null
        ? []
        : [
            {
              currency,
              billedCost: sumOf(rows, 'billedCost')?.amount ?? null,
              effectiveCost: sumOf(rows, 'effectiveCost')?.amount ?? null,
            },
          ],
  );

/** Those whose charges count at the moment. */
export const liveSlices = ({ slices }: ImportDetail): readonly Slice[] => slices.filter(({ live }) => live);

/** From the first to the end of the last billing period; undefined without slices. */
export const periodOfSlices = (slices: readonly Slice[]): { from: string; to: string } | undefined => {
  const starts = slices.map((slice) => slice.billingPeriodStart).sort();
  const ends = slices.map((slice) => slice.billingPeriodEnd ?? monthAfter(slice.billingPeriodStart)).sort();
  const [from, to] = [starts[0], ends.at(-1)];
  return from === undefined || to === undefined ? undefined : { from, to };
};

const monthAfter = (start: string): string => {
  const at = new Date(start);
  return `${new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)}T00:00:00Z`;
};
