import { z } from 'zod';
import { connectionStateSchema } from '../connections/contract.ts';
import { endpoint } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { daySchema, instantSchema } from '../time.ts';
import {
  activityCountsSchema,
  amountSchema,
  at,
  count,
  exporting,
  exportQuery,
  priceSourceSchema,
  read,
  savingSchema,
  tag,
  tenantQuery,
  text,
} from './parts.ts';

export const inventorySkuSchema = z.object({
  connectionId: idSchema,
  skuId: text(100),
  skuPartNumber: text(300),
  name: text(500),
  /** What the rules take it for: paid, on trial, free, of the company, excluded by policy. */
  standing: z.enum(['paid', 'trial', 'free', 'company', 'excluded']),
  capabilityStatus: text(100).nullable(),
  /** Seats that are usable, and those in grace or suspended. */
  bought: count,
  warning: count,
  suspended: count,
  assigned: count,
  /** Bought and not assigned; negative where more are assigned than bought. */
  spare: z.int(),
  /** Holders by activity. */
  holders: activityCountsSchema,
  unitPrice: decimalSchema.nullable(),
  currency: currencySchema.nullable(),
  priceSource: priceSourceSchema,
  /** Bought seats × price: what is paid. Null where unpriced. */
  monthlyCost: decimalSchema.nullable(),
  /** What the open findings on this SKU could save each month. */
  waste: z.array(savingSchema).max(20),
  findings: count,
  /** The nearest day on which a subscription of it renews or ends. */
  renewsOn: daySchema.nullable(),
});
export type InventorySku = z.infer<typeof inventorySkuSchema>;

/** How fresh and complete the facts are. */
const factsSchema = z.object({
  connectionId: idSchema,
  connectionName: text(200),
  /** As in src/shared/connections/contract.ts; of a revoked one the figures no longer change. */
  connectionState: connectionStateSchema,
  tenantName: text(300).nullable(),
  asOf: daySchema,
  syncedAt: instantSchema,
  premium: z.boolean().nullable(),
  concealed: z.boolean().nullable(),
  /** Sources that are missing, partial or stale. */
  weakSources: z.array(z.object({ name: text(100), reason: text(100) })).max(100),
});

export const getInventory = endpoint({
  id: 'licences.inventory',
  method: 'GET',
  path: `${at}/skus`,
  tag,
  access: read,
  summary: 'Every SKU: bought, assigned, active, spare, price, cost, waste, renewal',
  query: z.object(tenantQuery),
  response: z.object({
    facts: z.array(factsSchema).max(500),
    skus: z.array(inventorySkuSchema).max(10_000),
    totals: z.object({
      users: count,
      licensedUsers: count,
      /** Paid SKUs only. */
      bought: count,
      assigned: count,
      monthlyCost: z.array(amountSchema).max(100),
      unpricedSkus: count,
      savings: z.array(savingSchema).max(100),
      findings: count,
    }),
  }),
});
export type Inventory = z.infer<typeof getInventory.response>;

export const exportInventory = endpoint({
  id: 'licences.inventory.export',
  method: 'GET',
  path: `${at}/skus/export`,
  tag,
  access: exporting,
  summary: 'The inventory as a file',
  query: z.object({ ...tenantQuery, ...exportQuery }),
  response: z.unknown(),
  stream: 'download',
});

/** One snapshot: the last of its day (or of its month where the period is long). */
const seatPointSchema = z.object({
  day: daySchema,
  bought: count,
  assigned: count,
  holders: activityCountsSchema,
  monthlyCost: z.array(amountSchema).max(100),
  savings: z.array(savingSchema).max(100),
});

export const seatHistory = endpoint({
  id: 'licences.history',
  method: 'GET',
  path: `${at}/history`,
  tag,
  access: read,
  summary: 'Seats, activity, cost and possible saving over time; of paid SKUs together, or of one',
  query: z.object({
    ...tenantQuery,
    skuId: text(100).optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
  }),
  response: z.object({
    /** One point a day up to 92 days, else the last of each month. */
    step: z.enum(['day', 'month']),
    points: z.array(seatPointSchema).max(1000),
  }),
});

const renewalSchema = z.object({
  connectionId: idSchema,
  subscriptionId: text(100),
  skuId: text(100),
  skuPartNumber: text(300),
  name: text(500),
  status: text(100).nullable(),
  isTrial: z.boolean(),
  seats: count,
  /** The day of the next event; null where Microsoft names none. */
  date: daySchema.nullable(),
  daysLeft: z.int().nullable(),
  monthlyCost: decimalSchema.nullable(),
  currency: currencySchema.nullable(),
  priceSource: priceSourceSchema,
  /** Term and billing as the price list has them. */
  termDuration: text(20).nullable(),
  billingPlan: text(50).nullable(),
  /** Spare seats above the buffer: what to buy less of at this renewal, and its monthly price. */
  spareSeats: count,
  monthlySaving: decimalSchema.nullable(),
  /** Open findings that free seats of this SKU before then. */
  freeableSeats: count,
});
export type Renewal = z.infer<typeof renewalSchema>;

export const listRenewals = endpoint({
  id: 'licences.renewals',
  method: 'GET',
  path: `${at}/renewals`,
  tag,
  access: read,
  summary: 'Subscriptions by the day on which they renew or end, soonest first',
  query: z.object(tenantQuery),
  response: z.object({ renewals: z.array(renewalSchema).max(5000) }),
});

export const exportRenewals = endpoint({
  id: 'licences.renewals.export',
  method: 'GET',
  path: `${at}/renewals/export`,
  tag,
  access: exporting,
  summary: 'The renewals as a file; `ics` is a calendar',
  query: z.object({ ...tenantQuery, format: z.enum(['csv', 'xlsx', 'ics']).default('csv') }),
  response: z.unknown(),
  stream: 'download',
});
