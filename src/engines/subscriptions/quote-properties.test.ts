import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from '../../shared/money.ts';
import { cyclesOf, dayOfMoment, momentOfDay, textOfDay } from '../../shared/subscriptions/calendar.ts';
import { quoteRequestSchema, type SubscriptionChange } from '../../shared/subscriptions/quote-request.ts';
import {
  type Subscription,
  scheduleOf,
  subscriptionSchema,
} from '../../shared/subscriptions/subscription.ts';
import { shippedPolicies } from './policies.ts';
import { type QuotedChange, quoteChange } from './quote-change.ts';

const isLong = process.env.TRIMTAB_LONG === '1';
const numRuns = isLong ? 20_000 : 200;
const timeout = isLong ? 300_000 : 30_000;
const policies = shippedPolicies();

const hourMs = 3_600_000;
const firstDay = dayOfMoment(Date.parse('2023-01-01'));

const plans = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P3Y', 'monthly'],
  ['P3Y', 'annual'],
  ['P3Y', 'triennial'],
] as const;

const subscriptions = fc
  .record({
    plan: fc.constantFrom(...plans),
    start: fc.integer({ min: firstDay, max: firstDay + 4000 }),
    hour: fc.integer({ min: 0, max: 23 }),
    cents: fc.integer({ min: 1, max: 200_000 }),
    per: fc.constantFrom('cycle' as const, 'term' as const),
    seats: fc.integer({ min: 1, max: 5000 }),
  })
  .map(({ plan: [term, billing], start, hour, cents, per, seats }) =>
    subscriptionSchema.parse({
      product: 'P',
      term,
      billing,
      currency: 'EUR',
      price: { amount: (cents / 100).toFixed(2), per },
      termStart: textOfDay(start),
      autoRenew: true,
      seats: [{ seats, addedAt: new Date(momentOfDay(start) + hour * hourMs).toISOString() }],
    }),
  );

const startMs = (subscription: Subscription): number => Date.parse(subscription.seats[0]?.addedAt ?? '');
const endMs = (subscription: Subscription): number => momentOfDay(scheduleOf(subscription)?.end ?? 0);

const ask = (subscription: Subscription, change: SubscriptionChange, atMs: number): QuotedChange =>
  quoteChange(quoteRequestSchema.parse({ subscription, change, at: new Date(atMs).toISOString() }), policies);

/** A moment in the term: a share of what is left from the purchase on. */
const momentIn = (subscription: Subscription, share: number): number => {
  const from = startMs(subscription);
  return from + Math.floor(share * (endMs(subscription) - from - 1));
};

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const count = fc.integer({ min: 1, max: 500 });

/** The price of a seat for some days in whole cents, without decimal.js: half up of cents × days ÷ divisor. */
const centsOf = (cents: number, days: number, divisor: number): number => {
  const numerator = BigInt(cents) * BigInt(days) * 2n + BigInt(divisor);
  return Number(numerator / (BigInt(divisor) * 2n));
};

const cyclesPerTerm = (subscription: Subscription): number => {
  const schedule = scheduleOf(subscription);
  return schedule ? schedule.termMonths / schedule.cycleMonths : 1;
};

