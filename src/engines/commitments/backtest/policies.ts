import type { BuiltInPolicyName } from '../../../shared/commitments/backtest.ts';
import { trimtabPolicy } from '../planner/trimtab-policy.ts';
import type { Offer } from './offer.ts';
import type { PolicyMaker } from './policy.ts';
import { simplePolicies, topUp } from './top-up.ts';

/** The policy of a built-in name, over all offers. */
export const builtInPolicy = (name: BuiltInPolicyName): PolicyMaker => {
  const simple = simplePolicies.find((each) => each.name === name);
  return simple === undefined ? trimtabPolicy : topUp(simple);
};

/**
 * Every built-in policy. With several offers a simple policy is also run with each offer alone, as `NAME:OFFER`:
 * which of them is the best one to compare with is only known afterwards.
 */
export const allPolicies = (offers: readonly Offer[]): readonly PolicyMaker[] => [
  trimtabPolicy,
  ...simplePolicies.map(topUp),
  ...(offers.length < 2
    ? []
    : simplePolicies.flatMap((simple) =>
        offers.map(({ id }) => topUp({ ...simple, name: `${simple.name}:${id}`, offers: [id] })),
      )),
];
