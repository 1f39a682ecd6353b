import { shippedPolicies } from '../../src/engines/subscriptions/policies.ts';
import { type QuotedChange, quoteChange } from '../../src/engines/subscriptions/quote-change.ts';
import type { Quote } from '../../src/shared/subscriptions/quote.ts';
import { quoteRequestSchema } from '../../src/shared/subscriptions/quote-request.ts';

export type Json = Readonly<Record<string, unknown>>;

/** One seat of a monthly term at 4.00, bought on 11 June 2026. */
export const subscription = (given: Json = {}): Json => ({
  product: 'Basic',
  term: 'P1M',
  billing: 'monthly',
  currency: 'USD',
  price: { amount: '4.00' },
  termStart: '2026-06-11',
  autoRenew: true,
  seats: [{ seats: 1, addedAt: '2026-06-11T09:00:00Z' }],
  ...given,
});

/** A change as the command asks for it, by the rules that are shipped. */
export const ask = (given: Json, change: Json, at: string, prices: Json = {}): QuotedChange =>
  quoteChange(quoteRequestSchema.parse({ subscription: given, change, at, prices }), shippedPolicies());

export const quote = (given: Json, change: Json, at: string, prices: Json = {}): Quote =>
  ask(given, change, at, prices).quote;

/** Charge lines as what Microsoft publishes of them: type, seats, days of the cycle, amount. */
export const amounts = ({ lines }: Quote) =>
  lines.map(({ chargeType, seats, days, cycleDays, amount }) => [chargeType, seats, days, cycleDays, amount]);

/** Ten seats of an annual term by the month, from 15 January 2026. */
export const annual = (given: Json = {}): Json =>
  subscription({
    term: 'P1Y',
    termStart: '2026-01-15',
    seats: [{ seats: 10, addedAt: '2026-01-15T09:00:00Z' }],
    ...given,
  });
