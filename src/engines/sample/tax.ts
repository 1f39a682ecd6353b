import { type Exact, formatDecimal } from '../../shared/money.ts';
import type { Month } from './calendar.ts';
import { accountColumns, costColumnsOf, type FocusRow, nothing } from './focus-row.ts';
import type { BillingAccount } from './model.ts';
import { exchangeRate } from './price.ts';

/** Value added tax on everything that the German account is charged. */
const taxRates: Readonly<Record<string, { readonly rate: string; readonly name: string }>> = {
  'b83d6e19-halcyon-de': { rate: '0.19', name: 'Value added tax, 19 %' },
};

/** Adds up what an account is charged in a month, and then gives the tax on it. */
export interface Tax {
  add(row: FocusRow): void;
  row(): FocusRow;
}

/** The tax of an account in a month that is over, to the cent; undefined where none is due. */
export const createTax = (account: BillingAccount, month: Month): Tax | undefined => {
  const tax = taxRates[account.id];
  if (tax === undefined || !month.isComplete) return undefined;
  let costs = { billed: nothing, effective: nothing, list: nothing, contracted: nothing };
  const of = (cost: Exact): Exact => cost.times(tax.rate).toDecimalPlaces(2);
  return {
    add: (row) => {
      if (row.BillingAccountId !== account.id) return;
      costs = {
        billed: costs.billed.plus(row.BilledCost ?? 0),
        effective: costs.effective.plus(row.EffectiveCost ?? 0),
        list: costs.list.plus(row.ListCost ?? 0),
        contracted: costs.contracted.plus(row.ContractedCost ?? 0),
      };
    },
    row: () => ({
      ...accountColumns(account, month),
      ...costColumnsOf({
        billed: of(costs.billed),
        effective: of(costs.effective),
        list: of(costs.list),
        contracted: of(costs.contracted),
      }),
      ChargeCategory: 'Tax',
      ChargeDescription: tax.name,
      ChargeFrequency: 'Recurring',
      ChargePeriodStart: month.start,
      ChargePeriodEnd: month.end,
      PricingCurrencyEffectiveCost: formatDecimal(
        of(costs.effective).div(exchangeRate(account, month)).toDecimalPlaces(2),
      ),
      ServiceCategory: 'Other',
      ServiceName: 'Tax',
      ServiceSubcategory: 'Other (Other)',
    }),
  };
};
