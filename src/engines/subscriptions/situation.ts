import { Exact, formatDecimal } from '../../shared/money.ts';
import { type Cycle, cyclesOf, dayOfMoment, textOfDay } from '../../shared/subscriptions/calendar.ts';
import type { NewCommercePolicy } from '../../shared/subscriptions/policy.ts';
import type { ChargeLine, RefusalReason, SentencePart } from '../../shared/subscriptions/quote.ts';
import type { QuoteRequest } from '../../shared/subscriptions/quote-request.ts';
import { type Subscription, scheduleOf } from '../../shared/subscriptions/subscription.ts';
import { type Days, seatAmount, unitPriceOf, wholeCycle } from './seat-amount.ts';

export const zero = new Exact(0);

/** Money as text: two places at least. */
export const moneyText = (amount: Exact): string => formatDecimal(amount, 2);

/** What a change is judged by. */
export interface Situation {
  readonly subscription: Subscription;
  readonly change: QuoteRequest['change'];
  /** Of the subscription as it is before the change. */
  readonly prices: QuoteRequest['prices'];
  readonly policies: readonly NewCommercePolicy[];
  readonly policy: NewCommercePolicy;
  readonly atMs: number;
  readonly day: number;
}

export interface Refusal {
  readonly reason: RefusalReason;
  /** A day number; null where it never becomes possible. */
  readonly earliest: number | null;
  readonly seatsNow?: number;
}

/** What a change would do. */
export interface Outcome {
  readonly refusal?: Refusal;
  readonly lines: readonly ChargeLine[];
  /** The subscriptions afterwards: none after a cancellation, two after a partial upgrade. */
  readonly after: readonly Subscription[];
  readonly says: readonly SentencePart[];
}

export const refuse = (
  { subscription }: Situation,
  reason: RefusalReason,
  earliest: number | null,
  seatsNow?: number,
): Outcome => ({
  refusal: { reason, earliest, ...(seatsNow === undefined ? {} : { seatsNow }) },
  lines: [],
  after: [subscription],
  says: [],
});

export const seatsIn = ({ seats }: Subscription): number => seats.reduce((sum, lot) => sum + lot.seats, 0);

/** The first day after the term; null for what has none. */
export const termEndOf = (subscription: Subscription): number | null => scheduleOf(subscription)?.end ?? null;

/** The charge cycle that a day lies in; undefined for what is paid once. */
export const cycleOn = (subscription: Subscription, day: number): Cycle | undefined => {
  const schedule = scheduleOf(subscription);
  return schedule && cyclesOf(schedule).find(({ start, end }) => start <= day && day < end);
};

interface LineInput {
  readonly chargeType: ChargeLine['chargeType'];
  readonly of: Pick<Subscription, 'product' | 'price' | 'term' | 'billing'>;
  /** Negative for a credit. */
  readonly seats: number;
  readonly days: Days;
  readonly from: number;
}

/** A charge or a credit: the price of a seat for the days, rounded, times the seats. */
export const chargeLine = (
  { chargeType, of, seats, days, from }: LineInput,
  policy: NewCommercePolicy,
): ChargeLine => {
  const perSeat = seatAmount(of.price, of, days, policy);
  return {
    chargeType,
    product: of.product,
    seats: Math.abs(seats),
    unitPrice: moneyText(unitPriceOf(of.price, of)),
    days: days.charged,
    cycleDays: days.of,
    seatAmount: moneyText(perSeat),
    amount: moneyText(perSeat.times(seats)),
    from: textOfDay(from),
    to: textOfDay(Math.max(from, from + days.charged - 1)),
  };
};

/** Days of a cycle that are left, the day of the change with them or not. */
export const daysLeft = (cycle: Cycle, day: number, dayOfChange: 'old' | 'new'): Days => ({
  charged: cycle.end - day - (dayOfChange === 'old' ? 1 : 0),
  of: cycle.fullDays,
});

/** What the charge cycles that begin after a day will cost up to the end of the term. */
export const committedAfter = (subscription: Subscription, day: number, policy: NewCommercePolicy): Exact => {
  const schedule = scheduleOf(subscription);
  if (schedule === undefined) return zero;
  const seats = seatsIn(subscription);
  return cyclesOf(schedule)
    .filter(({ start }) => start > day)
    .reduce(
      (sum, cycle) =>
        sum.plus(seatAmount(subscription.price, subscription, wholeCycle(cycle), policy).times(seats)),
      zero,
    );
};

export const dayOf = (instant: string): number => dayOfMoment(Date.parse(instant));
