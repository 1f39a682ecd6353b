import { z } from 'zod';
import { momentSchema } from './moment.ts';
import { flawsOf, scheduledChangeSchema, subscriptionSchema } from './subscription.ts';
import { billingSchema, seatPriceSchema, seatsSchema, termSchema } from './terms.ts';

/** Prices of a seat from the next term on; each is of one product alone and is never taken for another. */
const nextPricesOf = (whose: string) =>
  z.strictObject({
    renewal: seatPriceSchema
      .describe(`Of ${whose} at renewal; without it the present price is taken, and said to be`)
      .optional(),
    monthly: seatPriceSchema
      .nullable()
      .describe(`Of a P1M term of ${whose}, for the extended term; null: there is no monthly plan`)
      .optional(),
  });

/** What is asked for. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('purchase').describe('Buying the subscription as it is described') }),
  z.strictObject({ kind: z.literal('addSeats'), seats: seatsSchema }),
  z.strictObject({ kind: z.literal('removeSeats'), seats: seatsSchema }),
  z.strictObject({ kind: z.literal('cancel') }),
  z.strictObject({
    kind: z.literal('upgrade'),
    product: z.string().trim().min(1).max(400),
    price: seatPriceSchema.describe('Of a seat of the new product in the present term'),
    seats: seatsSchema.describe('Where only some move').optional(),
    term: termSchema.describe('A longer one begins anew').optional(),
    billing: billingSchema.optional(),
    prices: nextPricesOf('the new product').optional(),
  }),
  z.strictObject({ kind: z.literal('renew') }),
  z.strictObject({ kind: z.literal('changeAtRenewal'), to: scheduledChangeSchema }),
  z.strictObject({
    kind: z.literal('autoRenew'),
    enabled: z.boolean(),
    withoutRenewal: z.enum(['extend', 'cancel']).optional(),
  }),
  z.strictObject({ kind: z.literal('suspend') }),
  z.strictObject({ kind: z.literal('resume') }),
]);
export type SubscriptionChange = z.infer<typeof changeSchema>;

/** The file of `trimtab subscriptions quote`; its JSON Schema is printed by `trimtab subscriptions schema`. */
export const quoteRequestSchema = z
  .strictObject({
    subscription: subscriptionSchema,
    change: changeSchema,
    at: momentSchema.regex(/^2[01]/, 'a moment from 2000 to 2199').describe('When the change is to be made'),
    prices: nextPricesOf('the subscription’s own product, with its own term and billing plan').default({}),
  })
  .superRefine(({ subscription, change, at }, context) => {
    if (change.kind === 'purchase' && at.slice(0, 10) !== subscription.termStart)
      context.addIssue({ code: 'custom', path: ['at'], message: 'the first day of the term' });
    for (const { path, message } of flawsOf(subscription, Date.parse(at)))
      context.addIssue({ code: 'custom', path: [...path], message });
  });
export type QuoteRequest = z.infer<typeof quoteRequestSchema>;
