import type { Sku } from './model.ts';

type Entry = readonly [
  id: string,
  meter: string,
  unit: string,
  listUnitPrice: string,
  details?: Sku['details'],
  planDiscount?: string,
];

/** The SKUs of one kind of resource of a service. */
export const service = (
  name: string,
  category: string,
  subcategory: string,
  resourceType: string,
  idKind: string,
  entries: readonly Entry[],
): readonly Sku[] =>
  entries.map(([id, meter, unit, listUnitPrice, details, planDiscount]) => ({
    id,
    service: name,
    category,
    subcategory,
    resourceType,
    idKind,
    meter,
    unit,
    listUnitPrice,
    details,
    planDiscount,
  }));
