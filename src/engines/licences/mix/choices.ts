import type { MixChoice } from '../../../shared/licences/mix-result.ts';
import { type Exact, formatDecimal } from '../../../shared/money.ts';
import type { Allocation } from './allocate.ts';
import type { MixPolicy } from './mix-policy.ts';
import { type Ground, solveScenario } from './scenario.ts';

interface Choice extends Omit<MixChoice, 'monthlyPrice' | 'monthlyPriceUncommitted'> {
  /** The same policy without the choice. */
  readonly policy: MixPolicy;
}

const baselineChoices = (policy: MixPolicy): readonly Choice[] =>
  policy.baseline.map((entry, place) => {
    const whom = entry.everyone === true ? 'everyone' : `group ${entry.group ?? ''}`;
    const what = entry.sku ?? (entry.families ?? []).join(', ');
    return {
      choice: 'baseline',
      label: `giving ${whom} ${what}`,
      setting: `${whom}: ${what}`,
      released: 'no such baseline',
      policy: { ...policy, baseline: policy.baseline.filter((_, at) => at !== place) },
    };
  });

/** Choices of a policy that restrict the mix, each with the policy without it. */
const choicesOf = (policy: MixPolicy): readonly Choice[] => {
  const flag = (choice: 'keepSecurity' | 'keepUnknown' | 'keepExtras', label: string): readonly Choice[] =>
    policy[choice]
      ? [{ choice, label, setting: 'true', released: 'false', policy: { ...policy, [choice]: false } }]
      : [];
  const when = (isMade: boolean, choice: Choice): readonly Choice[] => (isMade ? [choice] : []);
  const { allow, deny, businessSeatLimit, businessSeatScope } = policy;
  const { allow: _, ...anySku } = policy;
  return [
    ...flag('keepSecurity', 'keeping security and compliance plans'),
    ...flag('keepUnknown', 'keeping plans whose use leaves no trace'),
    ...flag('keepExtras', 'keeping plans that suites come with'),
    ...when(policy.inactive === 'keep', {
      choice: 'inactive',
      label: 'keeping the licences of users who are away',
      setting: 'keep',
      released: 'release',
      policy: { ...policy, inactive: 'release' },
    }),
    ...baselineChoices(policy),
    ...when(allow !== undefined, {
      choice: 'allow',
      label: `giving nobody new SKUs but ${(allow ?? []).join(', ')}`.slice(0, 1000),
      setting: (allow ?? []).join(', ').slice(0, 1000),
      released: 'any priced SKU',
      policy: anySku,
    }),
    ...when(deny.length > 0, {
      choice: 'deny',
      label: `giving nobody ${deny.join(', ')}`.slice(0, 1000),
      setting: deny.join(', ').slice(0, 1000),
      released: 'none denied',
      policy: { ...policy, deny: [] },
    }),
    ...when(businessSeatLimit !== null, {
      choice: 'businessSeatLimit',
      label: `at most ${businessSeatLimit ?? 0} seats of Business SKUs, ${businessSeatScope}`,
      setting: `${businessSeatLimit ?? 0} ${businessSeatScope}`,
      released: 'no limit',
      policy: { ...policy, businessSeatLimit: null },
    }),
  ];
};

/** The optima that choices are compared with. */
export interface Optima {
  readonly committed: ReadonlyMap<number, number>;
  /** While commitments run. */
  readonly now: Allocation;
  /** When none does. */
  readonly uncommitted: Allocation;
}

const difference = (withIt: Allocation, without: Allocation): string | null => {
  if (!withIt.isProven || !without.isProven || withIt.excessSeats > 0 || without.excessSeats > 0) return null;
  const price: Exact = withIt.cost.minus(without.cost);
  return formatDecimal(price, 2);
};

/**
 * What each choice of the policy costs a month: the optimum with it less the optimum without it, everything else
 * equal. Prices of two choices do not add up: what one keeps may be kept by the other as well.
 */
export const priceChoices = async (
  ground: Ground,
  policy: MixPolicy,
  optima: Optima,
): Promise<readonly MixChoice[]> => {
  const priced: MixChoice[] = [];
  for (const { policy: other, ...choice } of choicesOf(policy)) {
    const { allocation: free } = await solveScenario(ground, other, new Map(), false);
    const now =
      optima.committed.size === 0
        ? free
        : (await solveScenario(ground, other, optima.committed, false)).allocation;
    priced.push({
      ...choice,
      monthlyPrice: difference(optima.now, now),
      monthlyPriceUncommitted: difference(optima.uncommitted, free),
    });
  }
  return priced;
};
