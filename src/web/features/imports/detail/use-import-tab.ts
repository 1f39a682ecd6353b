import { z } from 'zod';
import { useSearchState } from '../../../ui/state/use-search-state.ts';

export const importTabs = ['totals', 'conformance', 'rejects', 'files'] as const;
export type ImportTab = (typeof importTabs)[number];
const searchSchema = z.object({ tab: z.enum(importTabs).optional() });

/** Which part of the report is open, and the way to another: each has its own columns to sort and filter by. */
export const useImportTab = (): readonly [ImportTab, (tab: ImportTab) => void] => {
  const [{ tab = 'totals' }, change] = useSearchState(searchSchema);
  const select = (id: ImportTab) =>
    change({ tab: id, sort: undefined, filters: undefined, find: undefined, panel: undefined } as {
      tab: ImportTab;
    });
  return [tab, select];
};
