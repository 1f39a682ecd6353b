import { useMemo } from 'react';
import { type ChangeSearch, useSearchState } from '../../../ui/state/use-search-state.ts';
import { type Asked, askedOf, type ExplorerSearch, explorerSearchSchema } from './explorer-search.ts';

export interface Explorer extends Asked {
  readonly search: ExplorerSearch;
  readonly change: ChangeSearch<typeof explorerSearchSchema>;
}

/** What the explorer shows, from the address, and how to change it. */
export const useExplorer = (): Explorer => {
  const [search, change] = useSearchState(explorerSearchSchema);
  // Presets move with the day (UTC, as billing data), not with every render.
  const today = new Date().toISOString().slice(0, 10);
  return useMemo(
    () => ({ ...askedOf(search, new Date(`${today}T00:00:00Z`)), search, change }),
    [search, change, today],
  );
};
