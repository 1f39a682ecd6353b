import { z } from 'zod';
import { daySchema } from '../time.ts';
import { billingSchema, termSchema } from './terms.ts';

const hours = z.int().min(1).max(100_000);

const productRulesSchema = z.strictObject({
  addSeats: z.boolean(),
  /** Null: seats cannot be reduced within the term. */
  reduceSeats: z.strictObject({ hours }).nullable(),
  cancel: z.strictObject({ hours, refund: z.enum(['prorated', 'full']) }),
});

/** Whether the day of a change still belongs to what was before (`old`) or already to what comes (`new`). */
const dayOfChangeSchema = z.enum(['old', 'new']);

/** The rules of new commerce as they are from a day on (docs/new-commerce.md). */
export const newCommercePolicySchema = z.strictObject({
  id: z.string().max(100),
  effectiveFrom: daySchema,
  billings: z.record(termSchema, z.array(billingSchema).max(4)),
  products: z.strictObject({
    licence: productRulesSchema,
    'software-subscription': productRulesSchema,
    perpetual: productRulesSchema,
    'marketplace-saas': productRulesSchema,
  }),
  dayOfChange: z.strictObject({
    addQuantity: dayOfChangeSchema,
    removeQuantity: dayOfChangeSchema,
    cancel: dayOfChangeSchema,
    convert: dayOfChangeSchema,
  }),
  /** The prorated price of one seat is rounded half up to so many places, then multiplied by seats. */
  seatPricePlaces: z.int().min(0).max(4),
  /** What a term without renewal drifts into: the monthly price raised by a fraction, or free days. */
  withoutRenewal: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('grace'), days: z.int().min(0).max(365) }),
    z.strictObject({
      kind: z.literal('extended-term'),
      uplift: z.string().max(10),
      upliftWithoutMonthlyPlan: z.string().max(10),
      products: z.array(z.string().max(40)).max(10),
    }),
  ]),
  scheduledChangesNeedAutoRenew: z.boolean(),
  changeDeletesScheduledChange: z.boolean(),
  suspensionStopsBilling: z.boolean(),
});
export type NewCommercePolicy = z.infer<typeof newCommercePolicySchema>;

export const newCommercePoliciesSchema = z.strictObject({
  sources: z.array(z.strictObject({ title: z.string(), url: z.url(), read: daySchema })),
  policies: z.array(newCommercePolicySchema).min(1),
});
