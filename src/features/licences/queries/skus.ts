import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import { all, ofConnection, undecided } from './scope.ts';

export interface SkuRow {
  readonly connectionId: string;
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  readonly standing: 'paid' | 'trial' | 'free' | 'company' | 'excluded';
  readonly capabilityStatus: string | null;
  readonly bought: number;
  readonly warning: number;
  readonly suspended: number;
  readonly assigned: number;
  readonly active: number;
  readonly stale: number;
  readonly inactive: number;
  readonly never: number;
  readonly unknown: number;
  readonly unitPrice: string | null;
  readonly currency: string | null;
  readonly priceSource: 'contract' | 'partner' | 'reference' | 'unpriced';
  readonly renewsOn: string | null;
}

/** The SKUs of a tenant, or of all, by part number; with the nearest event of their subscriptions. */
export const listSkus = async (
  tx: Tx,
  { connectionId }: { readonly connectionId?: string | undefined },
): Promise<readonly SkuRow[]> => {
  const { rows } = await sql<SkuRow>`
    select s.connection_id, s.sku_id, s.part_number, s.name, s.standing, s.capability_status, s.bought, s.warning,
      s.suspended, s.assigned, s.active, s.stale, s.inactive, s.never, s.unknown, s.unit_price, s.currency,
      s.price_source,
      (select min(b.next_event_on)::text from licence_subscription b
        where b.connection_id = s.connection_id and b.sku_id = s.sku_id) as renews_on
    from licence_sku s
    where ${ofConnection('s.connection_id', connectionId)}
    order by s.part_number, s.sku_id, s.connection_id`.execute(tx);
  return rows;
};

export interface SkuSaving {
  readonly connectionId: string;
  readonly partNumber: string;
  readonly findings: number;
  readonly currency: string | null;
  readonly kind: string;
  readonly amount: string | null;
}

/** What undecided findings could save on each SKU, by currency and kind. */
export const savingsBySku = async (
  tx: Tx,
  { connectionId }: { readonly connectionId?: string | undefined },
): Promise<readonly SkuSaving[]> => {
  const { rows } = await sql<SkuSaving>`
    select f.connection_id, f.sku_part_number as part_number, count(*)::int as findings, f.currency,
      f.saving_kind as kind, sum(f.monthly_saving)::text as amount
    from finding f
    where ${all([ofConnection('f.connection_id', connectionId)])}
      and f.state = ${undecided} and f.superseded_by is null
    group by f.connection_id, f.sku_part_number, f.currency, f.saving_kind`.execute(tx);
  return rows;
};
