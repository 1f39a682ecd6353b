import { z } from 'zod';
import { emptySchema, endpoint } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { daySchema, instantSchema } from '../time.ts';
import { at, count, manage, priceSourceSchema, read, tag, text } from './parts.ts';

/**
 * A price of a seat a month. Order of trust: the organisation's contract, the partner's price list, the reference
 * list that ships with the product. Unknown stays unknown.
 */
export const priceSchema = z.object({
  id: idSchema.nullable(),
  source: priceSourceSchema.exclude(['unpriced']),
  skuPartNumber: text(300),
  name: text(500).nullable(),
  currency: currencySchema,
  monthlyPrice: decimalSchema,
  termEndDate: daySchema.nullable(),
  /** `P1M`, `P1Y`, `P3Y`. */
  termDuration: text(20).nullable(),
  billingPlan: text(50).nullable(),
  /** Whether a stronger price of the same SKU stands before it. */
  isEffective: z.boolean(),
  changedAt: instantSchema.nullable(),
  changedBy: text(200).nullable(),
});
export type LicencePrice = z.infer<typeof priceSchema>;

const price = z
  .string()
  .max(40)
  .regex(/^\d{1,12}(\.\d{1,8})?$/, 'a price without sign such as "57.00"');

export const listPrices = endpoint({
  id: 'licences.prices',
  method: 'GET',
  path: `${at}/prices`,
  tag,
  access: read,
  summary: 'Contract prices, partner prices and the reference list, and which of them counts',
  response: z.object({
    prices: z.array(priceSchema).max(20_000),
    /** The reference list: whose, and of when. */
    reference: z.object({ currency: currencySchema, date: daySchema, note: text(1000) }),
    /** Paid SKUs of connected tenants that nobody has a price for. */
    unpriced: z.array(z.object({ skuPartNumber: text(300), name: text(500), seats: count })).max(10_000),
  }),
});

export const setPrice = endpoint({
  id: 'licences.prices.set',
  method: 'PUT',
  path: `${at}/prices/:skuPartNumber`,
  tag,
  access: manage,
  summary: 'Sets the contract price of a SKU; findings are priced again at once',
  params: z.object({ skuPartNumber: z.string().trim().min(1).max(300) }),
  body: z.object({
    currency: currencySchema,
    monthlyPrice: price,
    termEndDate: daySchema.nullable().default(null),
    termDuration: z
      .string()
      .regex(/^P(1M|1Y|3Y)$/, 'P1M, P1Y or P3Y')
      .nullable()
      .default(null),
    billingPlan: z.enum(['monthly', 'annual', 'triennial', 'one-time']).nullable().default(null),
  }),
  response: priceSchema,
});

export const importPrices = endpoint({
  id: 'licences.prices.import',
  method: 'POST',
  path: `${at}/prices/import`,
  tag,
  access: manage,
  summary: 'Replaces all contract (or partner) prices by a list; an error in one row changes nothing',
  description:
    'CSV with the columns skuPartNumber,currency,monthlyPrice[,termEndDate,termDuration,billingPlan], as for `trimtab licences audit --prices`.',
  body: z.object({
    source: z.enum(['contract', 'partner']).default('contract'),
    fileName: z.string().min(1).max(255).default('prices.csv'),
    csv: z.string().min(1).max(5_000_000),
  }),
  response: z.object({ prices: count, replaced: count, unknownSkus: z.array(text(300)).max(1000) }),
});

export const removePrice = endpoint({
  id: 'licences.prices.remove',
  method: 'DELETE',
  path: `${at}/prices/:priceId`,
  tag,
  access: manage,
  summary: 'Removes a price; the next one in the order of trust counts',
  params: z.object({ priceId: idSchema }),
  response: emptySchema,
  status: 204,
  stepUp: true,
});

/** The policy file of docs/licences.md; what is left out has its default. Checked by the engine's own schema. */
export const policyDocumentSchema = z.record(z.string().max(100), z.unknown());

export const getPolicy = endpoint({
  id: 'licences.policy',
  method: 'GET',
  path: `${at}/policy`,
  tag,
  access: read,
  summary: 'The thresholds, exclusions and protected accounts that the rules go by',
  response: z.object({
    /** What this organisation set; the rest has its default. */
    policy: policyDocumentSchema,
    /** With every default filled in. */
    effective: policyDocumentSchema,
    changedAt: instantSchema.nullable(),
    changedBy: text(200).nullable(),
  }),
});

export const setPolicy = endpoint({
  id: 'licences.policy.set',
  method: 'PUT',
  path: `${at}/policy`,
  tag,
  access: manage,
  summary: 'Sets the policy and judges the facts of the last sync anew',
  body: z.object({ policy: policyDocumentSchema }),
  response: z.object({
    effective: policyDocumentSchema,
    /** Runs that judge anew, one for each connected tenant. */
    runIds: z.array(idSchema).max(500),
  }),
});
