import type { Plan, Sku } from './catalogue.ts';
import type { PlanOrder } from './plan-order.ts';

/** A SKU as a user has it: some of its plans may be switched off. Plan ids in lower case. */
export interface HeldPlans {
  readonly sku: Sku;
  readonly disabledPlans?: ReadonlySet<string> | undefined;
}

/** What decides about one plan: the plan that matches or beats it, or null when nothing does. */
export interface Decision {
  readonly plan: string;
  readonly coveredBy: string | null;
}

export interface Coverage {
  readonly covered: boolean;
  /** One for every plan that people use and that is switched on, in the order of the SKU. */
  readonly decisions: readonly Decision[];
}

/** The plans of a SKU that people use and that are switched on. */
export const usablePlans = ({ sku, disabledPlans }: HeldPlans): readonly Plan[] =>
  sku.plans.filter((plan) => plan.isUserFacing && !disabledPlans?.has(plan.id));

const coveringPlan = (order: PlanOrder, plan: string, offered: ReadonlySet<string>): string | null => {
  if (offered.has(plan)) return plan;
  for (const greater of order.atLeast(plan)) if (offered.has(greater)) return greater;
  return null;
};

/** Whether some plans are matched or beaten by what the given SKUs have switched on, and by which plan each. */
export const coversPlans = (
  order: PlanOrder,
  holders: readonly HeldPlans[],
  needed: readonly Plan[],
): Coverage => {
  const offered = new Set(holders.flatMap((holder) => usablePlans(holder).map(({ key }) => key)));
  const decisions = needed.map(({ key }) => ({ plan: key, coveredBy: coveringPlan(order, key, offered) }));
  return { covered: decisions.every(({ coveredBy }) => coveredBy !== null), decisions };
};

/**
 * Whether a SKU makes another one superfluous: every plan of `lesser` that people use and that is switched on is
 * matched or beaten by one of `greater`. A plan switched off in `greater` covers nothing; plumbing is covered by
 * anything.
 */
export const covers = (order: PlanOrder, greater: HeldPlans, lesser: HeldPlans): Coverage =>
  coversPlans(order, [greater], usablePlans(lesser));
