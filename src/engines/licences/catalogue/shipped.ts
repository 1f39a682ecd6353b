import catalogueJson from '../data/catalogue.generated.json' with { type: 'json' };
import freeSkusJson from '../data/free-skus.json' with { type: 'json' };
import familiesJson from '../data/plan-families.json' with { type: 'json' };
import pricesJson from '../data/reference-prices.json' with { type: 'json' };
import kindsJson from '../data/sku-kinds.json' with { type: 'json' };
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { type CatalogueData, catalogueDataSchema } from './data-format.ts';
import { createPlanOrder, planFamiliesSchema } from './plan-order.ts';
import { createSkuKinds, skuKindsSchema } from './sku-kinds.ts';

/** The catalogue that the product ships with. */
export const shippedCatalogueData = (): CatalogueData => catalogueDataSchema.parse(catalogueJson);

/** A catalogue of the given SKUs (by default the shipped ones) with the shipped families and kinds. */
export const createShippedCatalogue = (data: CatalogueData = shippedCatalogueData()): Catalogue =>
  createCatalogue({
    data,
    order: createPlanOrder(planFamiliesSchema.parse(familiesJson)),
    kinds: createSkuKinds(skuKindsSchema.parse(kindsJson)),
  });

/** Part numbers of SKUs that cost nothing, unless a policy lists others. */
export const shippedFreeSkus: readonly string[] = freeSkusJson.skus;

/** The dated reference list: shown as such wherever it is used. */
export const referencePrices = {
  note: pricesJson.note,
  validFrom: pricesJson.validFrom,
  currency: pricesJson.currency,
  prices: pricesJson.prices as Readonly<Record<string, string>>,
};
