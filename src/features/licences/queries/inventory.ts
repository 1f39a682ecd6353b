import type { Tx } from '../../../platform/postgres/database.ts';
import type { Inventory, InventorySku } from '../../../shared/licences/contract.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { amountsOf, type SumRow, savingsOf } from './scope.ts';
import { listSkus, type SkuRow, type SkuSaving, savingsBySku } from './skus.ts';
import { listTenants, type TenantRow } from './tenants.ts';

/** Bought seats × price: what is paid, used or not. */
export const monthlyCostOf = ({ unitPrice, bought }: Pick<SkuRow, 'unitPrice' | 'bought'>): string | null =>
  unitPrice === null ? null : formatDecimal(new Exact(unitPrice).times(bought), 2);

const cashRows = (rows: readonly SkuSaving[]): SumRow[] =>
  rows.flatMap(({ currency, kind, amount }) =>
    currency === null || amount === null ? [] : [{ currency, kind, amount }],
  );

const skuKey = (connectionId: string, partNumber: string): string =>
  `${connectionId} ${partNumber.toUpperCase()}`;

const presentSku = (row: SkuRow, savings: readonly SkuSaving[]): InventorySku => ({
  connectionId: row.connectionId,
  skuId: row.skuId,
  skuPartNumber: row.partNumber,
  name: row.name,
  standing: row.standing,
  capabilityStatus: row.capabilityStatus,
  bought: row.bought,
  warning: row.warning,
  suspended: row.suspended,
  assigned: row.assigned,
  spare: row.bought - row.assigned,
  holders: {
    active: row.active,
    stale: row.stale,
    inactive: row.inactive,
    never: row.never,
    unknown: row.unknown,
  },
  unitPrice: row.unitPrice,
  currency: row.currency,
  priceSource: row.priceSource,
  monthlyCost: row.standing === 'paid' || row.standing === 'excluded' ? monthlyCostOf(row) : null,
  waste: savingsOf(cashRows(savings)),
  findings: savings.reduce((sum, { findings }) => sum + findings, 0),
  renewsOn: row.renewsOn,
});

const presentFacts = (row: TenantRow): Inventory['facts'] =>
  row.asOf === null || row.syncedAt === null
    ? []
    : [
        {
          connectionId: row.id,
          connectionName: row.name,
          connectionState: row.state,
          tenantName: row.tenantName,
          asOf: row.asOf,
          syncedAt: row.syncedAt.toISOString(),
          premium: row.isPremium,
          concealed: row.isConcealed,
          weakSources: [...row.weakSources],
        },
      ];

/** Every SKU with its seats, price, cost and waste, and the totals of what is paid for. */
export const readInventory = async (
  tx: Tx,
  scope: { readonly connectionId?: string | undefined },
): Promise<Inventory> => {
  const tenants = await listTenants(tx, scope);
  const rows = await listSkus(tx, scope);
  const savings = await savingsBySku(tx, scope);
  const bySku = Map.groupBy(savings, ({ connectionId, partNumber }) => skuKey(connectionId, partNumber));
  const skus = rows.map((row) => presentSku(row, bySku.get(skuKey(row.connectionId, row.partNumber)) ?? []));
  const paid = skus.filter(({ standing }) => standing === 'paid' || standing === 'excluded');
  return {
    facts: tenants.flatMap(presentFacts),
    skus,
    totals: {
      users: tenants.reduce((sum, { users }) => sum + users, 0),
      licensedUsers: tenants.reduce((sum, { licensedUsers }) => sum + licensedUsers, 0),
      bought: paid.reduce((sum, { bought }) => sum + bought, 0),
      assigned: paid.reduce((sum, { assigned }) => sum + assigned, 0),
      monthlyCost: amountsOf(paid.map(({ currency, monthlyCost }) => ({ currency, amount: monthlyCost }))),
      unpricedSkus: paid.filter(({ monthlyCost, bought }) => monthlyCost === null && bought > 0).length,
      savings: savingsOf(cashRows(savings)),
      findings: savings.reduce((sum, { findings }) => sum + findings, 0),
    },
  };
};
