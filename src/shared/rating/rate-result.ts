import { z } from 'zod';
import { currencySchema } from '../money.ts';
import { daySchema } from '../time.ts';

const id = z.string().max(400);
const count = z.int().min(0);

/** Without exponent. No digit is lost, so that a product is as long as its factors are together. */
const decimalSchema = z
  .string()
  .max(600)
  .regex(/^-?\d+(\.\d+)?$/, 'a decimal number without exponent, such as "63.33"');

/** Usage of one line that one tier of one rate priced. Where a price changed in the period, a tier stands twice. */
export const ratedTierSchema = z.object({
  /** Lower bound of the tier: it reaches up to the next one, which no longer belongs to it. */
  from: decimalSchema,
  rate: decimalSchema,
  quantity: decimalSchema,
  amount: decimalSchema,
});
export type RatedTier = z.infer<typeof ratedTierSchema>;

/** What a price rule made of a line. */
export const linePriceSchema = z.object({
  /** What the line costs: its `rounded`. */
  cost: decimalSchema,
  price: decimalSchema,
  /** Price − cost, and as a share of the price; null where the price is zero. */
  margin: decimalSchema,
  marginShare: decimalSchema.nullable(),
  /** Null: no rule speaks of the line, which is sold at cost. */
  rule: id.nullable(),
});
export type LinePrice = z.infer<typeof linePriceSchema>;

export const ratedLineSchema = z.object({
  subscriptionId: id,
  meterId: id,
  billingPeriodStart: daySchema,
  quantity: decimalSchema,
  includedQuantity: decimalSchema,
  ratedQuantity: decimalSchema,
  tiers: z.array(ratedTierSchema),
  amount: decimalSchema,
  /** Money: amount − net. */
  discount: decimalSchema,
  net: decimalSchema,
  rounded: decimalSchema,
  selling: linePriceSchema.optional(),
});
export type RatedLine = z.infer<typeof ratedLineSchema>;

export const unratedReasons = ['unknown-meter', 'before-first-rate'] as const;

/** What `trimtab rate --json` prints. */
export const rateResultSchema = z.object({
  currency: currencySchema.nullable(),
  lines: z.array(ratedLineSchema),
  unrated: z.array(
    z.object({
      meterId: id,
      reason: z.enum(unratedReasons),
      records: count,
      quantity: decimalSchema,
    }),
  ),
  duplicatesDropped: count,
  /** Records of a closed period that went to the open one. */
  lateRecords: count,
  total: decimalSchema,
  /** Σ of the lines' prices, where price rules were given. */
  sellingTotal: decimalSchema.optional(),
});
export type RateResult = z.infer<typeof rateResultSchema>;
