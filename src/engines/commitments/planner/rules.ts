import type { RecommendRules } from '../../../shared/commitments/recommend.ts';
import { listPriceOf, type Offer } from '../backtest/offer.ts';
import type { Order } from '../backtest/order.ts';
import { type DraftTranche, draftTranche } from './draft-tranche.ts';
import type { Held } from './held.ts';
import { remainingCost } from './lock-in.ts';
import type { Consideration } from './plan.ts';

const mostPieces = 1000;
/** Smaller quantities are rounding. */
const smallest = 1e-6;

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
    const tranche = draftTranche(consideration, start + bought, quantity, [...cuts]);
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
  const isLimited = rules.cashLimit !== undefined || rules.maximumLockInMonths !== undefined;
  const stacked = new Map<number | null, number>();
  const wanted = orders.flatMap(({ offer: index, series, quantity }) => {
    const offer = offers[index];
    const consideration = considerations.find((each) => each.offer === offer && each.series === series);
    if (consideration === undefined) return [];
    if (!isLimited) return [{ consideration, quantity, rate: 0 }];
    const start = stacked.get(series) ?? 0;
    stacked.set(series, start + quantity);
    const { monthlySaving, hourlyCost } = draftTranche(consideration, start, quantity, []);
    return [{ consideration, quantity, rate: monthlySaving / Math.max(smallest, hourlyCost) }];
  });
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
