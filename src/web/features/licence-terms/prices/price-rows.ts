import type { ResponseOf } from '../../../../shared/endpoint.ts';
import type { importPrices, LicencePrice, listPrices } from '../../../../shared/licences/contract.ts';

export type Prices = ResponseOf<typeof listPrices>;
/** What became of a list that was imported. */
export type Imported = ResponseOf<typeof importPrices>;

/** A line of the list: a price, or a SKU that is paid for and has none. */
export interface PriceLine {
  readonly key: string;
  readonly skuPartNumber: string;
  readonly name: string;
  readonly source: LicencePrice['source'] | 'unpriced';
  /** Null where nobody knows one. */
  readonly price: LicencePrice | null;
  /** Of a SKU without a price: what is bought. */
  readonly seats: number | null;
}

/** What has no price first, because it asks for one; then the prices as the server orders them. */
export const priceLines = ({ prices, unpriced }: Prices): readonly PriceLine[] => [
  ...unpriced.map(
    ({ skuPartNumber, name, seats }): PriceLine => ({
      key: `unpriced ${skuPartNumber}`,
      skuPartNumber,
      name,
      source: 'unpriced',
      price: null,
      seats,
    }),
  ),
  ...prices.map(
    (price): PriceLine => ({
      key: `${price.source} ${price.skuPartNumber}`,
      skuPartNumber: price.skuPartNumber,
      name: price.name ?? price.skuPartNumber,
      source: price.source,
      price,
      seats: null,
    }),
  ),
];

/**
 * A price as people type it: spaces aside, and with a comma where their language has one. The contract takes digits
 * and a point.
 */
export const typedPrice = (text: string): string => {
  const plain = text.replaceAll(/[\s\u00a0\u202f’']/g, '');
  return plain.includes('.') ? plain : plain.replace(/^(\d+),(\d{1,8})$/, '$1.$2');
};
