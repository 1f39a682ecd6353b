import { type Column, isNumeric } from './column.ts';
import { compareDecimalKeys, compareDecimals, decimalKey } from './decimal-order.ts';
import { type ColumnFilter, type GridView, isOpen, sortOf } from './grid-view.ts';

const decimal = /^-?\d+(\.\d+)?$/;

/** How the member's language compares text; injected, because it is slow to make. */
export type CompareText = (a: string, b: string) => number;

/** The rows that a view shows, in its order. Nothing is copied when the view wants everything as it came. */
export const rowsOf = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: GridView,
  compareText: CompareText,
): readonly Row[] => sortRows(filterRows(rows, columns, view), columns, view, compareText);

const filterRows = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: GridView,
): readonly Row[] => {
  const tests = columns.flatMap((column) => {
    const filter = view.filters[column.id];
    return filter === undefined || isOpen(filter) ? [] : [testOf(column, filter)];
  });
  const found = findTest(columns, view.find);
  if (found !== undefined) tests.push(found);
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)));
};

/** The label of a choice, else the value: what people see is what they search. */
export const textOf = <Row>(column: Column<Row>, row: Row): string => {
  const value = column.value(row);
  if (value === null) return '';
  return column.choices?.[value] ?? value;
};

const findTest = <Row>(
  columns: readonly Column<Row>[],
  find: string,
): ((row: Row) => boolean) | undefined => {
  const words = find.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const searched = columns.filter((column) => column.kind === 'text' || column.kind === 'choice');
  return (row) => {
    const all = searched.map((column) => textOf(column, row).toLocaleLowerCase());
    return words.every((word) => all.some((text) => text.includes(word)));
  };
};

const testOf = <Row>(column: Column<Row>, filter: ColumnFilter): ((row: Row) => boolean) => {
  if (isNumeric(column.kind)) return numberTest(column, filter);
  if (column.kind === 'day' || column.kind === 'instant') return dayTest(column, filter);
  const contains = (filter.contains ?? '').toLocaleLowerCase();
  const values = new Set(filter.values ?? []);
  return (row) =>
    (values.size === 0 || values.has(column.value(row) ?? '')) &&
    (contains === '' || textOf(column, row).toLocaleLowerCase().includes(contains));
};

const numberTest = <Row>(
  column: Column<Row>,
  { from = '', to = '' }: ColumnFilter,
): ((row: Row) => boolean) => {
  // What is still being typed ("-", "1.") lets everything through.
  const least = decimal.test(from) ? from : undefined;
  const most = decimal.test(to) ? to : undefined;
  return (row) => {
    const value = column.value(row);
    if (value === null) return least === undefined && most === undefined;
    return (
      (least === undefined || compareDecimals(value, least) >= 0) &&
      (most === undefined || compareDecimals(value, most) <= 0)
    );
  };
};

const dayTest =
  <Row>(column: Column<Row>, { from = '', to = '' }: ColumnFilter): ((row: Row) => boolean) =>
  (row) => {
    const day = column.value(row)?.slice(0, 10);
    return day !== undefined && (from === '' || day >= from) && (to === '' || day <= to);
  };

const sortRows = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: GridView,
  compareText: CompareText,
): readonly Row[] => {
  const order = sortOf(view.sort);
  const column = columns.find((each) => each.id === order?.column);
  if (order === undefined || column === undefined) return rows;
  const sign = order.direction === 'ascending' ? 1 : -1;
  if (isNumeric(column.kind))
    return sortBy(rows, column, decimalKey, (a, b) => sign * compareDecimalKeys(a, b));
  const compare = isTime(column) ? compareCodes : compareText;
  const labelled = (value: string) => column.choices?.[value] ?? value;
  return sortBy(rows, column, labelled, (a, b) => sign * compare(a, b));
};

/** Keys are made once for each row, not once for each comparison. */
const sortBy = <Row, Key>(
  rows: readonly Row[],
  column: Column<Row>,
  keyOf: (value: string) => Key,
  compare: (a: Key, b: Key) => number,
): readonly Row[] =>
  rows
    .map((row) => {
      const value = column.value(row);
      return { row, key: value === null ? undefined : keyOf(value) };
    })
    .sort((a, b) => {
      // Missing values stay last in both directions: they are not small, they are unknown.
      if (a.key === undefined || b.key === undefined)
        return Number(a.key === undefined) - Number(b.key === undefined);
      return compare(a.key, b.key);
    })
    .map(({ row }) => row);

const isTime = <Row>(column: Column<Row>): boolean => column.kind === 'day' || column.kind === 'instant';
const compareCodes: CompareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
