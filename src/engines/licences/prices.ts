import { Exact } from '../../shared/money.ts';
import { referencePrices } from './catalogue/shipped.ts';

/**
 * Where a price is known from: the file given to the offline command, the organisation's contract, its partner's
 * price list, or the reference list that ships with the product.
 */
export type PriceOrigin = 'prices' | 'contract' | 'partner' | 'reference';

/** What a seat costs a month, and where that is known from. */
export interface Price {
  readonly amount: Exact;
  readonly currency: string;
  readonly source: PriceOrigin;
  /** When the term ends, `2026-12-31`, if the list says so. */
  readonly termEndDate: string | null;
}

/** One line of a price list. */
export interface PriceLine {
  /** Part number or SKU id. */
  readonly sku: string;
  readonly currency: string;
  /** Decimal text. */
  readonly monthlyPrice: string;
  readonly termEndDate: string | null;
}

export interface PriceList {
  /** By part number or id, whatever the case; undefined when the list does not know it. */
  find(...names: readonly string[]): Price | undefined;
  /** Every name the list has, as written. */
  readonly names: readonly string[];
}

const priceListOf = (lines: readonly PriceLine[], source: PriceOrigin): PriceList => {
  const prices = new Map(
    lines.map((line): readonly [string, Price] => [
      line.sku.toUpperCase(),
      {
        amount: new Exact(line.monthlyPrice),
        currency: line.currency,
        source,
        termEndDate: line.termEndDate,
      },
    ]),
  );
  return {
    find: (...names) => {
      for (const name of names) {
        const price = prices.get(name.toUpperCase());
        if (price) return price;
      }
      return undefined;
    },
    names: lines.map(({ sku }) => sku),
  };
};

/** Given prices: a SKU that is missing from them is unpriced. */
export const createPriceList = (
  lines: readonly PriceLine[],
  source: Exclude<PriceOrigin, 'reference'> = 'prices',
): PriceList => priceListOf(lines, source);

/** Several lists as one: the first that knows a SKU, by any of its names, is trusted. */
export const layerPriceLists = (lists: readonly PriceList[]): PriceList => ({
  find: (...names) => {
    for (const list of lists) {
      const price = list.find(...names);
      if (price) return price;
    }
    return undefined;
  },
  names: [...new Set(lists.flatMap(({ names }) => names))],
});

/** Microsoft's dated list prices, for when the customer gives none. */
export const createReferencePriceList = (): PriceList =>
  priceListOf(
    Object.entries(referencePrices.prices).map(([sku, monthlyPrice]) => ({
      sku,
      monthlyPrice,
      currency: referencePrices.currency,
      termEndDate: null,
    })),
    'reference',
  );
