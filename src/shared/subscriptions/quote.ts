import { z } from 'zod';
import { currencySchema, decimalSchema } from '../money.ts';
import { daySchema, instantSchema } from '../time.ts';
import { chargeTypes } from './terms.ts';

const text = z.string().max(1000);
const seats = z.int().min(0);

/** A charge as the provider's reconciliation will show it; a credit has a negative amount. */
export const chargeLineSchema = z.object({
  chargeType: z.enum(chargeTypes),
  product: text,
  seats,
  /** Of one seat for the whole charge cycle. */
  unitPrice: decimalSchema,
  days: z.int().min(0),
  cycleDays: z.int().min(0),
  /** Of one seat for these days, rounded. */
  seatAmount: decimalSchema,
  amount: decimalSchema,
  from: daySchema,
  /** The last day that is charged. */
  to: daySchema.nullable(),
});
export type ChargeLine = z.infer<typeof chargeLineSchema>;

export const refusalReasons = [
  'window-closed',
  'not-cancellable',
  'not-for-this-product',
  'all-seats',
  'too-many-seats',
  'auto-renew-off',
  'shorter-term',
  'billing-not-offered',
  'cancelled',
  'no-term',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Seats that may be reduced, and until when. */
export const seatWindowSchema = z.object({
  seats,
  until: instantSchema,
  openedBy: z.enum(['purchase', 'renewal', 'addition', 'provider']),
});
export type SeatWindow = z.infer<typeof seatWindowSchema>;

export const renewalPaths = [
  'renew',
  'change-at-renewal',
  'extended-term',
  'grace',
  'cancel-at-end',
] as const;

/** What one way of going on after the term costs. */
export const renewalPathSchema = z.object({
  path: z.enum(renewalPaths),
  product: text,
  /** First day after the term. */
  on: daySchema,
  /** What happens if nobody does anything more. */
  isDefault: z.boolean(),
  seats,
  term: text.nullable(),
  seatPrice: decimalSchema.nullable(),
  /** Of the first charge cycle; null where the price is not known. */
  firstCharge: decimalSchema.nullable(),
  wholeTerm: decimalSchema.nullable(),
  /** The present price was taken for the next term. */
  isPriceAssumed: z.boolean(),
});
export type RenewalPath = z.infer<typeof renewalPathSchema>;

/** A part of the explanation: what is said, and the values in it. Sentences are made of them in any language. */
export const sentencePartSchema = z.object({
  says: text,
  values: z.record(z.string().max(40), z.union([text, z.number()])),
});
export type SentencePart = z.infer<typeof sentencePartSchema>;

/** What `trimtab subscriptions quote --json` prints. */
export const quoteSchema = z.object({
  policy: text,
  at: instantSchema,
  currency: currencySchema,
  isAllowed: z.boolean(),
  refusal: z
    .object({
      reason: z.enum(refusalReasons),
      /** First day on which it is possible; null where it never is. */
      earliest: daySchema.nullable(),
      /** Seats that could be reduced now, where it is about seats. */
      seatsNow: seats.nullable(),
    })
    .nullable(),
  lines: z.array(chargeLineSchema),
  /** Σ of the lines; negative: a credit. */
  dueNow: decimalSchema,
  /** What the change costs up to the end of the term, `dueNow` included. */
  untilTermEnd: decimalSchema,
  termEnd: daySchema.nullable(),
  seatsAfter: seats,
  seatWindows: z.array(seatWindowSchema),
  cancellableUntil: instantSchema.nullable(),
  deletesScheduledChange: z.boolean(),
  renewal: z.array(renewalPathSchema),
  explanation: z.array(sentencePartSchema),
});
export type Quote = z.infer<typeof quoteSchema>;
