import type { InventorySku } from '../../../../shared/licences/contract.ts';
import { Exact } from '../../../../shared/money.ts';
import { type Amount, addAmounts, amountsOfKind, type CashKind } from '../common/saving-sums.ts';

/** What is paid for, as the server's totals and the history of seats have it: what policy excludes costs as much. */
export const paidStandings: readonly InventorySku['standing'][] = ['paid', 'excluded'];

/** Only what is paid for is added up: ten thousand seats of a free SKU would hide everything else. */
export const paidOf = (skus: readonly InventorySku[]): readonly InventorySku[] =>
  skus.filter(({ standing }) => paidStandings.includes(standing));

export const sumOf = (skus: readonly InventorySku[], of: (sku: InventorySku) => number): number =>
  paidOf(skus).reduce((sum, sku) => sum + of(sku), 0);

/** What is paid for all of them a month, by currency; SKUs without a price are not in it. */
export const costOf = (skus: readonly InventorySku[]): readonly Amount[] =>
  addAmounts(
    paidOf(skus).flatMap(({ monthlyCost, currency }) =>
      monthlyCost === null || currency === null ? [] : [{ currency, amount: monthlyCost }],
    ),
  );

export const wasteOf = (skus: readonly InventorySku[], kind: CashKind): readonly Amount[] =>
  addAmounts(skus.flatMap(({ waste }) => amountsOfKind(waste, kind)));

/** Paid seats that nobody holds; what is assigned beyond the bought ones elsewhere does not make up for them. */
export const unusedSeats = (skus: readonly InventorySku[]): number =>
  sumOf(skus, ({ spare }) => Math.max(0, spare));

/** What costs most first; what has no price after that, the largest first. */
export const byCost = (skus: readonly InventorySku[]): readonly InventorySku[] =>
  [...skus].sort(
    (a, b) =>
      new Exact(b.monthlyCost ?? -1).comparedTo(a.monthlyCost ?? -1) ||
      b.bought - a.bought ||
      (a.name < b.name ? -1 : 1),
  );

export const keyOfSku = ({ connectionId, skuId }: InventorySku): string => `${connectionId}/${skuId}`;
