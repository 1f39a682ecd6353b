import { useCallback, useMemo, useState } from 'react';
import { z } from 'zod';
import { type ChangeOptions, useSearchState } from '../state/use-search-state.ts';
import type { Column } from './column.ts';
import { type ColumnFilter, type GridView, gridViewSchema, isOpen, nextSort } from './grid-view.ts';

/** Which columns are shown, in which order: kept in this browser, and in saved views. */
export const gridLayoutSchema = z.object({ columns: z.array(z.string().max(100)).max(200).optional() });
export type GridLayout = z.infer<typeof gridLayoutSchema>;

export interface GridState {
  readonly view: GridView;
  readonly layout: GridLayout;
  readonly find: (text: string) => void;
  readonly toggleSort: (column: string) => void;
  readonly filter: (column: string, filter: ColumnFilter | undefined) => void;
  readonly clear: () => void;
  readonly arrange: (layout: GridLayout) => void;
}

const searchSchema = gridViewSchema.partial();

/** The view of a grid in the address, each field under its name with a prefix. */
const useGridSearch = (prefix: string) => {
  const schema = useMemo(
    () =>
      z.object(
        Object.fromEntries(
          Object.entries(searchSchema.shape).map(([name, field]) => [`${prefix}${name}`, field]),
        ),
      ),
    [prefix],
  );
  const [search, changeSearch] = useSearchState(schema);
  const view = useMemo(
    () =>
      gridViewSchema.parse(
        Object.fromEntries(
          Object.keys(searchSchema.shape).map((name) => [
            name,
            (search as Record<string, unknown>)[`${prefix}${name}`],
          ]),
        ),
      ),
    [search, prefix],
  );
  const change = useCallback(
    (part: z.input<typeof searchSchema>, options?: ChangeOptions) =>
      changeSearch(
        Object.fromEntries(Object.entries(part).map(([name, value]) => [`${prefix}${name}`, value])),
        options,
      ),
    [changeSearch, prefix],
  );
  return [view, change] as const;
};

/**
 * The state of a grid: its view in the address, its layout in this browser under the grid's id. Pages that
 * ask the server for rows read `view` and pass it on. Where a page's own state has fields such as `sort`, or
 * a panel shows a second grid, a prefix keeps their names apart.
 */
export const useGridState = (gridId: string, prefix = ''): GridState => {
  const [view, change] = useGridSearch(prefix);
  const [layout, setLayout] = useState(() => storedLayout(gridId));

  const find = useCallback((text: string) => change({ find: text }, { replace: true }), [change]);
  const toggleSort = useCallback(
    (column: string) => change({ sort: nextSort(view.sort, column) }),
    [change, view.sort],
  );
  const filter = useCallback(
    (column: string, wanted: ColumnFilter | undefined) => {
      const { [column]: _, ...others } = view.filters;
      const filters = wanted === undefined || isOpen(wanted) ? others : { ...others, [column]: wanted };
      change({ filters: Object.keys(filters).length === 0 ? undefined : filters }, { replace: true });
    },
    [change, view.filters],
  );
  const clear = useCallback(() => change({ find: undefined, filters: undefined }), [change]);
  const arrange = useCallback(
    (next: GridLayout) => {
      setLayout(next);
      try {
        localStorage.setItem(storageKey(gridId), JSON.stringify(next));
      } catch {
        // Without storage the layout lasts as long as the page.
      }
    },
    [gridId],
  );
  return { view, layout, find, toggleSort, filter, clear, arrange };
};

const storageKey = (gridId: string): string => `trimtab.grid.${gridId}`;

const storedLayout = (gridId: string): GridLayout => {
  try {
    return gridLayoutSchema.parse(JSON.parse(localStorage.getItem(storageKey(gridId)) ?? '{}'));
  } catch {
    return {};
  }
};

/** The columns shown, in their order. */
export const shownColumns = <Row>(
  columns: readonly Column<Row>[],
  layout: GridLayout,
): readonly Column<Row>[] => {
  if (layout.columns === undefined) return columns.filter((column) => column.hidden !== true);
  const chosen = new Set(layout.columns);
  const ordered = layout.columns.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  const fixed = columns.filter((column) => column.fixed === true && !chosen.has(column.id));
  return [...fixed, ...ordered];
};
