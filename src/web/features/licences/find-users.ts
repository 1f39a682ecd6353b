import { listLicenceUsers } from '../../../shared/licences/contract.ts';
import { call } from '../../ui/api/call.ts';
import type { SearchProvider } from '../../ui/feature.ts';

const mostHits = 10;

/** Finds users of connected tenants by name or address, for the command search. */
export const findUsers: SearchProvider['search'] = async (text, organisationId, signal) => {
  const { items } = await call(
    listLicenceUsers,
    { params: { organisationId }, query: { search: text, limit: mostHits } },
    { signal },
  );
  return items.map(({ id, connectionId, displayName, principalName }) => ({
    id: `${connectionId}/${id}`,
    label: displayName ?? principalName,
    detail: principalName,
    path: 'licences/users',
    search: { panel: `${connectionId}/${id}` },
  }));
};
