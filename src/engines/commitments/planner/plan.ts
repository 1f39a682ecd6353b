import type { Offer } from '../backtest/offer.ts';
import type { Order } from '../backtest/order.ts';
import type { Expectation } from '../forecast/expectation.ts';
import type { Outlook } from './usage.ts';

/** What the planner saw when it looked at an offer for a pool, in on-demand dollars per hour. */
export interface Consideration {
  readonly offer: Offer;
  readonly series: number | null;
  /** How far the recent past supports topping up, and with how much patience (days). */
  readonly ceiling: number;
  readonly patienceDays: number;
  /** What is held now. */
  readonly held: number;
  /** What may still be bought by the recent past. */
  readonly room: number;
  /** What of that the forecast over the whole term supports. */
  readonly supported: number;
  readonly outlook: Outlook;
}

/** Orders with what led to each. */
export interface Plan {
  readonly orders: readonly Order[];
  readonly considerations: readonly Consideration[];
}

/** Sum of the weights of the expectations of a kind. */
export const weightOf = (expectations: readonly Expectation[], kind: Expectation['kind']): number =>
  expectations.reduce((sum, each) => sum + (each.kind === kind ? each.weight : 0), 0);
