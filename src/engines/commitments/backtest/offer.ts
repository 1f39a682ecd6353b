import type { CommitmentOfferInput } from '../../../shared/commitments/backtest.ts';
import { hoursPerYear } from '../calendar.ts';

/** An offer in numbers. */
export interface Offer {
  readonly id: string;
  readonly scope: 'flexible' | 'series';
  readonly termHours: number;
  /** What an hour costs less than on demand, from 0 to below 1, the price of tied-up money taken off. */
  readonly discount: number;
  /** The discount on the price list, without the price of tied-up money; the same as `discount` where left out. */
  readonly listDiscount?: number;
  /** Part of the price that is paid at once, 0 to 1. */
  readonly upfrontShare?: number;
}

/**
 * What money paid at once costs more than money paid by the hour: on average half of it is tied up over the term.
 * Simple interest, as clouds' own calculators count.
 */
const costOfUpfront = (offer: CommitmentOfferInput): number => {
  const upfront = Number(offer.upfrontShare ?? '0');
  const yearly = Number(offer.costOfCapital ?? '0');
  return upfront * yearly * (offer.termHours / hoursPerYear / 2);
};

/** Reads an offer. A price of capital makes it dearer by what lies in it on average. */
export const offerOf = (input: CommitmentOfferInput): Offer => ({
  id: input.id,
  scope: input.scope,
  termHours: input.termHours,
  discount: 1 - (1 - Number(input.discount)) * (1 + costOfUpfront(input)),
  listDiscount: Number(input.discount),
  upfrontShare: Number(input.upfrontShare ?? '0'),
});

/** What an hour costs by the price list, as a share of on demand: what is really paid. */
export const listPriceOf = ({ discount, listDiscount }: Offer): number => 1 - (listDiscount ?? discount);
