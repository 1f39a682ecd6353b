import { AppError } from '../../../shared/errors.ts';
import type { LinearSolver } from '../../../shared/solver.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import { type Allocation, allocate } from './allocate.ts';
import { combineClasses, type UserClass } from './classes.ts';
import { type CombinationRules, createCombinationRules } from './combination-rules.ts';
import { createMarket, type Market } from './market.ts';
import type { Baseline, MixPolicy } from './mix-policy.ts';
import { type NeedClass, needClassesOf } from './need-classes.ts';
import { createPlanUses, type PlanUses } from './plan-uses.ts';
import type { Profile } from './profiles.ts';
import type { Limits } from './programme.ts';

/** Everything that stays the same whatever the policy of a mix is. */
export interface Ground {
  readonly context: RuleContext;
  readonly profiles: readonly Profile[];
  readonly currency: string;
  readonly solver: LinearSolver;
  readonly rules: CombinationRules;
  readonly uses: PlanUses;
}

export const createGround = (given: Omit<Ground, 'rules' | 'uses'>): Ground => ({
  ...given,
  rules: createCombinationRules(),
  uses: createPlanUses(),
});

/** An optimal allocation with what it was found for. */
export interface Solved {
  readonly market: Market;
  readonly classes: readonly UserClass[];
  readonly limits: Limits;
  readonly allocation: Allocation;
}

export const marketFor = ({ context, rules, currency }: Ground, policy: MixPolicy): Market =>
  createMarket({ context, rules, policy, currency });

const wrong = (place: string, found: string, expected: string): AppError =>
  new AppError('invalid_input', {
    detail: `mix policy, ${place}: found "${found}", expected ${expected}.`,
    fix: 'The names of a mix policy are in docs/licences-mix.md.',
    meta: { place },
  });

const plansOfBaseline = (
  { context }: Ground,
  { sku, families }: Baseline,
  place: string,
): readonly string[] => {
  if (families !== undefined) return families.map((name) => name.toUpperCase());
  const found = context.skus.byPartNumber(sku ?? '')?.sku;
  if (found === undefined) throw wrong(`${place}.sku`, sku ?? '', 'a SKU of the tenant or the catalogue');
  return found.plans.filter(({ isUserFacing }) => isUserFacing).map(({ key }) => key);
};

const planNames = (
  { context }: Ground,
  catalogued: readonly { readonly plans: readonly { readonly key: string }[] }[],
) =>
  new Set(
    [...catalogued, ...context.skus.tenant.map(({ sku }) => sku)].flatMap(({ plans }) =>
      plans.map(({ key }) => key),
    ),
  );

/**
 * Refuses names of plans and SKUs that nobody knows: a baseline with a slip of the pen would ask for nothing.
 *
 * @throws AppError `invalid_input` naming the place in the policy
 */
export const checkPolicy = (
  ground: Ground,
  policy: MixPolicy,
  catalogued: readonly { readonly plans: readonly { readonly key: string }[] }[],
): void => {
  const known = planNames(ground, catalogued);
  const check = (place: string, plan: string): void => {
    if (!known.has(plan.toUpperCase()))
      throw wrong(place, plan, 'the name of a service plan, such as AAD_PREMIUM_P2');
  };
  for (const [at, entry] of policy.baseline.entries()) {
    for (const plan of plansOfBaseline(ground, entry, `baseline[${at}]`)) check(`baseline[${at}]`, plan);
  }
  for (const [plan, enough] of Object.entries(policy.enough)) {
    check('enough', plan);
    if (enough !== null) check(`enough.${plan}`, enough);
  }
};

const seatLimitsOf = (market: Market, policy: MixPolicy): Limits['seatLimits'] => {
  const { businessSeatLimit: seats, businessSeatScope } = policy;
  if (seats === null) return [];
  const places = market.candidates.filter(({ isBusiness }) => isBusiness).map(({ place }) => place);
  if (places.length === 0) return [];
  return businessSeatScope === 'together'
    ? [{ places, seats }]
    : places.map((place) => ({ places: [place], seats }));
};

/** What depends on the policy alone. */
interface Prepared {
  readonly policy: MixPolicy;
  readonly market: Market;
  readonly classes: readonly NeedClass[];
}

/** Scenarios of one policy follow each other: the last one prepared is enough to remember. */
const lastPrepared = new WeakMap<Ground, Prepared>();

const prepare = (ground: Ground, policy: MixPolicy, isPlanWanted: boolean): Prepared => {
  const known = lastPrepared.get(ground);
  if (known?.policy === policy) return known;
  const market = marketFor(ground, policy);
  const baselinePlans = policy.baseline.map((entry, at) => plansOfBaseline(ground, entry, `baseline[${at}]`));
  const rules = { context: ground.context, market, uses: ground.uses, policy, baselinePlans };
  const made = { policy, market, classes: needClassesOf(rules, ground.profiles, isPlanWanted) };
  lastPrepared.set(ground, made);
  return made;
};

/**
 * Finds the cheapest mix for one policy and what is committed.
 *
 * @param committed seats that are paid anyway, by place in the market
 * @param isPlanWanted whether who gets what and why matters, or the cost alone
 * @throws AppError as `combineClasses` and `allocate`
 */
export const solveScenario = async (
  ground: Ground,
  policy: MixPolicy,
  committed: ReadonlyMap<number, number>,
  isPlanWanted: boolean,
): Promise<Solved> => {
  const { market, classes: needed } = prepare(ground, policy, isPlanWanted);
  const limits: Limits = { committed, seatLimits: seatLimitsOf(market, policy) };
  const limited = new Set(limits.seatLimits.flatMap(({ places }) => places));
  const coupled = { committed: new Set(committed.keys()), limited };
  const classes = combineClasses(market, needed, coupled);
  const choosers = classes.map(({ users, combinations }) => ({ users: users.length, combinations }));
  const allocation = await allocate(ground.solver, market, choosers, limits, isPlanWanted);
  return { market, classes, limits, allocation };
};
