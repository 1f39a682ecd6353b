import { z } from 'zod';
import { endpoint, pageOf, pageQuery } from '../endpoint.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { instantSchema } from '../time.ts';
import { chargeTextSchema } from './charge-text.ts';
import { dimensionSchema } from './dimensions.ts';
import { periodSchema } from './period.ts';
import { chargesQuery, checkPeriod, granularitySchema, measureSchema, questionQuery } from './question.ts';

const tag = 'Costs';
const at = '/organisations/:organisationId/costs';
const access = { kind: 'organisation', permission: 'cost.read' } as const;

/** A value of a dimension; null where charges have none. */
const keySchema = chargeTextSchema.nullable();

/** Against the previous period; `fraction` is null where that was zero. */
export const changeSchema = z.object({ amount: decimalSchema, fraction: decimalSchema.nullable() });

/** A number per period. `null` is "no charge to count", which is not zero. */
const figuresSchema = z.object({
  total: decimalSchema.nullable(),
  previous: decimalSchema.nullable(),
  change: changeSchema.nullable(),
  /** One for each bucket. */
  points: z.array(decimalSchema.nullable()),
});
export type Figures = z.infer<typeof figuresSchema>;

const seriesSchema = figuresSchema.extend({
  /** One value for each dimension of `groupBy`. */
  key: z.array(keySchema),
  /** Part of the total, as a fraction of one; null where the total is zero or no sum. */
  share: decimalSchema.nullable(),
});

/** Where an answer comes from, the same in every answer of the explorer. */
const sourceSchema = z.object({
  /** The currency of every amount in the answer; null when there is no charge at all. */
  currency: currencySchema.nullable(),
  /** All currencies in the period, the one with the most rows first. */
  currencies: z.array(currencySchema),
  /** The end of what has been imported, over all providers; null without data. */
  dataThrough: instantSchema.nullable(),
  /** Rows of the files that were considered. */
  rowsScanned: z.int(),
  /** Names the state of the lake; the same question about the same generation has the same answer. */
  generation: z.string().max(100),
});

export const costsAnswerSchema = sourceSchema.extend({
  period: periodSchema,
  previousPeriod: periodSchema.nullable(),
  granularity: granularitySchema,
  measure: measureSchema,
  /** The consumed unit of `usage` and `unit`; quantities of different units are never added together. */
  unit: z.string().max(200).nullable(),
  units: z.array(z.object({ unit: chargeTextSchema, cost: decimalSchema })),
  buckets: z.array(periodSchema),
  total: figuresSchema,
  series: z.array(seriesSchema),
  /** What the limit cut off: how many series, and their sum. */
  other: seriesSchema.omit({ key: true }).extend({ count: z.int() }).nullable(),
  rowsMatched: z.int(),
});
export type CostsAnswer = z.infer<typeof costsAnswerSchema>;

export const queryCosts = endpoint({
  id: 'costs.query',
  method: 'GET',
  path: at,
  tag,
  access,
  summary: 'Costs or usage over time, by up to three dimensions',
  description:
    'Charges are counted in the period in which they begin (ChargePeriodStart, UTC). Sums are exact.',
  query: z.object(questionQuery).superRefine(checkPeriod),
  response: costsAnswerSchema,
});

export const listMovers = endpoint({
  id: 'costs.movers',
  method: 'GET',
  path: `${at}/movers`,
  tag,
  access,
  summary: 'What changed most between two periods, along a dimension',
  query: z
    .object({
      ...chargesQuery,
      dimension: dimensionSchema,
      previousFrom: instantSchema.optional().describe('Another period to compare with; needs previousTo.'),
      previousTo: instantSchema.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(10),
    })
    .superRefine(checkPeriod),
  response: sourceSchema.extend({
    period: periodSchema,
    previousPeriod: periodSchema,
    items: z.array(
      z.object({
        key: keySchema,
        current: decimalSchema.nullable(),
        previous: decimalSchema.nullable(),
        change: changeSchema,
      }),
    ),
  }),
});

export const listDimensionValues = endpoint({
  id: 'costs.values',
  method: 'GET',
  path: `${at}/values`,
  tag,
  access,
  summary: 'The values of a dimension, largest cost first',
  query: z
    .object({
      ...chargesQuery,
      dimension: dimensionSchema,
      search: z.string().max(200).optional().describe('A part of the value, without regard to case.'),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    })
    .superRefine(checkPeriod),
  response: sourceSchema.extend({
    items: z.array(z.object({ value: keySchema, cost: decimalSchema })),
    /** Whether there are more than the limit. */
    more: z.boolean(),
  }),
});

