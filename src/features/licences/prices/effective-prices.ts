import {
  createPriceList,
  createReferencePriceList,
  layerPriceLists,
  type PriceList,
} from '../../../engines/licences/prices.ts';
import type { PriceRow } from './price-repo.ts';

/** What counts of a price that is kept. */
export type PriceLine = Pick<
  PriceRow,
  'source' | 'skuPartNumber' | 'currency' | 'monthlyPrice' | 'termEndDate'
>;

const listOf = (rows: readonly PriceLine[], source: PriceRow['source']): PriceList =>
  createPriceList(
    rows
      .filter((row) => row.source === source)
      .map(({ skuPartNumber, currency, monthlyPrice, termEndDate }) => ({
        sku: skuPartNumber,
        currency,
        monthlyPrice,
        termEndDate,
      })),
    source,
  );

/**
 * The prices that count for an organisation. Order of trust, SKU by SKU: its contract, its partner's list, the
 * reference list of the product. A SKU that none of them has is unpriced.
 */
export const effectivePrices = (rows: readonly PriceLine[]): PriceList =>
  layerPriceLists([listOf(rows, 'contract'), listOf(rows, 'partner'), createReferencePriceList()]);
