import type { z } from 'zod';
import { cashKinds } from '../../../../shared/licences/audit-result.ts';
import type { amountSchema, savingSchema } from '../../../../shared/licences/parts.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';

export type Amount = z.infer<typeof amountSchema>;
export type Saving = z.infer<typeof savingSchema>;
export type CashKind = (typeof cashKinds)[number];

/** What of this kind could be saved a month, by currency; zero and absent are left out. */
export const amountsOfKind = (savings: readonly Saving[], kind: CashKind): readonly Amount[] =>
  savings.flatMap(({ currency, byKind }) => {
    const amount = byKind[kind];
    return amount === undefined || new Exact(amount).isZero() ? [] : [{ currency, amount }];
  });

/** The kinds that have money, in the order of their usefulness; they are never added together. */
export const kindsOf = (savings: readonly Saving[]): readonly CashKind[] =>
  cashKinds.filter((kind) => amountsOfKind(savings, kind).length > 0);

/** Sums of one kind of money by currency. Currencies are never added together. */
export const addAmounts = (amounts: readonly Amount[]): readonly Amount[] => {
  const sums = new Map<string, Exact>();
  for (const { currency, amount } of amounts)
    sums.set(currency, (sums.get(currency) ?? new Exact(0)).add(amount));
  return [...sums].map(([currency, sum]) => ({ currency, amount: formatDecimal(sum) }));
};

/** Twelve months of a monthly amount. */
export const yearOf = (monthly: string): string => formatDecimal(new Exact(monthly).times(12));

/** The amount to order by where a row has several currencies: that of the first. */
export const firstAmount = (amounts: readonly Amount[]): string | null => amounts[0]?.amount ?? null;
