import { getInventory } from '../../../shared/licences/contract.ts';
import { call } from '../../ui/api/call.ts';
import type { SearchProvider } from '../../ui/feature.ts';

const mostHits = 10;

/** Finds SKUs of connected tenants by name or part number, for the command search. */
export const findSkus: SearchProvider['search'] = async (text, organisationId, signal) => {
  const { skus } = await call(getInventory, { params: { organisationId } }, { signal });
  const wanted = text.toLocaleLowerCase();
  return skus
    .filter(({ name, skuPartNumber }) => `${name} ${skuPartNumber}`.toLocaleLowerCase().includes(wanted))
    .slice(0, mostHits)
    .map(({ connectionId, skuId, name, skuPartNumber }) => ({
      id: `${connectionId}/${skuId}`,
      label: name,
      detail: skuPartNumber,
      path: 'licences/inventory',
      search: { panel: `${connectionId}/${skuId}` },
    }));
};
