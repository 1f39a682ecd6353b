import { type CashKinds, cashKinds } from '../../../../shared/licences/audit-result.ts';
import type { LicenceOverview } from '../../../../shared/licences/contract.ts';
import { Exact } from '../../../../shared/money.ts';

type Savings = LicenceOverview['savings'];
export type Amount = LicenceOverview['monthlyCost'][number];

/** What could be saved a month of each kind that has money. Neither kinds nor currencies are added together. */
export const savingsByKind = (
  savings: Savings,
): readonly { readonly kind: CashKinds; readonly amounts: readonly Amount[] }[] =>
  cashKinds.flatMap((kind) => {
    const amounts = savings.flatMap(({ currency, byKind }) => {
      const amount = byKind[kind];
      return amount === undefined || new Exact(amount).isZero() ? [] : [{ currency, amount }];
    });
    return amounts.length === 0 ? [] : [{ kind, amounts }];
  });

/** The currencies in which anything was paid over time, the most recent first. */
export const trendCurrencies = ({ trend }: Pick<LicenceOverview, 'trend'>): readonly string[] => [
  ...new Set(trend.toReversed().flatMap(({ monthlyCost }) => monthlyCost.map(({ currency }) => currency))),
];

/** An amount of a currency among others; null where there is none. */
export const amountIn = (amounts: readonly Amount[], currency: string): string | null =>
  amounts.find((each) => each.currency === currency)?.amount ?? null;

/** How many renewals are at most so many days ahead. */
export const renewalsWithin = ({ renewals }: Pick<LicenceOverview, 'renewals'>, days: number): number =>
  renewals.filter(({ daysLeft }) => daysLeft <= days).length;
