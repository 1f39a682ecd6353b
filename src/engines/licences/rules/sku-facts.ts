import type { Catalogue, Sku } from '../catalogue/catalogue.ts';
import type { Policy } from '../policy.ts';
import type { Price, PriceList } from '../prices.ts';
import type { Tenant, TenantSku } from '../tenant/tenant.ts';

/** A SKU with everything that decides whether rules speak of it. */
export interface SkuFacts {
  readonly sku: Sku;
  readonly seats: TenantSku | undefined;
  readonly price: Price | undefined;
  /** Not free-listed, a User SKU, and not only on trial. */
  readonly isPaid: boolean;
  /** Every subscription of it is a trial. */
  readonly isTrial: boolean;
  /** Excluded by policy. */
  readonly isExcluded: boolean;
  /** Free-listed or a Company SKU: guarded rules pass it over. */
  readonly isPassedOver: boolean;
}

/** A SKU that could be bought, with its price. */
export interface Offer {
  readonly sku: Sku;
  readonly price: Price;
}

export interface SkuRegister {
  /** By SKU id; a SKU that nobody knows is described by its id. */
  of(skuId: string): SkuFacts;
  /** SKUs of the tenant, by part number. */
  readonly tenant: readonly SkuFacts[];
  /** Every priced SKU with known plans that the policy does not exclude, by part number. */
  readonly offers: readonly Offer[];
  /** SKUs that users hold and neither the tenant nor the catalogue describes. */
  undescribed(): readonly string[];
  /** Names of the price list and of the policy that neither the tenant nor the catalogue has. */
  readonly unknownNames: { readonly prices: readonly string[]; readonly policy: readonly string[] };
  byPartNumber(partNumber: string): { readonly sku: Sku; readonly price: Price | undefined } | undefined;
}

interface Parts {
  readonly catalogue: Catalogue;
  readonly tenant: Tenant;
  readonly prices: PriceList;
  readonly policy: Policy;
}

const byPartNumber = (a: { readonly sku: Sku }, b: { readonly sku: Sku }): number =>
  a.sku.partNumber < b.sku.partNumber
    ? -1
    : a.sku.partNumber > b.sku.partNumber
      ? 1
      : a.sku.id < b.sku.id
        ? -1
        : 1;

const inList = (names: readonly string[]): ((sku: Sku) => boolean) => {
  const listed = new Set(names.map((name) => name.toUpperCase()));
  return (sku) => listed.has(sku.partNumber.toUpperCase()) || listed.has(sku.id.toUpperCase());
};

const trialIds = ({ subscriptions }: Tenant): ReadonlySet<string> => {
  const trial = new Set<string>();
  const bought = new Set<string>();
  for (const { skuId, isTrial } of subscriptions ?? [])
    (isTrial === true ? trial : bought).add(skuId.toLowerCase());
  return new Set([...trial].filter((id) => !bought.has(id)));
};

const offersOf = (
  prices: PriceList,
  find: (name: string) => Sku | undefined,
  isOffered: (sku: Sku) => boolean,
): readonly Offer[] => {
  const priced = new Map<string, Offer>();
  for (const name of prices.names) {
    const sku = find(name);
    // By both of its names: a list may know it by its part number, and a more trusted one by its id.
    const price = sku && prices.find(sku.partNumber, sku.id);
    if (sku && price && sku.plans.length > 0 && isOffered(sku)) priced.set(sku.id, { sku, price });
  }
  return [...priced.values()].sort(byPartNumber);
};

/** Joins catalogue, prices and policy to the tenant's SKUs. */
export const createSkuRegister = ({ catalogue, tenant, prices, policy }: Parts): SkuRegister => {
  const isFree = inList(policy.freeSkus);
  const isExcluded = inList(policy.exclude.skus);
  const trials = trialIds(tenant);
  const factsOf = (sku: Sku, seats: TenantSku | undefined): SkuFacts => {
    const isTrial = trials.has(sku.id);
    const isPassedOver = isFree(sku) || seats?.isCompany === true;
    return {
      sku,
      seats,
      price: prices.find(sku.partNumber, sku.id),
      isPaid: !isPassedOver && !isTrial,
      isTrial,
      isExcluded: isExcluded(sku),
      isPassedOver,
    };
  };
  const known = new Map(tenant.skus.map((seats) => [seats.sku.id, factsOf(seats.sku, seats)]));
  const own = new Map([...known.values()].map((facts) => [facts.sku.partNumber.toUpperCase(), facts]));
  const find = (name: string): Sku | undefined =>
    own.get(name.toUpperCase())?.sku ?? catalogue.byPartNumber(name) ?? catalogue.byId(name);
  return {
    of: (skuId) => {
      const facts = known.get(skuId);
      if (facts) return facts;
      const sku = catalogue.byId(skuId) ?? catalogue.describe({ id: skuId, partNumber: skuId, plans: [] });
      const made = factsOf(sku, undefined);
      known.set(skuId, made);
      return made;
    },
    tenant: [...known.values()].sort(byPartNumber),
    undescribed: () =>
      [...known.values()].flatMap(({ sku, seats }) => (sku.isKnown || seats ? [] : [sku.id])).sort(),
    unknownNames: {
      prices: prices.names.filter((name) => find(name) === undefined),
      policy: policy.exclude.skus.filter((name) => find(name) === undefined),
    },
    offers: offersOf(
      prices,
      find,
      (sku) => !isFree(sku) && !isExcluded(sku) && !known.get(sku.id)?.seats?.isCompany,
    ),
    byPartNumber: (partNumber) => {
      const sku = find(partNumber);
      return sku && { sku, price: prices.find(sku.partNumber, sku.id) };
    },
  };
};
