import type { RecommendRules } from '../../../shared/commitments/recommend.ts';
import { listPriceOf, type Offer } from '../backtest/offer.ts';
import type { Order } from '../backtest/order.ts';
import { parameters } from '../forecast/parameters.ts';
import type { Held } from './held.ts';
import { stepsOf } from './layers.ts';
import { remainingCost } from './lock-in.ts';
import type { Consideration } from './plan.ts';
import { meanUsage } from './usage.ts';

const hoursPerMonth = 730;
const samples = 8;
const mostPieces = 1000;
/** Smaller quantities are rounding. */
const smallest = 1e-6;

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

/** What the planner would have bought and rules did not let it: on-demand dollars an hour, and which rules. */
export interface Remainder {
  readonly consideration: Consideration;
  readonly quantity: number;
  readonly rules: readonly string[];
}

interface RulesInput {
  readonly orders: readonly Order[];
  readonly considerations: readonly Consideration[];
  readonly offers: readonly Offer[];
  readonly held: readonly Held[];
  readonly rules: RecommendRules;
  /** On-demand equivalent of a month. */
  readonly monthlyOnDemand: number;
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

/** What may still be spent, by rule; infinite where there is no rule. */
const budgetsOf = ({ rules, held, monthlyOnDemand, hour }: RulesInput) => {
  const limit = (text: string | undefined): number =>
    text === undefined ? Number.POSITIVE_INFINITY : Number(text);
  return {
    lockIn:
      rules.maximumLockInMonths === undefined
        ? Number.POSITIVE_INFINITY
        : Number(rules.maximumLockInMonths) * monthlyOnDemand - remainingCost(held, hour),
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
  const price = listPriceOf(offer);
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
  while (ordered - bought > smallest) {
    if (tranches.length >= mostPieces) {
      cuts.add(`maximumTrancheHourlyCost (one purchase is parted into at most ${mostPieces} tranches)`);
      break;
    }
    if ((budgets.tranches.get(offer.id) ?? 1) < 1) {
      cuts.add('quotas');
      break;
    }
    const piece = Math.min(ordered - bought, budgets.piece / listPriceOf(offer));
    const { quantity, cutBy } = allowed(budgets, offer, piece);
    for (const rule of cutBy) cuts.add(rule);
    if (quantity <= smallest) break;
    const tranche = draft(consideration, start + bought, quantity, [...cuts]);
    if (tranche.monthlySaving < budgets.saving) {
      cuts.add('minimumMonthlySaving');
      break;
    }
    spend(budgets, tranche);
    tranches.push(tranche);
    bought += quantity;
    if (cutBy.length > 0) break;
  }
  return { tranches, bought, cuts };
};

interface Wanted {
  readonly consideration: Consideration;
  readonly quantity: number;
}

/** The planner's orders, by monthly saving per hourly cost where cash or lock-in is limited: these all compete for it. */
const wantedOf = ({ orders, considerations, offers, rules }: RulesInput): readonly Wanted[] => {
  const stacked = new Map<number | null, number>();
  const wanted = orders.flatMap(({ offer: index, series, quantity }) => {
    const offer = offers[index];
    const consideration = considerations.find((each) => each.offer === offer && each.series === series);
    if (consideration === undefined) return [];
    const start = stacked.get(series) ?? 0;
    stacked.set(series, start + quantity);
    const { monthlySaving, hourlyCost } = draft(consideration, start, quantity, []);
    return [{ consideration, quantity, rate: monthlySaving / Math.max(smallest, hourlyCost) }];
  });
  const isLimited = rules.cashLimit !== undefined || rules.maximumLockInMonths !== undefined;
  return isLimited ? wanted.toSorted((one, other) => other.rate - one.rate) : wanted;
};

/**
 * Cuts the planner's orders to what the rules allow. Where cash or lock-in is limited, the orders that save most a
 * month per hourly cost are served first; otherwise they stay in the planner's order. What was cut is told.
 */
export const applyRules = (input: RulesInput) => {
  const budgets = budgetsOf(input);
  const stacked = new Map<number | null, number>();
  const tranches: DraftTranche[] = [];
  const remainders: Remainder[] = [];
  for (const { consideration, quantity } of wantedOf(input)) {
    const start = stacked.get(consideration.series) ?? 0;
    const found = tranchesOf(budgets, consideration, start, quantity);
    stacked.set(consideration.series, start + found.bought);
    tranches.push(...found.tranches);
    if (quantity - found.bought > smallest) {
      remainders.push({ consideration, quantity: quantity - found.bought, rules: [...found.cuts] });
    }
  }
  return { tranches, remainders };
};
