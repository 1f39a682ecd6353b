import type { CommitmentMeasures, CommitmentMetrics, Savings } from '../../../shared/commitments/metrics.ts';
import { Exact } from '../../../shared/money.ts';
import { benchmarks } from './benchmarks.ts';
import { balanceCommitments } from './focus-balance.ts';
import {
  type ChargeRole,
  type CommitmentWindow,
  contractedEquivalent,
  type FocusCharges,
  hasNoListCost,
  hasUnknownCost,
  hasUnknownPrice,
  idleOf,
  isBilledOnly,
  isListPriced,
  isUnnamed,
  listEquivalent,
  paidFor,
  roleOf,
  sumOf,
} from './focus-charges.ts';
import { breakEvenUtilisation, demandFalls, moneyText, savingsOf, shareOf } from './measures.ts';

type ByRole = (...roles: readonly ChargeRole[]) => readonly FocusCharges[];

/** A rate over prices that are partly not known would be wrong, so that it is not told. */
const hideRates = (savings: Savings): Savings => ({
  ...savings,
  effectiveSavingsRate: null,
  grossSavingsRate: null,
});

/**
 * What would be paid if demand fell, from the totals of the period: the commitments cost the same, and cover as
 * much as they would if all of them were used; the rest is on demand. Hours are not seen here, so that it is a bound
 * from below.
 */
const fallsOf = (input: {
  readonly equivalent: Exact;
  readonly covered: Exact;
  readonly used: Exact;
  readonly unused: Exact;
}): CommitmentMeasures['demandFalls'] => {
  const { equivalent, covered, used, unused } = input;
  const committed = used.plus(unused);
  const today = committed.plus(equivalent.minus(covered));
  const capacity = used.isZero() ? covered : covered.times(committed).div(used);
  return demandFalls.map((fall) => {
    const demand = equivalent.times(new Exact(1).minus(fall));
    const onDemand = Exact.max(0, demand.minus(capacity));
    const paid = committed.plus(onDemand).toDecimalPlaces(12);
    return { fall, paid: moneyText(paid), shareStillPaid: shareOf(paid, today) };
  });
};

const measure = (charges: readonly FocusCharges[]): CommitmentMeasures => {
  const byRole = Map.groupBy(charges, roleOf);
  const of: ByRole = (...roles) => roles.flatMap((role) => byRole.get(role) ?? []);
  const used = sumOf(of('covered'), 'effectiveCost');
  const unused = sumOf(idleOf(charges), 'effectiveCost');
  const covered = contractedEquivalent(of('covered'));
  const equivalent = contractedEquivalent(of('covered', 'on-demand'));
  const isUnknown = of('covered').some((each) => hasUnknownPrice(each) || hasUnknownCost(each));
  const commitmentsOnly = savingsOf({
    onDemandEquivalent: equivalent,
    paid: paidFor(of('covered', 'on-demand')).plus(unused),
    unused,
  });
  const allDiscounts = savingsOf({
    onDemandEquivalent: listEquivalent(of('covered', 'on-demand', 'spot')),
    paid: paidFor(of('covered', 'on-demand', 'spot')).plus(unused),
    unused,
  });
  const isListUnknown = of('covered').some(
    (each) => hasUnknownCost(each) || (each.hasEffectiveCost && !each.hasListCost),
  );
  return {
    commitmentsOnly: isUnknown ? hideRates(commitmentsOnly) : commitmentsOnly,
    allDiscounts: isListUnknown ? null : allDiscounts,
    coverage: isUnknown ? null : shareOf(covered, equivalent),
    utilisation: of('covered').some(hasUnknownCost) ? null : shareOf(used, used.plus(unused)),
    breakEvenUtilisation: isUnknown ? null : breakEvenUtilisation(used, covered),
    waste: moneyText(unused),
    // FOCUS has no column for the end of a commitment.
    lockInMonths: null,
    demandFalls: isUnknown ? [] : fallsOf({ equivalent, covered, used, unused }),
  };
};

type Problem = CommitmentMetrics['problems'][number];

const problemsOf = (charges: readonly FocusCharges[]): readonly Problem[] => {
  const covered = charges.filter((each) => roleOf(each) === 'covered');
  const { provider = null, currency = null } = charges[0] ?? {};
  const problem = (
    code: Problem['code'],
    found: readonly FocusCharges[],
    detail: string,
  ): readonly Problem[] =>
    found.length === 0
      ? []
      : [{ code, provider, currency, rows: found.reduce((rows, each) => rows + each.rows, 0), detail }];
  return [
    ...problem(
      'unknown-on-demand-price',
      covered.filter(hasUnknownPrice),
      'Covered usage has neither ListCost nor ContractedCost (Azure leaves them 0 for reservations): join the price sheet. Until then savings are unknown, not zero.',
    ),
    ...problem(
      'unknown-effective-cost',
      covered.filter(hasUnknownCost),
      'Covered usage has a price and no EffectiveCost: what was paid for it is not spread over the rows. Until then savings are unknown.',
    ),
    ...problem(
      'effective-cost-absent',
      charges.filter(isBilledOnly),
      'On-demand usage was billed and has no EffectiveCost: the billed cost stands in for it.',
    ),
    ...problem(
      'contracted-cost-absent',
      charges.filter(isListPriced),
      'Usage has a ListCost and no ContractedCost: the list price stands in for the contracted one.',
    ),
    ...problem(
      'list-cost-absent',
      charges.filter(hasNoListCost),
      'Usage on demand was paid for and has no ListCost: its contracted price stands in, or what was paid.',
    ),
    ...problem(
      'commitment-id-absent',
      charges.filter(isUnnamed),
      'Usage is of commitments by PricingCategory or CommitmentDiscountStatus, and has no CommitmentDiscountId: it counts as on demand, so that coverage is too low. Export that column.',
    ),
  ];
};

const compareTexts = (left: string | null, right: string | null): number => {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
};

/** Measures the commitments in FOCUS charges, for each provider and currency; currencies are never added up. */
export const measureFocus = (
  charges: readonly FocusCharges[],
  windows: readonly CommitmentWindow[],
): CommitmentMetrics => {
  const groups = Array.from(
    Map.groupBy(charges, ({ provider, currency }) => JSON.stringify([provider, currency])).values(),
    (members) => {
      const { provider = null, currency = null } = members[0] ?? {};
      return { provider, currency, members };
    },
  ).sort((a, b) => compareTexts(a.provider, b.provider) || compareTexts(a.currency, b.currency));
  return {
    rows: charges.reduce((rows, each) => rows + each.rows, 0),
    groups: groups.map(({ provider, currency, members }) => ({ provider, currency, ...measure(members) })),
    commitments: [...balanceCommitments(charges, windows)],
    benchmarks,
    problems: groups.flatMap(({ members }) => problemsOf(members)),
  };
};
