import { listViews } from '../../../../shared/views/contract.ts';
import { call } from '../../../ui/api/call.ts';
import type { SearchProvider } from '../../../ui/feature.ts';
import { searchOfState } from '../state/explorer-search.ts';

const mostHits = 10;

/** Finds saved views by name, for the command search. */
export const findViews: SearchProvider['search'] = async (text, organisationId, signal) => {
  const { items } = await call(listViews, { params: { organisationId } }, { signal });
  const wanted = text.toLocaleLowerCase();
  return items
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .slice(0, mostHits)
    .map(({ id, name, ownerName, state }) => ({
      id,
      label: name,
      detail: ownerName,
      path: 'cloud/explorer',
      search: { ...searchOfState(state), view: id },
    }));
};
