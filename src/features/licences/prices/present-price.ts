import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import { referencePrices } from '../../../engines/licences/catalogue/shipped.ts';
import type { LicencePrice } from '../../../shared/licences/contract.ts';
import { formatDecimal } from '../../../shared/money.ts';
import { formatInstant } from '../../../shared/time.ts';
import type { PriceRow } from './price-repo.ts';

/** A SKU of a connected tenant that is paid for. */
export interface OwnSku {
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  readonly seats: number;
}

/** Knows SKUs by part number and by id, whatever the case: a tenant's own, and those of the catalogue. */
export const createSkuNames = (catalogue: Catalogue, own: readonly OwnSku[]) => {
  const known = new Map<string, { readonly key: string; readonly name: string }>();
  for (const { skuId, partNumber, name } of own) {
    for (const each of [partNumber, skuId]) known.set(each.toUpperCase(), { key: skuId, name });
  }
  return (skuPartNumber: string): { readonly key: string; readonly name: string } | undefined => {
    const sku = catalogue.byPartNumber(skuPartNumber) ?? catalogue.byId(skuPartNumber);
    return known.get(skuPartNumber.toUpperCase()) ?? (sku && { key: sku.id, name: sku.name });
  };
};
export type SkuNames = ReturnType<typeof createSkuNames>;

const referenceRow = ([skuPartNumber, monthlyPrice]: readonly [string, string]) => ({
  id: null,
  source: 'reference' as const,
  skuPartNumber,
  currency: referencePrices.currency,
  monthlyPrice,
  termEndDate: null,
  termDuration: null,
  billingPlan: null,
  changedAt: null,
  changedBy: null,
});

const trust = { contract: 0, partner: 1, reference: 2 } as const;

/**
 * Every price with whether it counts: a SKU has one that does, of the most trusted list that knows it.
 *
 * @param people names by id
 */
export const presentPrices = (
  rows: readonly PriceRow[],
  nameOf: SkuNames,
  people: ReadonlyMap<string, string>,
): LicencePrice[] => {
  const taken = new Set<string>();
  const all = [...rows, ...Object.entries(referencePrices.prices).map(referenceRow)];
  return all
    .toSorted((a, b) => trust[a.source] - trust[b.source])
    .map((row) => {
      const sku = nameOf(row.skuPartNumber);
      const key = sku?.key ?? row.skuPartNumber.toUpperCase();
      const isEffective = !taken.has(key);
      taken.add(key);
      return {
        id: row.id,
        source: row.source,
        skuPartNumber: row.skuPartNumber,
        name: sku?.name ?? null,
        currency: row.currency,
        monthlyPrice: formatDecimal(row.monthlyPrice, 2),
        termEndDate: row.termEndDate,
        termDuration: row.termDuration,
        billingPlan: row.billingPlan,
        isEffective,
        changedAt: row.changedAt && formatInstant(row.changedAt),
        changedBy: (row.changedBy && people.get(row.changedBy)) ?? null,
      };
    });
};
