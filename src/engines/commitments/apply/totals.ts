import type { ApplyResult } from '../../../shared/commitments/apply.ts';
import type { Application } from './application.ts';
import type { HourOutcome } from './hour.ts';
import { addUnits, formatUnits, roundedRatio, subtractUnits, type Units, zeroUnits } from './units.ts';

/** Money over hours. */
export interface Totals {
  readonly onDemandEquivalent: Units;
  readonly onDemandCost: Units;
  readonly commitmentCost: Units;
  /** Whether any hour was added. */
  readonly hasUsage: boolean;
}

/** Σ quantity × rate, both beside the lines. */
export const sumProducts = (quantities: readonly bigint[], rates: readonly bigint[]): bigint => {
  let sum = 0n;
  for (let at = 0; at < quantities.length; at += 1) {
    const quantity = quantities[at] ?? 0n;
    if (quantity !== 0n) sum += quantity * (rates[at] ?? 0n);
  }
  return sum;
};

/** Adds the hours of any number of applications up, exactly. */
export const createTotals = () => {
  let onDemandEquivalent = zeroUnits;
  let onDemandCost = zeroUnits;
  let commitmentCost = zeroUnits;
  let hasUsage = false;
  return {
    /** `quantities` are those that the hour was applied to. */
    add: (application: Application, quantities: readonly bigint[], outcome: HourOutcome): void => {
      hasUsage = true;
      const { onDemandRates, ratePlaces, quantityPlaces, commitmentRates } = application;
      const cost = (of: readonly bigint[], places: number): Units => ({
        units: sumProducts(of, onDemandRates),
        places: places + ratePlaces,
      });
      onDemandEquivalent = addUnits(onDemandEquivalent, cost(quantities, quantityPlaces));
      onDemandCost = addUnits(onDemandCost, cost(outcome.onDemand, outcome.places));
      const hourly = commitmentRates.reduce((sum, rate) => sum + rate, 0n);
      commitmentCost = addUnits(commitmentCost, { units: hourly, places: ratePlaces });
    },
    value: (): Totals => ({ onDemandEquivalent, onDemandCost, commitmentCost, hasUsage }),
  };
};

/** Decimals of money, at least. */
export const moneyPlaces = 2;
const savingsRatePlaces = 6;

/** The totals as texts, with what was paid, saved and the effective savings rate: 0 where usage costs nothing, null where there is none. */
export const presentTotals = (totals: Totals): ApplyResult['totals'] => {
  const totalCost = addUnits(totals.onDemandCost, totals.commitmentCost);
  const netSavings = subtractUnits(totals.onDemandEquivalent, totalCost);
  const money = (value: Units): string => formatUnits(value, moneyPlaces);
  const rate =
    totals.onDemandEquivalent.units === 0n
      ? zeroUnits
      : roundedRatio(netSavings, totals.onDemandEquivalent, savingsRatePlaces);
  return {
    onDemandEquivalent: money(totals.onDemandEquivalent),
    onDemandCost: money(totals.onDemandCost),
    commitmentCost: money(totals.commitmentCost),
    totalCost: money(totalCost),
    netSavings: money(netSavings),
    effectiveSavingsRate: totals.hasUsage ? formatUnits(rate, savingsRatePlaces) : null,
  };
};
