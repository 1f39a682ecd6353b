import { z } from 'zod';

/** What one column lets through. Fields that do not fit its kind are ignored. */
export const columnFilterSchema = z.object({
  /** Text that must occur. */
  contains: z.string().max(200).optional(),
  /** One of these values. */
  values: z.array(z.string().max(400)).max(500).optional(),
  /** At least: a decimal, or the first day. */
  from: z.string().max(80).optional(),
  /** At most: a decimal, or the last day, inclusive. */
  to: z.string().max(80).optional(),
});
export type ColumnFilter = z.infer<typeof columnFilterSchema>;

/** Which rows a grid shows, in which order: the part of its state that belongs in the address. */
export const gridViewSchema = z.object({
  find: z.string().max(200).default(''),
  /** A column's id, with `-` before it for descending. */
  sort: z.string().max(120).optional(),
  filters: z.record(z.string().max(100), columnFilterSchema).default({}),
});
export type GridView = z.infer<typeof gridViewSchema>;

export interface SortOrder {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** Reads `-amount` as descending by amount. */
export const sortOf = (sort: string | undefined): SortOrder | undefined => {
  if (sort === undefined || sort === '') return undefined;
  return sort.startsWith('-')
    ? { column: sort.slice(1), direction: 'descending' }
    : { column: sort, direction: 'ascending' };
};

/** The next state of a header that is clicked: ascending, descending, as it came. */
export const nextSort = (current: string | undefined, column: string): string | undefined => {
  if (current === column) return `-${column}`;
  return current === `-${column}` ? undefined : column;
};

/** Whether a filter lets everything through. */
export const isOpen = (filter: ColumnFilter | undefined): boolean =>
  filter === undefined ||
  ((filter.contains ?? '') === '' &&
    (filter.values ?? []).length === 0 &&
    (filter.from ?? '') === '' &&
    (filter.to ?? '') === '');
