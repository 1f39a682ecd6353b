import { type GridView, sortOf } from '../../../ui/grid/grid-view.ts';

/** The chosen values of a facet that the server knows; undefined for no filter. */
export const known = <T extends string>(
  view: GridView,
  facet: string,
  options: readonly T[],
): T[] | undefined => {
  const values = view.filters[facet]?.values ?? [];
  const found = options.filter((option) => values.includes(option));
  return found.length === 0 ? undefined : found;
};

/** The chosen values of a facet whose values are the tenant's own; the empty text stands for none. */
export const free = (view: GridView, facet: string): string[] | undefined => {
  const values = view.filters[facet]?.values ?? [];
  return values.length === 0 ? undefined : [...values];
};

/** The order that a header asks the server for; undefined where it asks for none that the server knows. */
export const order = <T extends string>(
  view: GridView,
  options: readonly T[],
): { readonly sort: T; readonly direction: 'ascending' | 'descending' } | undefined => {
  const wanted = sortOf(view.sort);
  const sort = options.find((option) => option === wanted?.column);
  return sort === undefined || wanted === undefined ? undefined : { sort, direction: wanted.direction };
};
