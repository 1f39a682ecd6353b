import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { chargeTextSchema } from '../explorer/charge-text.ts';
import { changeSchema } from '../explorer/contract.ts';
import { periodSchema } from '../explorer/period.ts';
import { costKindSchema } from '../explorer/question.ts';
import { idSchema } from '../ids.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { instantSchema } from '../time.ts';

const nameSchema = chargeTextSchema.nullable();
const count = z.int().min(0);

/** A sum of the shown month up to `through`, beside the same days of the month before. */
const comparedSchema = z.object({
  total: decimalSchema.nullable(),
  previous: decimalSchema.nullable(),
  change: changeSchema.nullable(),
});

const forecastSchema = z.object({
  /** Expected cost of the whole month: what is known and what is expected for the remaining days. */
  total: decimalSchema,
  /** Eight of ten months should end between these; null where too little history exists to say. */
  low: decimalSchema.nullable(),
  high: decimalSchema.nullable(),
  /**
   * `weekday-trend`: usage by its level, damped trend and weekday pattern of up to eight weeks; purchases, tax,
   * credits and adjustments as on the same days of the month before. The interval is what the same method
   * missed by on the days behind us.
   */
  method: z.literal('weekday-trend'),
  confidence: decimalSchema,
  historyDays: count,
  /** How often the method was tried on the past for the interval. */
  backtests: count,
  remainingDays: count,
});

const commitmentSchema = z.object({
  providerName: nameSchema,
  /** Effective cost of usage in the month, the next two included. */
  usage: decimalSchema,
  /** … that a commitment covered. */
  used: decimalSchema,
  /** … of commitments that nothing used. */
  unused: decimalSchema,
  /** Covered usage as a fraction of all usage, without what was unused. */
  coverage: decimalSchema.nullable(),
  /** Used as a fraction of used and unused. */
  utilisation: decimalSchema.nullable(),
});

const freshnessSchema = z.object({
  providerName: nameSchema,
  dataThrough: instantSchema,
  importedAt: instantSchema,
  rows: count,
});

const conformanceSchema = z.object({
  imports: count,
  rowsImported: count,
  rowsRejected: count,
  /** Rules of FOCUS that rows break, by severity. */
  errors: count,
  warnings: count,
  findings: z
    .array(
      z.object({
        rule: z.string().max(100),
        severity: z.enum(['error', 'warning', 'info']),
        sentence: z.string().max(1000),
        failingRows: count,
        /** The latest import that breaks it. */
        importId: idSchema,
      }),
    )
    .max(20),
});

const seriesSchema = comparedSchema.extend({ share: decimalSchema.nullable() });

export const overviewSchema = z.object({
  currency: currencySchema.nullable(),
  currencies: z.array(currencySchema),
  cost: costKindSchema,
  dataThrough: instantSchema.nullable(),
  generation: z.string().max(100),
  /** The month that is shown: the present one, or the last one with data. Null without any data. */
  month: periodSchema.nullable(),
  isCurrentMonth: z.boolean(),
  /** The days of the month that all active providers have delivered end here. */
  through: instantSchema.nullable(),
  /** The days of the month before that are compared. */
  previousPeriod: periodSchema.nullable(),
  monthToDate: comparedSchema,
  lastMonth: decimalSchema.nullable(),
  forecast: forecastSchema.nullable(),
  /** Why there is no forecast. */
  forecastMissing: z.enum(['month-complete', 'too-little-history', 'no-data']).nullable(),
  /** Thirteen months, the shown one last. */
  trend: z.array(z.object({ month: instantSchema, total: decimalSchema.nullable() })),
  providers: z.array(seriesSchema.extend({ providerName: nameSchema })),
  services: z.array(seriesSchema.extend({ providerName: nameSchema, serviceName: nameSchema })),
  otherServices: seriesSchema.extend({ count }).nullable(),
  /** The services whose cost changed most against the same days of the month before. */
  movers: z.array(comparedSchema.extend({ providerName: nameSchema, serviceName: nameSchema })),
  commitments: z.array(commitmentSchema),
  freshness: z.array(freshnessSchema),
  conformance: conformanceSchema,
});
export type Overview = z.infer<typeof overviewSchema>;

export const getOverview = endpoint({
  id: 'overview.get',
  method: 'GET',
  path: '/organisations/:organisationId/overview',
  tag: 'Costs',
  access: { kind: 'organisation', permission: 'cost.read' },
  summary: 'Month to date, forecast, trend, largest changes, commitments, freshness and conformance',
  description: 'Of one currency; `currencies` names the others. All periods are UTC.',
  query: z.object({ cost: costKindSchema.default('billed'), currency: currencySchema.optional() }),
  response: overviewSchema,
});