export const listTagKeys = endpoint({
  id: 'costs.tag-keys',
  method: 'GET',
  path: `${at}/tag-keys`,
  tag,
  access,
  summary: 'The keys of tags in a period, with the cost that carries each',
  query: z
    .object({
      ...chargesQuery,
      search: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    })
    .superRefine(checkPeriod),
  response: sourceSchema.extend({
    items: z.array(z.object({ key: chargeTextSchema, cost: decimalSchema, rows: z.int() })),
    more: z.boolean(),
  }),
});

export const resourceSchema = z.object({
  providerName: keySchema,
  /** Null: the charges of this provider that belong to no resource. */
  resourceId: keySchema,
  resourceName: keySchema,
  resourceType: keySchema,
  /** Of several, the one with the largest cost. */
  serviceName: keySchema,
  subAccountId: keySchema,
  subAccountName: keySchema,
  regionId: keySchema,
  total: decimalSchema,
  firstCharge: instantSchema,
  lastCharge: instantSchema,
  rows: z.int(),
});
export type Resource = z.infer<typeof resourceSchema>;

const pagedSource = sourceSchema.omit({ rowsScanned: true });

export const listResources = endpoint({
  id: 'costs.resources',
  method: 'GET',
  path: `${at}/resources`,
  tag,
  access,
  summary: 'Resources by cost, largest first',
  query: z.object({ ...chargesQuery, ...pageQuery }).superRefine(checkPeriod),
  response: pageOf(resourceSchema).extend(pagedSource.shape),
});

export const chargeSchema = z.object({
  chargePeriodStart: instantSchema,
  chargePeriodEnd: instantSchema,
  billingPeriodStart: instantSchema.nullable(),
  chargeCategory: keySchema,
  chargeClass: keySchema,
  chargeDescription: keySchema,
  chargeFrequency: keySchema,
  providerName: keySchema,
  serviceName: keySchema,
  subAccountId: keySchema,
  subAccountName: keySchema,
  regionId: keySchema,
  resourceId: keySchema,
  resourceName: keySchema,
  skuId: keySchema,
  skuPriceId: keySchema,
  pricingCategory: keySchema,
  pricingQuantity: decimalSchema.nullable(),
  pricingUnit: keySchema,
  listUnitPrice: decimalSchema.nullable(),
  contractedUnitPrice: decimalSchema.nullable(),
  consumedQuantity: decimalSchema.nullable(),
  consumedUnit: keySchema,
  commitmentDiscountId: keySchema,
  commitmentDiscountStatus: keySchema,
  billedCost: decimalSchema.nullable(),
  effectiveCost: decimalSchema.nullable(),
  listCost: decimalSchema.nullable(),
  contractedCost: decimalSchema.nullable(),
  billingCurrency: keySchema,
  tags: z.record(chargeTextSchema, keySchema),
});
export type Charge = z.infer<typeof chargeSchema>;

export const listCharges = endpoint({
  id: 'costs.charges',
  method: 'GET',
  path: `${at}/charges`,
  tag,
  access,
  summary: 'Single charge lines, newest first',
  description: 'The evidence under every number: filter by ResourceId for the lines of one resource.',
  query: z.object({ ...chargesQuery, ...pageQuery }).superRefine(checkPeriod),
  response: pageOf(chargeSchema).extend(pagedSource.shape),
});

export const exportContentSchema = z.enum(['series', 'resources', 'charges']);
export const exportFormatSchema = z.enum(['csv', 'xlsx']);

export const exportCosts = endpoint({
  id: 'costs.export',
  method: 'GET',
  path: `${at}/export`,
  tag,
  access: { kind: 'organisation', permission: 'cost.export' },
  summary: 'The table of a question, its resources or its charge lines as CSV or XLSX',
  description:
    'Amounts are exact in CSV; a spreadsheet keeps 15 digits. Texts that a spreadsheet would run as a formula begin with an apostrophe. The export is noted in the audit log.',
  query: z
    .object({ ...questionQuery, content: exportContentSchema.default('series'), format: exportFormatSchema })
    .superRefine(checkPeriod),
  response: z.string(),
  stream: 'download',
});
