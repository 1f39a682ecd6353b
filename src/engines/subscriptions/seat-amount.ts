import { Exact } from '../../shared/money.ts';
import type { Cycle } from '../../shared/subscriptions/calendar.ts';
import type { NewCommercePolicy } from '../../shared/subscriptions/policy.ts';
import type { Subscription } from '../../shared/subscriptions/subscription.ts';
import { cycleMonths, type SeatPrice, termMonths } from '../../shared/subscriptions/terms.ts';

type Billed = Pick<Subscription, 'term' | 'billing'>;

/** Charge cycles of a whole term. */
const cyclesInTerm = ({ term, billing }: Billed): number =>
  term === null || billing === 'one-time' ? 1 : termMonths[term] / cycleMonths[billing];

const divisorOf = (price: SeatPrice, billed: Billed): number =>
  price.per === 'term' ? cyclesInTerm(billed) : 1;

/** What a seat costs for a whole charge cycle, not rounded to money: at most ten places. */
export const unitPriceOf = (price: SeatPrice, billed: Billed): Exact =>
  new Exact(price.amount).div(divisorOf(price, billed)).toDecimalPlaces(10);

export interface Days {
  readonly charged: number;
  readonly of: number;
}

/**
 * The prorated price of one seat. It is rounded once, half up, and never on the way: 4 ÷ 28 × 12 is 1.71, while a
 * rounded daily rate would make it 1.72. Multiplied before it is divided, so that a tie is seen as one.
 */
export const seatAmount = (
  price: SeatPrice,
  billed: Billed,
  { charged, of }: Days,
  { seatPricePlaces }: NewCommercePolicy,
): Exact =>
  new Exact(price.amount)
    .times(charged)
    .div(of * divisorOf(price, billed))
    .toDecimalPlaces(seatPricePlaces, Exact.ROUND_HALF_UP);

/** All days of a charge cycle, which is short where the term ends within it. */
export const wholeCycle = ({ start, end, fullDays }: Cycle): Days => ({ charged: end - start, of: fullDays });
