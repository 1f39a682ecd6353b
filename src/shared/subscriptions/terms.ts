import { z } from 'zod';

/** What is sold: the rules differ by it. */
export const productKinds = ['licence', 'software-subscription', 'perpetual', 'marketplace-saas'] as const;
export const productKindSchema = z.enum(productKinds);
export type ProductKind = z.infer<typeof productKindSchema>;

/** Durations of ISO 8601, as Partner Center writes them. */
export const termMonths = { P1M: 1, P1Y: 12, P3Y: 36 } as const;
export const termSchema = z.enum(['P1M', 'P1Y', 'P3Y']);
export type Term = z.infer<typeof termSchema>;

export const cycleMonths = { monthly: 1, annual: 12, triennial: 36 } as const;
export const billingSchema = z.enum(['monthly', 'annual', 'triennial', 'one-time']);
export type Billing = z.infer<typeof billingSchema>;

export const chargeTypes = ['new', 'renew', 'addQuantity', 'removeQuantity', 'cancel', 'convert'] as const;

const amount = z
  .string()
  .max(40)
  .regex(/^\d{1,15}(\.\d{1,10})?$/, 'a price as text, such as "4.00"');

/** What one seat costs. Price sheets give the price of the whole term, also where it is billed by the month. */
export const seatPriceSchema = z.strictObject({
  amount,
  per: z
    .enum(['cycle', 'term'])
    .describe('cycle: the amount pays one charge cycle; term: the whole term, divided by its cycles')
    .default('cycle'),
});
export type SeatPrice = z.infer<typeof seatPriceSchema>;

export const seatsSchema = z.int().min(1).max(10_000_000);
