import { sql } from 'kysely';
import { dayOfInstant, dayText } from '../../../engines/licences/activity/days.ts';
import type { SkuDescription } from '../../../engines/licences/summary/describe-skus.ts';
import type { GraphSubscription } from '../../../engines/licences/tenant/graph-schemas.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { NewId } from '../../../shared/ids.ts';
import { type PriceSource, priceSourceSchema } from '../../../shared/licences/parts.ts';
import { insertRecords, type RowRecord } from '../insert-records.ts';
import type { Owner } from './owner.ts';

const skuColumns = {
  id: 'uuid',
  organisation_id: 'uuid',
  connection_id: 'uuid',
  sku_id: 'text',
  part_number: 'text',
  name: 'text',
  standing: 'text',
  capability_status: 'text',
  bought: 'integer',
  warning: 'integer',
  suspended: 'integer',
  assigned: 'integer',
  active: 'integer',
  stale: 'integer',
  inactive: 'integer',
  never: 'integer',
  unknown: 'integer',
  unit_price: 'numeric',
  currency: 'text',
  price_source: 'text',
};

/** Where a price of ours is from; `unpriced` for none. */
export const priceSourceOf = (origin: string | undefined): PriceSource =>
  priceSourceSchema.catch('unpriced').parse(origin);

export const skuRecords = (owner: Owner, skus: readonly SkuDescription[], newId: NewId): RowRecord[] =>
  skus.map((sku) => ({
    id: newId(),
    organisation_id: owner.organisationId,
    connection_id: owner.connectionId,
    sku_id: sku.skuId,
    part_number: sku.partNumber,
    name: sku.name,
    standing: sku.standing,
    capability_status: sku.capabilityStatus?.slice(0, 100) ?? null,
    bought: sku.bought,
    warning: sku.warning,
    suspended: sku.suspended,
    assigned: sku.assigned,
    ...sku.holders,
    unit_price: sku.price?.amount.toFixed() ?? null,
    currency: sku.price?.currency ?? null,
    price_source: priceSourceOf(sku.price?.source),
  }));

/** Puts the SKUs of a tenant in the place of those before. */
export const writeSkus = async (
  tx: Tx,
  { connectionId }: Owner,
  rows: readonly RowRecord[],
): Promise<void> => {
  await sql`delete from licence_sku where connection_id = ${connectionId}`.execute(tx);
  await insertRecords(tx, 'licence_sku', skuColumns, rows);
};

const subscriptionColumns = {
  id: 'uuid',
  organisation_id: 'uuid',
  connection_id: 'uuid',
  subscription_id: 'text',
  sku_id: 'text',
  status: 'text',
  is_trial: 'boolean',
  seats: 'integer',
  next_event_on: 'date',
};

export const subscriptionRecords = (
  owner: Owner,
  subscriptions: readonly GraphSubscription[] | null,
  newId: NewId,
): RowRecord[] | null => {
  if (subscriptions === null) return null;
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  return [...byId.values()].map((subscription) => ({
    id: newId(),
    organisation_id: owner.organisationId,
    connection_id: owner.connectionId,
    subscription_id: subscription.id,
    sku_id: subscription.skuId.toLowerCase().slice(0, 100),
    status: subscription.status?.slice(0, 100) ?? null,
    is_trial: subscription.isTrial === true,
    seats: subscription.totalLicenses ?? 0,
    next_event_on: dayText(dayOfInstant(subscription.nextLifecycleDateTime)),
  }));
};

/** Puts the subscriptions of a tenant in the place of those before; null, which nobody read, leaves them. */
export const writeSubscriptions = async (
  tx: Tx,
  { connectionId }: Owner,
  rows: readonly RowRecord[] | null,
): Promise<void> => {
  if (rows === null) return;
  await sql`delete from licence_subscription where connection_id = ${connectionId}`.execute(tx);
  await insertRecords(tx, 'licence_subscription', subscriptionColumns, rows);
};
