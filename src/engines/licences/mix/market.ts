import { AppError } from '../../../shared/errors.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import type { Sku } from '../catalogue/catalogue.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import type { CombinationRules, Requirement } from './combination-rules.ts';
import type { MixPolicy } from './mix-policy.ts';

/** A SKU that the mix may give or take. */
export interface Candidate {
  readonly place: number;
  readonly sku: Sku;
  readonly price: Exact;
  /** The price in the market's unit: a whole number. */
  readonly units: number;
  readonly termEndDate: string | null;
  /** Plans that people use and that the SKU carries the right to. */
  readonly plans: ReadonlySet<string>;
  readonly requirement: Requirement | undefined;
  readonly isBusiness: boolean;
  readonly isFrontline: boolean;
  /** One user cannot hold it beside some other SKU of the market. */
  readonly isExclusive: boolean;
  /** May be given to users who do not hold it. */
  readonly isOffered: boolean;
  /** Nobody may hold it. */
  readonly isDenied: boolean;
}

/** Every SKU with a price in one currency, in the order of part numbers. */
export interface Market {
  readonly currency: string;
  /** What one unit is worth: prices are whole numbers of it. */
  readonly unit: Exact;
  readonly candidates: readonly Candidate[];
  placeOf(skuId: string): number | undefined;
  /** Places of the SKUs that match or beat a plan. */
  coverersOf(plan: string): readonly number[];
  /** Whether plans that are there match or beat a plan. */
  isCovered(plan: string, offered: ReadonlySet<string>): boolean;
  /** Whether one user cannot hold both. */
  exclude(first: number, second: number): boolean;
  rightsOf(sku: Sku): (plan: string) => boolean;
}

const greatestDivisor = (a: number, b: number): number => {
  let [greater, lesser] = [a, b];
  while (lesser !== 0) [greater, lesser] = [lesser, greater % lesser];
  return greater;
};

/** A seat's price in units must stay far from where binary floats leave out whole numbers. */
const greatestUnits = 1e12;

const scaleOf = (prices: readonly Exact[]): { unit: Exact; units: readonly number[] } => {
  const places = Math.max(0, ...prices.map((price) => price.decimalPlaces()));
  const scale = new Exact(10).pow(places);
  const minor = prices.map((price) => price.times(scale));
  if (minor.some((price) => price.gt(greatestUnits))) {
    const greatest = formatDecimal(Exact.max(...prices));
    throw new AppError('unprocessable', {
      detail: `prices: found ${greatest} as the greatest price and ${places} decimals in the finest one, expected at most 12 digits for both together.`,
      fix: 'Round the monthly prices to fewer decimals.',
    });
  }
  const whole = minor.map((price) => price.toNumber());
  const divisor = whole.reduce(greatestDivisor, 0) || 1;
  return { unit: new Exact(divisor).dividedBy(scale), units: whole.map((price) => price / divisor) };
};

interface Parts {
  readonly context: RuleContext;
  readonly rules: CombinationRules;
  readonly policy: MixPolicy;
  readonly currency: string;
}

const named = (names: readonly string[]): ((sku: Sku) => boolean) => {
  const listed = new Set(names.map((name) => name.toUpperCase()));
  return ({ partNumber, id }) => listed.has(partNumber.toUpperCase()) || listed.has(id.toUpperCase());
};

/** @throws AppError `unprocessable` when prices are finer than whole numbers can carry */
export const createMarket = ({ context, rules, policy, currency }: Parts): Market => {
  const offers = context.skus.offers.filter(({ price }) => price.currency === currency);
  const { unit, units } = scaleOf(offers.map(({ price }) => price.amount));
  const isAllowed = policy.allow === undefined ? () => true : named(policy.allow);
  const isDenied = named(policy.deny);
  const rightsOf = (sku: Sku): ((plan: string) => boolean) => {
    const lacks = rules.withoutRight(sku);
    return (plan) => !lacks(plan);
  };
  const plansOf = (sku: Sku): ReadonlySet<string> => {
    const keys = sku.plans.filter(({ isUserFacing }) => isUserFacing).map(({ key }) => key);
    return new Set(keys.filter(rightsOf(sku)));
  };
  const offered = offers.map(({ sku }) => plansOf(sku));
  const candidates = offers.map(({ sku, price }, place): Candidate => {
    const plans = offered[place] ?? new Set();
    return {
      place,
      sku,
      price: price.amount,
      units: units[place] ?? 0,
      termEndDate: price.termEndDate,
      plans,
      requirement: rules.requirementOf(sku),
      isBusiness: rules.isBusiness(sku),
      isFrontline: rules.isFrontline(sku),
      isExclusive: offered.some((other, at) => at !== place && rules.exclude(plans, other)),
      isOffered: isAllowed(sku),
      isDenied: isDenied(sku),
    };
  });
  const places = new Map(candidates.map(({ sku, place }) => [sku.id, place]));
  const coverers = new Map<string, readonly number[]>();
  const isCovered = (plan: string, offered: ReadonlySet<string>): boolean => {
    if (offered.has(plan)) return true;
    for (const greater of context.order.atLeast(plan)) if (offered.has(greater)) return true;
    return false;
  };
  return {
    currency,
    unit,
    candidates,
    placeOf: (skuId) => places.get(skuId),
    isCovered,
    rightsOf,
    coverersOf: (plan) => {
      const known =
        coverers.get(plan) ??
        candidates.filter(({ plans }) => isCovered(plan, plans)).map(({ place }) => place);
      coverers.set(plan, known);
      return known;
    },
    exclude: (first, second) => {
      const [a, b] = [candidates[first], candidates[second]];
      return a !== undefined && b !== undefined && rules.exclude(a.plans, b.plans);
    },
  };
};