describe('for every subscription and moment', { timeout }, () => {
  it('what is added and removed again on the same day (UTC) costs nothing and leaves everything as it was', () => {
    fc.assert(
      fc.property(subscriptions, share, share, count, (subscription, when, then, seats) => {
        const atMs = momentIn(subscription, when);
        const added = ask(subscription, { kind: 'addSeats', seats }, atMs);
        const midnight = momentOfDay(dayOfMoment(atMs) + 1);
        const laterMs = atMs + Math.floor(then * (midnight - atMs));
        const [between] = added.after;
        if (!between) throw new Error('the subscription is gone');
        const removed = ask(between, { kind: 'removeSeats', seats }, laterMs);
        expect(removed.quote.isAllowed).toBe(true);
        expect(new Exact(added.quote.dueNow).plus(removed.quote.dueNow).toFixed(2)).toBe('0.00');
        expect(new Exact(added.quote.untilTermEnd).plus(removed.quote.untilTermEnd).toFixed(2)).toBe('0.00');
        expect(removed.quote.seatsAfter).toBe(subscription.seats[0]?.seats);
      }),
      { numRuns },
    );
  });

  it('splitting an addition in two costs the same, now and in all', () => {
    fc.assert(
      fc.property(subscriptions, share, count, count, (subscription, when, some, others) => {
        const atMs = momentIn(subscription, when);
        const whole = ask(subscription, { kind: 'addSeats', seats: some + others }, atMs).quote;
        const first = ask(subscription, { kind: 'addSeats', seats: some }, atMs);
        const [between] = first.after;
        if (!between) throw new Error('the subscription is gone');
        const second = ask(between, { kind: 'addSeats', seats: others }, atMs).quote;
        const both = (name: 'dueNow' | 'untilTermEnd') =>
          new Exact(first.quote[name]).plus(second[name]).toFixed(2);
        expect([both('dueNow'), both('untilTermEnd')]).toEqual([whole.dueNow, whole.untilTermEnd]);
      }),
      { numRuns },
    );
  });

  it('an addition is the price of a seat for the days that are left, in whole cents, times the seats', () => {
    fc.assert(
      fc.property(subscriptions, share, count, (subscription, when, seats) => {
        const atMs = momentIn(subscription, when);
        const { lines, dueNow } = ask(subscription, { kind: 'addSeats', seats }, atMs).quote;
        const [line] = lines;
        if (!line) throw new Error('no line');
        const price = Math.round(Number(subscription.price.amount) * 100);
        const divisor =
          line.cycleDays * (subscription.price.per === 'term' ? cyclesPerTerm(subscription) : 1);
        const schedule = scheduleOf(subscription);
        const day = dayOfMoment(atMs);
        const cycle = schedule && cyclesOf(schedule).find(({ start, end }) => start <= day && day < end);
        expect(line.days).toBe((cycle?.end ?? 0) - day);
        expect(new Exact(dueNow).times(100).toNumber()).toBe(centsOf(price, line.days, divisor) * seats);
      }),
      { numRuns },
    );
  });

  it('the cycles of a term follow each other without a gap, on the anniversary or the last day of a month', () => {
    fc.assert(
      fc.property(subscriptions, (subscription) => {
        const schedule = scheduleOf(subscription);
        if (!schedule) throw new Error('no term');
        const cycles = cyclesOf(schedule);
        expect(cycles).toHaveLength(cyclesPerTerm(subscription));
        for (const [index, { start, end, fullDays }] of cycles.entries()) {
          expect(end - start).toBe(fullDays);
          expect(end).toBe(cycles[index + 1]?.start ?? schedule.end);
          const dayOfMonth = new Date(momentOfDay(end)).getUTCDate();
          const isLastOfMonth = new Date(momentOfDay(end + 1)).getUTCDate() === 1;
          expect(
            dayOfMonth === schedule.anniversaryDay || (isLastOfMonth && dayOfMonth < schedule.anniversaryDay),
          ).toBe(true);
        }
      }),
      { numRuns },
    );
  });
});

const steps = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 24 * 12 }),
    kind: fc.constantFrom('addSeats' as const, 'removeSeats' as const, 'upgrade' as const, 'cancel' as const),
    seats: count,
    cents: fc.integer({ min: 1, max: 200_000 }),
  }),
  { maxLength: 12 },
);

/** What the charge cycles that begin in (from, to] cost: the provider bills them without being asked. */
const billedBetween = (subscription: Subscription, fromDay: number, toDay: number): Exact => {
  const schedule = scheduleOf(subscription);
  const seats = subscription.seats.reduce((sum, lot) => sum + lot.seats, 0);
  const price = Math.round(Number(subscription.price.amount) * 100);
  const divisor = subscription.price.per === 'term' ? cyclesPerTerm(subscription) : 1;
  const starts = schedule ? cyclesOf(schedule).filter(({ start }) => start > fromDay && start <= toDay) : [];
  return new Exact(centsOf(price, 1, divisor)).times(seats).times(starts.length).div(100);
};

describe('for every course of changes', { timeout }, () => {
  it('nobody gets back more than was paid, refused changes cost nothing, and seats add up', () => {
    fc.assert(
      fc.property(subscriptions, steps, fc.boolean(), (bought, changes, isFullRefund) => {
        let now: Subscription | undefined = isFullRefund
          ? { ...bought, provider: { refundOptions: [{ type: 'Full' as const }] } }
          : bought;
        let atMs = startMs(bought);
        let paid = new Exact(ask(bought, { kind: 'purchase' }, atMs).quote.dueNow);
        let seats = bought.seats[0]?.seats ?? 0;
        for (const { hours, kind, seats: some, cents } of changes) {
          const laterMs = atMs + hours * hourMs;
          if (now === undefined || laterMs >= endMs(now)) break;
          paid = paid.plus(billedBetween(now, dayOfMoment(atMs), dayOfMoment(laterMs)));
          atMs = laterMs;
          const price = { amount: (cents / 100).toFixed(2), per: 'cycle' as const };
          const change =
            kind === 'upgrade'
              ? { kind, product: 'Q', price }
              : kind === 'cancel'
                ? { kind }
                : { kind, seats: some };
          const { quote, after } = ask(now, change, atMs);
          paid = paid.plus(quote.dueNow);
          expect(paid.gte(0)).toBe(true);
          if (!quote.isAllowed) {
            expect([quote.lines, quote.dueNow, after]).toEqual([[], '0.00', [now]]);
            continue;
          }
          if (kind === 'addSeats') seats += some;
          if (kind === 'removeSeats') seats -= some;
          if (kind === 'cancel') seats = 0;
          expect(quote.seatsAfter).toBe(seats);
          now = after[0];
        }
      }),
      { numRuns },
    );
  });
});
