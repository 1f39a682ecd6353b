import { listPriceOf, type Offer } from '../backtest/offer.ts';
import { hoursPerMonth } from '../calendar.ts';
import { parameters } from '../forecast/parameters.ts';
import { stepsOf } from './layers.ts';
import type { Consideration } from './plan.ts';
import { meanUsage } from './usage.ts';

const samples = 8;

/** A tranche before it is written. Quantities and costs an hour, in on-demand dollars. */
export interface DraftTranche {
  readonly consideration: Consideration;
  readonly offer: Offer;
  readonly series: number | null;
  readonly quantity: number;
  /** What is paid, by the price list. */
  readonly hourlyCost: number;
  /** What the money costs that is paid at once. */
  readonly hourlyCapitalCost: number;
  readonly upfrontCost: number;
  readonly expectedUtilisation: number;
  readonly monthlySaving: number;
  /** Rules that made it smaller, as text. */
  readonly cutBy: readonly string[];
}

/** Expected share of the hours of the term in which the layer between two levels is used. */
const utilisationBetween = ({ outlook, offer }: Consideration, from: number, to: number): number => {
  const steps = Math.min(outlook.held.length, stepsOf(offer, parameters.stepDays));
  let sum = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    sum += meanUsage(outlook, from + ((to - from) * (sample + 0.5)) / samples, steps);
  }
  return sum / samples;
};

/** A tranche of what was considered, on top of `from` of the pool beyond what is held. */
export const draftTranche = (
  consideration: Consideration,
  from: number,
  quantity: number,
  cutBy: readonly string[],
): DraftTranche => {
  const { offer, series } = consideration;
  const expectedUtilisation = utilisationBetween(consideration, from, from + quantity);
  const hourlyCost = quantity * listPriceOf(offer);
  const hourlyCapitalCost = quantity * (1 - offer.discount) - hourlyCost;
  return {
    consideration,
    offer,
    series,
    quantity,
    hourlyCost,
    hourlyCapitalCost,
    upfrontCost: hourlyCost * offer.termHours * (offer.upfrontShare ?? 0),
    expectedUtilisation,
    monthlySaving: (quantity * expectedUtilisation - hourlyCost - hourlyCapitalCost) * hoursPerMonth,
    cutBy,
  };
};
