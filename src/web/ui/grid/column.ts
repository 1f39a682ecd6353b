import type { ReactNode } from 'react';

/** What a column holds; decides alignment, order, filter and how a cell is written. */
export type ColumnKind = 'text' | 'choice' | 'money' | 'quantity' | 'percent' | 'day' | 'instant';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly kind: ColumnKind;
  /**
   * The plain value for order, filter, search and export: text, a decimal string, an ISO day or instant, the
   * value of a choice. null when there is none.
   */
  readonly value: (row: Row) => string | null;
  /** How the cell looks, when more is wanted than its kind gives. */
  readonly cell?: (row: Row) => ReactNode;
  /** The currency of a `money` column. */
  readonly currency?: (row: Row) => string;
  /** Why there may be no value, said on hover. */
  readonly missing?: string;
  /** Labels of a `choice` column. */
  readonly choices?: Readonly<Record<string, string>>;
  /** At least this wide. Default by kind. */
  readonly minWidthPx?: number;
  /** Share of the space left over; 0 keeps the minimum. Default 2 for text, 1 for choices, else 0. */
  readonly grow?: number;
  /** Hidden until chosen. */
  readonly hidden?: boolean;
  /** Always shown: the column that names the row. */
  readonly fixed?: boolean;
  readonly sortable?: boolean;
  readonly filterable?: boolean;
  /** What stands in the totals row, for the rows shown. Currencies are never added together. */
  readonly total?: (rows: readonly Row[]) => ReactNode;
}

export const isNumeric = (kind: ColumnKind): boolean =>
  kind === 'money' || kind === 'quantity' || kind === 'percent';

const widths: Readonly<Record<ColumnKind, number>> = {
  text: 160,
  choice: 128,
  money: 144,
  quantity: 120,
  percent: 104,
  day: 128,
  instant: 184,
};

/** The least width of a column in pixels; the sum is where the grid begins to scroll sideways. */
export const minimumWidthOf = <Row>(column: Column<Row>): number => column.minWidthPx ?? widths[column.kind];

/** The CSS track of a column. */
export const trackOf = <Row>(column: Column<Row>): string => {
  const minimum = `${minimumWidthOf(column)}px`;
  const grow =
    column.grow ?? { text: 2, choice: 1, money: 0, quantity: 0, percent: 0, day: 0, instant: 0 }[column.kind];
  return grow === 0 ? minimum : `minmax(${minimum}, ${grow}fr)`;
};
