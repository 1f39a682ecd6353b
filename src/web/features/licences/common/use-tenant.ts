import { z } from 'zod';
import { idSchema } from '../../../../shared/ids.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';

const tenantSchema = z.object({ tenant: idSchema.optional() });

/** Which tenant the page speaks of, from the address; undefined for all together. */
export const useTenant = (): readonly [string | undefined, (connectionId: string | undefined) => void] => {
  const [{ tenant }, change] = useSearchState(tenantSchema);
  return [tenant, (connectionId) => change({ tenant: connectionId })];
};
