import { Exact } from '../../shared/money.ts';
import { referencePrices } from './catalogue/shipped.ts';

/** What a seat costs a month, and where that is known from. */
export interface Price {
  readonly amount: Exact;
  readonly currency: string;
  readonly source: 'prices' | 'reference';
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
  readonly source: 'prices' | 'reference';
  /** By part number or id, whatever the case; undefined when the list does not know it. */
  find(...names: readonly string[]): Price | undefined;
  /** Every name the list has, as written. */
  readonly names: readonly string[];
}

const priceListOf = (lines: readonly PriceLine[], source: Price['source']): PriceList => {
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
    source,
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

/** The customer's own prices: a SKU that is missing from them is unpriced. */
export const createPriceList = (lines: readonly PriceLine[]): PriceList => priceListOf(lines, 'prices');

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
