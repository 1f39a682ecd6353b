import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import { rowsOf } from './grid-rows.ts';
import { gridViewSchema, nextSort } from './grid-view.ts';

interface Row {
  readonly name: string;
  readonly amount: string | null;
  readonly state: 'open' | 'shut';
  readonly at: string;
}
const columns: readonly Column<Row>[] = [
  { id: 'name', label: 'Name', kind: 'text', value: (row) => row.name },
  { id: 'amount', label: 'Amount', kind: 'money', value: (row) => row.amount },
  {
    id: 'state',
    label: 'State',
    kind: 'choice',
    value: (row) => row.state,
    choices: { open: 'Offen', shut: 'Geschlossen' },
  },
  { id: 'at', label: 'At', kind: 'instant', value: (row) => row.at },
];
const rows: readonly Row[] = [
  { name: 'item 10', amount: '10.00', state: 'open', at: '2026-01-31T23:00:00Z' },
  { name: 'Item 9', amount: null, state: 'shut', at: '2026-02-01T00:00:00Z' },
  { name: 'item 1', amount: '-3', state: 'open', at: '2026-01-01T00:00:00Z' },
  { name: 'item 2', amount: '9.999', state: 'shut', at: '2026-02-02T00:00:00Z' },
];
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const names = (view: object) =>
  rowsOf(rows, columns, gridViewSchema.parse(view), collator.compare).map((row) => row.name);

describe('the rows of a grid', () => {
  it('are those given, uncopied, when the view wants everything', () => {
    expect(rowsOf(rows, columns, gridViewSchema.parse({}), collator.compare)).toBe(rows);
  });

  it('sort text as people count and amounts by value, missing ones last in both directions', () => {
    expect(names({ sort: 'name' })).toEqual(['item 1', 'item 2', 'Item 9', 'item 10']);
    expect(names({ sort: 'amount' })).toEqual(['item 1', 'item 2', 'item 10', 'Item 9']);
    expect(names({ sort: '-amount' })).toEqual(['item 10', 'item 2', 'item 1', 'Item 9']);
  });

  it('filter amounts exactly at the limits and leave missing ones out', () => {
    expect(names({ filters: { amount: { from: '9.999', to: '10' } } })).toEqual(['item 10', 'item 2']);
    expect(names({ filters: { amount: { from: '-' } } })).toHaveLength(4);
  });

  it('filter days inclusively', () => {
    expect(names({ filters: { at: { from: '2026-01-31', to: '2026-02-01' } } })).toEqual([
      'item 10',
      'Item 9',
    ]);
  });

  it('filter choices by value and search them by what people see', () => {
    expect(names({ filters: { state: { values: ['shut'] } } })).toEqual(['Item 9', 'item 2']);
    expect(names({ find: 'geschl 2' })).toEqual(['item 2']);
  });

  it('ignore a filter or an order of a column that no longer exists', () => {
    expect(names({ sort: 'gone', filters: { gone: { contains: 'x' } } })).toHaveLength(4);
  });
});

describe('clicking a header', () => {
  it('goes through ascending, descending and as it came', () => {
    expect([undefined, 'name', '-name', 'other'].map((sort) => nextSort(sort, 'name'))).toEqual([
      'name',
      '-name',
      undefined,
      'name',
    ]);
  });
});
