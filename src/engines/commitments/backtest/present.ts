import type { BacktestResult, PolicyResult } from '../../../shared/commitments/backtest.ts';
import { formatDecimal } from '../../../shared/money.ts';
import { formatInstant } from '../../../shared/time.ts';
import { hoursPerMonth } from '../calendar.ts';
import { type Demand, instantOf } from '../demand/demand.ts';
import type { Offer } from './offer.ts';
import type { Optimum } from './optimum.ts';
import { type Outcome, savingsRate } from './simulate.ts';

const places = 6;

/** A float as a decimal of six places, without trailing zeros. */
export const decimalText = (value: number, minimumPlaces = 0): string =>
  formatDecimal(value.toFixed(places), minimumPlaces);

const ratio = (part: number, whole: number): string | null =>
  whole === 0 ? null : decimalText(part / whole);

const rateText = (rate: number | undefined): string | null => (rate === undefined ? null : decimalText(rate));

/**
 * A policy's outcome on the wire. Lock-in is the cost still to come of what was held, on average over the evaluated
 * hours, in months (of 730 hours) of the average on-demand equivalent.
 */
export const presentOutcome = (outcome: Outcome, demand: Demand, offers: readonly Offer[]): PolicyResult => {
  const { onDemandEquivalent, covered, committed, remainingCostHours } = outcome;
  return {
    name: outcome.name,
    effectiveSavingsRate: rateText(savingsRate(outcome)),
    coverage: ratio(covered, onDemandEquivalent),
    utilisation: ratio(covered, committed),
    lockInMonths: ratio(remainingCostHours, onDemandEquivalent * hoursPerMonth),
    purchases: outcome.purchases.map(({ hour, offer, series, quantity }) => ({
      hour: formatInstant(instantOf(demand, hour)),
      offer: offers[offer]?.id ?? '',
      series: series === null ? null : (demand.series[series] ?? ''),
      quantity: decimalText(quantity),
    })),
  };
};

export interface BacktestReport {
  readonly demand: Demand;
  readonly offers: readonly Offer[];
  readonly outcomes: readonly Outcome[];
  readonly optimum?: Optimum | undefined;
}

/** The answer of a back-test. */
export const presentBacktest = ({ demand, offers, outcomes, optimum }: BacktestReport): BacktestResult => ({
  policies: outcomes.map((outcome) => presentOutcome(outcome, demand, offers)),
  ...(optimum === undefined
    ? {}
    : { offlineOptimum: { effectiveSavingsRate: rateText(optimum.savingsRate) } }),
  onDemandCost: decimalText(outcomes[0]?.onDemandEquivalent ?? 0, 2),
});
