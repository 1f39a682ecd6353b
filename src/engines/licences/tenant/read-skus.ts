import type { Catalogue, Sku } from '../catalogue/catalogue.ts';
import type { GraphSubscribedSku } from './graph-schemas.ts';
import type { TenantSku } from './tenant.ts';

const describe = (catalogue: Catalogue, given: GraphSubscribedSku): Sku => {
  const known = catalogue.byId(given.skuId);
  // The tenant's own spelling of the part number is what its administrator and price list use.
  if (known) return { ...known, partNumber: given.skuPartNumber };
  return catalogue.describe({
    id: given.skuId.toLowerCase(),
    partNumber: given.skuPartNumber,
    plans: (given.servicePlans ?? []).map((plan) => ({
      id: plan.servicePlanId,
      name: plan.servicePlanName ?? plan.servicePlanId,
    })),
  });
};

/** The tenant's SKUs with what the catalogue knows of them. A SKU that it does not know is never dropped. */
export const readTenantSkus = (
  catalogue: Catalogue,
  given: readonly GraphSubscribedSku[],
): readonly TenantSku[] => {
  const byId = new Map(given.map((sku) => [sku.skuId.toLowerCase(), sku]));
  return [...byId.values()].map((sku) => ({
    sku: describe(catalogue, sku),
    isCompany: sku.appliesTo?.toLowerCase() === 'company',
    capabilityStatus: sku.capabilityStatus ?? null,
    consumed: sku.consumedUnits ?? 0,
    enabled: sku.prepaidUnits?.enabled ?? 0,
    warning: sku.prepaidUnits?.warning ?? 0,
    suspended: sku.prepaidUnits?.suspended ?? 0,
  }));
};
