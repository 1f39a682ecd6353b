import { z } from 'zod';
import { useSearchState } from '../../../ui/state/use-search-state.ts';

export const connectionTabs = ['reading', 'permissions', 'history'] as const;
export type ConnectionTab = (typeof connectionTabs)[number];
const searchSchema = z.object({ tab: z.enum(connectionTabs).optional() });

/** Which part of a connection is open, and the way to another. */
export const useConnectionTab = (): readonly [ConnectionTab, (tab: ConnectionTab) => void] => {
  const [{ tab = 'reading' }, change] = useSearchState(searchSchema);
  return [tab, (id) => change({ tab: id, panel: undefined } as { tab: ConnectionTab })];
};
