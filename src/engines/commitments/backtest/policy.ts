import type { Offer } from './offer.ts';
import type { Order } from './order.ts';
import type { Portfolio } from './portfolio.ts';

/**
 * What a policy may know when it decides at `hour`. The arrays are filled while time passes: what has not happened
 * is not in them, nor how much of it there will be.
 */
export interface View {
  /** Now: the number of hours that have passed. Values of the arrays from this index on mean nothing. */
  readonly hour: number;
  readonly series: readonly Float64Array[];
  readonly total: Float64Array;
  readonly offers: readonly Offer[];
  readonly portfolio: Portfolio;
}

/** Decides what to buy. A policy may remember what it saw, so each back-test makes its own. */
export interface Policy {
  readonly name: string;
  /** How often it decides, from the first evaluated hour on; in hours. */
  readonly everyHours: number;
  decide(view: View): readonly Order[];
}

/** Makes a policy for one back-test. */
export interface PolicyMaker {
  readonly name: string;
  create(): Policy;
}
