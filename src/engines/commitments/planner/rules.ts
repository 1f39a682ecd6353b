import type { RecommendRules } from '../../../shared/commitments/recommend.ts';
import type { Offer } from '../backtest/offer.ts';
import type { Order } from '../backtest/order.ts';
import type { Forecaster } from '../forecast/forecaster.ts';
import { parameters } from '../forecast/parameters.ts';
import type { Held } from './held.ts';
import { stepsOf } from './layers.ts';
import type { Consideration } from './plan.ts';

import { meanUsage } from './usage.ts';

const hoursPerMonth = 730;
const samples = 8;
const mostPieces = 1000;

/** A tranche before it is written. Quantities and costs an hour, in on-demand dollars. */
export interface DraftTranche {
  readonly consideration: Consideration;
  readonly offer: Offer;
  readonly series: number | null;
  readonly quantity: number;
  readonly hourlyCost: number;
  readonly upfrontCost: number;
  readonly expectedUtilisation: number;
  readonly monthlySaving: number;
  /** Rules that made it smaller, as text. */
  readonly cutBy: readonly string[];
}

interface RulesInput {
  readonly orders: readonly Order[];
  readonly considerations: readonly Consideration[];
  readonly offers: readonly Offer[];
  readonly held: readonly Held[];
  readonly rules: RecommendRules;
  readonly forecaster: Forecaster;
  readonly hour: number;
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

const draft = (
  consideration: Consideration,
  from: number,
  quantity: number,
  cutBy: readonly string[],
): DraftTranche => {
  const { offer, series } = consideration;
  const expectedUtilisation = utilisationBetween(consideration, from, from + quantity);
  const hourlyCost = quantity * (1 - offer.discount);
  return {
    consideration,
    offer,
    series,
    quantity,
    hourlyCost,
    upfrontCost: hourlyCost * offer.termHours * (offer.upfrontShare ?? 0),
    expectedUtilisation,
    monthlySaving: (quantity * expectedUtilisation - hourlyCost) * hoursPerMonth,
    cutBy,
  };
};

/** What may still be spent, by rule; infinite where there is no rule. */
const budgetsOf = ({ rules, held, forecaster, hour }: RulesInput) => {
  const limit = (text: string | undefined): number =>
    text === undefined ? Number.POSITIVE_INFINITY : Number(text);
  const monthly = forecaster.level(null) * hoursPerMonth;
  const remaining = held.reduce(
    (sum, each) => sum + each.quantity * (1 - each.discount) * (each.endHour - hour),
    0,
  );
  return {
    lockIn:
      rules.maximumLockInMonths === undefined
        ? Number.POSITIVE_INFINITY
        : Number(rules.maximumLockInMonths) * monthly - remaining,
    cash: limit(rules.cashLimit),
    quantity: new Map(rules.quotas?.map(({ offer, maximumQuantity }) => [offer, limit(maximumQuantity)])),
    tranches: new Map(
      rules.quotas?.map(({ offer, maximumTranches }) => [offer, maximumTranches ?? Number.POSITIVE_INFINITY]),
    ),
    saving: rules.minimumMonthlySaving === undefined ? 0 : Number(rules.minimumMonthlySaving),
    piece: limit(rules.maximumTrancheHourlyCost),
  };
};

type Budgets = ReturnType<typeof budgetsOf>;

/** The most of an order that lock-in, cash and quota allow, and which of them made it less. */
const allowed = (budgets: Budgets, offer: Offer, quantity: number): { quantity: number; cutBy: string[] } => {
  const price = 1 - offer.discount;
  const upfront = price * offer.termHours * (offer.upfrontShare ?? 0);
  const limits: readonly (readonly [string, number])[] = [
    ['maximumLockInMonths', Math.max(0, budgets.lockIn) / (price * offer.termHours)],
    ['cashLimit', upfront === 0 ? Number.POSITIVE_INFINITY : Math.max(0, budgets.cash) / upfront],
    ['quotas', budgets.quantity.get(offer.id) ?? Number.POSITIVE_INFINITY],
  ];
  const least = Math.min(quantity, ...limits.map(([, most]) => most));
  return { quantity: least, cutBy: limits.filter(([, most]) => most < quantity).map(([rule]) => rule) };
};

const spend = (budgets: Budgets, { offer, quantity, hourlyCost, upfrontCost }: DraftTranche): void => {
  budgets.lockIn -= hourlyCost * offer.termHours;
  budgets.cash -= upfrontCost;
  budgets.quantity.set(offer.id, (budgets.quantity.get(offer.id) ?? Number.POSITIVE_INFINITY) - quantity);
  budgets.tranches.set(offer.id, (budgets.tranches.get(offer.id) ?? Number.POSITIVE_INFINITY) - 1);
};

/** Parts an order into tranches that each keep to the limits; the lowest layers come first, they are the safest. */
const tranchesOf = (budgets: Budgets, consideration: Consideration, start: number, ordered: number) => {
  const { offer } = consideration;
  const tranches: DraftTranche[] = [];
  const cuts = new Set<string>();
  let bought = 0;
  while (ordered - bought > 1e-6 && tranches.length < mostPieces) {
    if ((budgets.tranches.get(offer.id) ?? 1) < 1) {
      cuts.add('quotas');
      break;
    }
    const piece = Math.min(ordered - bought, budgets.piece / (1 - offer.discount));
    const { quantity, cutBy } = allowed(budgets, offer, piece);
    for (const rule of cutBy) cuts.add(rule);
    if (quantity <= 1e-6) break;
    const tranche = draft(consideration, start + bought, quantity, [...cuts]);
    if (tranche.monthlySaving < budgets.saving) {
      if (budgets.saving > 0) cuts.add('minimumMonthlySaving');
      break;
    }
    spend(budgets, tranche);
    tranches.push(tranche);
    bought += quantity;
    if (cutBy.length > 0) break;
  }
  return { tranches, bought, cuts };
};

/** Cuts the planner's orders to what the rules allow, the best savings per dollar committed first. */
export const applyRules = (input: RulesInput) => {
  const budgets = budgetsOf(input);
  const refused = new Map<Consideration, string>();
  const stacked = new Map<number | null, number>();
  const tranches: DraftTranche[] = [];
  for (const { offer: index, series, quantity } of input.orders) {
    const offer = input.offers[index];
    const consideration = input.considerations.find((each) => each.offer === offer && each.series === series);
    if (consideration === undefined) continue;
    const start = stacked.get(series) ?? 0;
    const found = tranchesOf(budgets, consideration, start, quantity);
    stacked.set(series, start + found.bought);
    tranches.push(...found.tranches);
    if (found.tranches.length === 0) refused.set(consideration, [...found.cuts].join(', '));
  }
  return { tranches, refused };
};
