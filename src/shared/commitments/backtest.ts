import { z } from 'zod';
import { decimalSchema } from '../money.ts';
import { instantSchema } from '../time.ts';

/** The longest term that any cloud sells is five years; twice that bounds what a file can ask for. */
const longestTermHours = 87_600;

const isBelow = (limit: number) => (text: string) => Number(text) >= 0 && Number(text) < limit;

/** A decimal of a file that people write. */
export const writtenDecimalSchema = z.string('a decimal number as text, such as "0.28"').pipe(decimalSchema);

/** A decimal from 0 to below 1. */
export const shareSchema = writtenDecimalSchema.refine(
  isBelow(1),
  'a decimal from 0 to below 1, such as "0.28"',
);

/**
 * What can be bought: `flexible` covers the sum of all series, `series` one series only. Where part of the price is
 * paid at once, the money that lies in it has a price too (`costOfCapital`, a year): the discount is lowered by it.
 */
export const commitmentOfferSchema = z.object({
  id: z.string().min(1).max(100),
  scope: z.enum(['flexible', 'series']),
  termHours: z.int().min(1).max(longestTermHours),
  discount: shareSchema,
  upfrontShare: writtenDecimalSchema
    .refine((text) => Number(text) >= 0 && Number(text) <= 1, 'a decimal from 0 to 1')
    .optional(),
  costOfCapital: shareSchema.optional(),
});
export type CommitmentOfferInput = z.infer<typeof commitmentOfferSchema>;

export const commitmentOffersSchema = z
  .array(commitmentOfferSchema)
  .min(1, 'at least one offer')
  .max(50)
  .superRefine((offers, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of offers.entries()) {
      if (seen.has(id)) {
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `an id that no other offer has` });
      }
      seen.add(id);
    }
  });

/** The policies that are built in, in the order in which they are printed. */
export const builtInPolicyNames = ['trimtab', 'annual-60d', 'quarterly-60d', 'daily-14d'] as const;
export type BuiltInPolicyName = (typeof builtInPolicyNames)[number];

/** A policy of one's own: a top-up to the quantile at another rhythm or over another window. */
export const policyFileSchema = z.strictObject({
  name: z.string().min(1).max(100),
  everyHours: z.int().min(1).max(longestTermHours),
  windowHours: z.int().min(1).max(longestTermHours),
  offers: z.array(z.string().max(100)).min(1).max(50).optional(),
});
export type PolicyFile = z.infer<typeof policyFileSchema>;

const rateSchema = decimalSchema.nullable();

export const backtestPurchaseSchema = z.object({
  hour: instantSchema,
  offer: z.string().max(100),
  series: z.string().max(1000).nullable(),
  quantity: decimalSchema,
});

export const policyResultSchema = z.object({
  name: z.string().max(300),
  /** Null where nothing was used in the evaluated hours; so are coverage and lock-in. */
  effectiveSavingsRate: rateSchema,
  coverage: rateSchema,
  /** Null where nothing was bought. */
  utilisation: rateSchema,
  lockInMonths: rateSchema,
  purchases: z.array(backtestPurchaseSchema),
});
export type PolicyResult = z.infer<typeof policyResultSchema>;

export const backtestResultSchema = z.object({
  policies: z.array(policyResultSchema),
  offlineOptimum: z.object({ effectiveSavingsRate: rateSchema }).optional(),
  onDemandCost: decimalSchema,
});
export type BacktestResult = z.infer<typeof backtestResultSchema>;
