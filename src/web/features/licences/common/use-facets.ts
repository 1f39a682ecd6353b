import { useCallback } from 'react';
import type { GridState } from '../../../ui/grid/use-grid-state.ts';

export interface Facets {
  /** What a facet is narrowed to; empty for everything. */
  readonly values: (facet: string) => readonly string[];
  readonly choose: (facet: string, values: readonly string[]) => void;
}

/** Filters that the server applies, kept where the grid keeps its own: in the address, cleared together. */
export const useFacets = ({ view, filter }: GridState): Facets => {
  const values = useCallback((facet: string) => view.filters[facet]?.values ?? [], [view.filters]);
  const choose = useCallback(
    (facet: string, chosen: readonly string[]) =>
      filter(facet, chosen.length === 0 ? undefined : { values: [...chosen] }),
    [filter],
  );
  return { values, choose };
};
