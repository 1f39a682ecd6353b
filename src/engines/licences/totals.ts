import type { AuditTotal, cashKinds, Finding } from '../../shared/licences/audit-result.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { SkuFacts } from './rules/sku-facts.ts';

/**
 * Spend and savings by currency; currencies and kinds of saving are never added together. The spend is what the
 * seats in use of paid and priced SKUs cost a month.
 */
export const totalsOf = (skus: readonly SkuFacts[], findings: readonly Finding[]): readonly AuditTotal[] => {
  const spend = new Map<string, Exact>();
  for (const { isPaid, price, seats } of skus) {
    if (!isPaid || !price || !seats) continue;
    const before = spend.get(price.currency) ?? new Exact(0);
    spend.set(price.currency, before.plus(price.amount.times(seats.consumed)));
  }
  const saved = new Map<string, Exact>();
  for (const { savingKind, monthlySaving, currency } of findings) {
    if (monthlySaving === null || currency === null) continue;
    const key = `${currency} ${savingKind}`;
    saved.set(key, (saved.get(key) ?? new Exact(0)).plus(monthlySaving));
  }
  const currencies = new Set([...spend.keys(), ...findings.flatMap(({ currency }) => currency ?? [])]);
  return [...currencies].sort().map((currency) => {
    const sum = (kind: (typeof cashKinds)[number]): string =>
      formatDecimal(saved.get(`${currency} ${kind}`) ?? 0, 2);
    return {
      currency,
      monthlySpend: formatDecimal(spend.get(currency) ?? 0, 2),
      savingByKind: {
        'freed-seat': sum('freed-seat'),
        'cash-at-renewal': sum('cash-at-renewal'),
        'avoided-purchase': sum('avoided-purchase'),
      },
    };
  });
};
