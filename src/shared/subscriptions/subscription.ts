import { z } from 'zod';
import { currencySchema } from '../money.ts';
import { daySchema } from '../time.ts';
import { addMonths, dayOfMoment, dayOfText, type Schedule } from './calendar.ts';
import { momentSchema } from './moment.ts';
import {
  billingSchema,
  cycleMonths,
  productKindSchema,
  seatPriceSchema,
  seatsSchema,
  termMonths,
  termSchema,
} from './terms.ts';

const termDaySchema = daySchema.regex(/^2[01]/, 'a day from 2000 to 2199');

const id = z.string().trim().min(1).max(400);

const lotSchema = z.strictObject({
  seats: seatsSchema,
  addedAt: momentSchema.describe('Purchase, or when these seats were added'),
  chargedFrom: daySchema
    .describe('First day at the present product and price, where these seats were upgraded since')
    .optional(),
});
export type SeatLot = z.infer<typeof lotSchema>;

/** What the provider says of this subscription; it counts before the product's own clock. */
const providerSchema = z.strictObject({
  cancellationAllowedUntilDate: momentSchema
    .nullable()
    .describe('Partner Center; null: it cannot be cancelled')
    .optional(),
  refundOptions: z
    .array(z.strictObject({ type: z.enum(['Full', 'Partial']), expiresAt: momentSchema.nullish() }))
    .max(100)
    .nullish(),
  refundableQuantity: z
    .array(z.strictObject({ quantity: seatsSchema, allowedUntilDateTime: momentSchema }))
    .max(10_000)
    .describe('Partner Center, refundableQuantity.details: seats that may still be reduced')
    .optional(),
});

/** What is to happen at the next renewal; what is not named stays. */
export const scheduledChangeSchema = z
  .strictObject({
    seats: seatsSchema.optional(),
    term: termSchema.optional(),
    billing: billingSchema.optional(),
    product: id.optional(),
    price: seatPriceSchema
      .describe('Of a seat then; without it not known for another product, term or billing plan')
      .optional(),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: 'expected at least one of seats, term, billing, product and price',
  });
export type ScheduledChange = z.infer<typeof scheduledChangeSchema>;

export const subscriptionSchema = z.strictObject({
  id: id.optional(),
  product: id,
  kind: productKindSchema.default('licence'),
  term: termSchema.nullable().describe('null for perpetual software'),
  billing: billingSchema,
  currency: currencySchema,
  price: seatPriceSchema.describe('Of a seat in the present term'),
  status: z.enum(['active', 'suspended', 'cancelled']).default('active'),
  termStart: termDaySchema,
  termEnd: termDaySchema.describe('First day after the term, where it ends together with another').optional(),
  anniversaryDay: z
    .int()
    .min(1)
    .max(31)
    .describe('Where the term starts in a month that is too short')
    .optional(),
  extendedTerm: z.boolean().describe('It runs in an extended service term').default(false),
  autoRenew: z.boolean(),
  withoutRenewal: z.enum(['extend', 'cancel']).default('extend'),
  scheduledChange: scheduledChangeSchema.optional(),
  seats: z.array(lotSchema).min(1).max(10_000),
  provider: providerSchema.default({}),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** The term in days; undefined for what has none. */
export const scheduleOf = (
  given: Pick<Subscription, 'term' | 'billing' | 'termStart' | 'termEnd' | 'anniversaryDay'>,
): Schedule | undefined => {
  if (given.term === null || given.billing === 'one-time') return undefined;
  const start = dayOfText(given.termStart);
  const anniversaryDay = given.anniversaryDay ?? Number(given.termStart.slice(8));
  const months = termMonths[given.term];
  return {
    start,
    anniversaryDay,
    termMonths: months,
    cycleMonths: cycleMonths[given.billing],
    end: given.termEnd === undefined ? addMonths(start, months, anniversaryDay) : dayOfText(given.termEnd),
  };
};

export interface Flaw {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A day of the month that is kept is later than that of the start only where the start is the last of a short month. */
const keepsAnniversary = ({ termStart, anniversaryDay }: Subscription): boolean => {
  const day = Number(termStart.slice(8));
  if (anniversaryDay === undefined || anniversaryDay === day) return true;
  return anniversaryDay > day && addMonths(dayOfText(termStart), 0, anniversaryDay) === dayOfText(termStart);
};

/** What contradicts itself in a subscription, seen from a moment. */
export const flawsOf = (subscription: Subscription, atMs: number): readonly Flaw[] => {
  const flaws: Flaw[] = [];
  const flaw = (path: Flaw['path'], message: string): number => flaws.push({ path, message });
  const { term, billing, termStart, kind } = subscription;
  if ((kind === 'perpetual') !== (term === null))
    flaw(['subscription', 'term'], 'perpetual software has no term (null), everything else has one');
  if ((term === null) !== (billing === 'one-time'))
    flaw(['subscription', 'billing'], 'one-time is for what has no term');
  if (term !== null && billing !== 'one-time' && cycleMonths[billing] > termMonths[term])
    flaw(['subscription', 'billing'], `a term of ${term} is not billed ${billing}`);
  if (!keepsAnniversary(subscription))
    flaw(
      ['subscription', 'anniversaryDay'],
      'expected the day of the month of "termStart", or a later one where that is the last of its month',
    );
  if (dayOfMoment(atMs) < dayOfText(termStart)) flaw(['at'], 'a moment in the present term');
  const schedule = flaws.length === 0 ? scheduleOf(subscription) : undefined;
  if (schedule) {
    const longest = addMonths(schedule.start, schedule.termMonths, schedule.anniversaryDay);
    if (schedule.end <= schedule.start || schedule.end > longest)
      flaw(['subscription', 'termEnd'], 'a day within the term');
    else if (dayOfMoment(atMs) >= schedule.end) flaw(['at'], 'a moment in the present term');
  }
  for (const [index, { addedAt }] of subscription.seats.entries()) {
    if (Date.parse(addedAt) > atMs)
      flaw(['subscription', 'seats', index, 'addedAt'], 'no seats that are added after "at"');
  }
  return flaws;
};
