import { Exact } from '../../shared/money.ts';
import { priceChange } from './anomalies.ts';
import type { Month } from './calendar.ts';
import { eurosPerDollar, regions } from './company.ts';
import { toPrice } from './focus-row.ts';
import type { BillingAccount, Line } from './model.ts';

/** What one unit costs on demand. */
export interface UnitPrices {
  /** In US dollars, the pricing currency. */
  readonly listInDollars: Exact;
  readonly contractedInDollars: Exact;
  /** In the currency of the invoice. */
  readonly list: Exact;
  readonly contracted: Exact;
}

/** The prices of a line in a month. */
export const pricesOf = (line: Line, month: Month): UnitPrices => {
  const { account, sku, regionId } = line;
  const raised = sku.id === priceChange.skuId && month.index >= priceChange.month ? priceChange.factor : '1';
  const listInDollars = toPrice(
    new Exact(sku.listUnitPrice).times(regions[regionId]?.factor ?? '1').times(raised),
  );
  const contractedInDollars = toPrice(listInDollars.times(account.contractFactor));
  const rate = exchangeRate(account, month);
  return {
    listInDollars,
    contractedInDollars,
    list: toPrice(listInDollars.times(rate)),
    contracted: toPrice(contractedInDollars.times(rate)),
  };
};

/** Units of the account's currency for one US dollar. */
export const exchangeRate = (account: BillingAccount, month: Month): Exact =>
  new Exact(account.currency === 'EUR' ? (eurosPerDollar[month.index] ?? 1) : 1);
