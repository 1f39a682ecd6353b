import type { CatalogueData } from './data-format.ts';
import type { PlanOrder } from './plan-order.ts';
import type { SkuKinds } from './sku-kinds.ts';

/** A service plan of a SKU. `key` is the name in capitals: what families and editions are written in. */
export interface Plan {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly isUserFacing: boolean;
}

export interface Sku {
  /** GUID in lower case; empty for a SKU that only a price list names. */
  readonly id: string;
  readonly partNumber: string;
  /** The part number where no product name is known. */
  readonly name: string;
  readonly plans: readonly Plan[];
  readonly isKnown: boolean;
  /** A suite has mail, files or desktop apps and at least five plans that people use; the rest are add-ons. */
  readonly isSuite: boolean;
}

export interface Catalogue {
  readonly readOn: string;
  readonly order: PlanOrder;
  readonly kinds: SkuKinds;
  byId(skuId: string): Sku | undefined;
  byPartNumber(partNumber: string): Sku | undefined;
  /** A SKU that Microsoft's table lacks, from what the tenant itself says of it. */
  describe(given: UnlistedSku): Sku;
  readonly skus: readonly Sku[];
}

export interface UnlistedSku {
  readonly id: string;
  readonly partNumber: string;
  readonly plans: readonly { readonly id: string; readonly name: string }[];
}

const leastPlansOfSuite = 5;

const isSuite = (name: string, plans: readonly Plan[], kinds: SkuKinds): boolean =>
  !kinds.isAddOnName(name) &&
  plans.some((plan) => plan.isUserFacing && kinds.isCollaboration(plan.key)) &&
  plans.filter((plan) => plan.isUserFacing).length >= leastPlansOfSuite;

interface Parts {
  readonly data: CatalogueData;
  readonly order: PlanOrder;
  readonly kinds: SkuKinds;
}

/** Makes the catalogue answerable: SKUs by id and part number, whatever the case of either. */
export const createCatalogue = ({ data, order, kinds }: Parts): Catalogue => {
  const planOf = (id: string, name: string): Plan => {
    const key = name.toUpperCase();
    return { id, key, name, isUserFacing: order.isUserFacing(key) };
  };
  const plans = data.plans.map(([id, name]) => planOf(id, name));
  const skus = data.skus.map(([id, partNumber, name, places]): Sku => {
    const own = places.flatMap((place) => plans[place] ?? []);
    return { id, partNumber, name, plans: own, isKnown: true, isSuite: isSuite(name, own, kinds) };
  });
  const byId = new Map(skus.map((sku) => [sku.id, sku]));
  const byPartNumber = new Map<string, Sku>();
  // Two SKUs share a part number in Microsoft's table (MCOPSTN5): the first by id keeps it.
  for (const sku of skus) {
    const key = sku.partNumber.toUpperCase();
    if (!byPartNumber.has(key)) byPartNumber.set(key, sku);
  }
  return {
    readOn: data.readOn,
    order,
    kinds,
    skus,
    byId: (skuId) => byId.get(skuId.toLowerCase()),
    byPartNumber: (partNumber) => byPartNumber.get(partNumber.toUpperCase()),
    describe: (given) => {
      const own = given.plans.map(({ id, name }) => planOf(id.toLowerCase(), name));
      return {
        id: given.id,
        partNumber: given.partNumber,
        name: given.partNumber,
        plans: own,
        isKnown: false,
        isSuite: isSuite(given.partNumber, own, kinds),
      };
    },
  };
};
