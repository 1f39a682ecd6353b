import type { ApplyResult, ApplyScenario } from '../../../shared/commitments/apply.ts';
import type { CommitmentMeasures } from '../../../shared/commitments/metrics.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { applyScenario } from '../apply/apply-scenario.ts';
import {
  breakEvenUtilisation,
  demandFalls,
  lockInMonths,
  moneyText,
  type RemainingTerm,
  savingsOf,
  shareOf,
} from './measures.ts';

const zero = new Exact(0);
const sum = (values: readonly Exact[]): Exact => values.reduce((total, each) => total.plus(each), zero);

type Commitment = ApplyScenario['commitments'][number];

/** What one unit of the commitment's own costs. */
const unitCost = (commitment: Commitment): Exact =>
  'hourlyRate' in commitment ? new Exact(commitment.hourlyRate) : new Exact(1);

const hourlyCost = (commitment: Commitment): Exact => {
  if (!('hourlyRate' in commitment)) return new Exact(commitment.hourlyCommitment);
  const count = 'count' in commitment ? commitment.count : commitment.quantity;
  return new Exact(commitment.hourlyRate).times(count);
};

/** Whether any commitment that is sold could cover the usage: machines, and what has the rate of a plan. */
const isEligible = ({ service, rates }: ApplyScenario['usage'][number], provider: string): boolean =>
  provider === 'gcp' || service === 'ec2' || service === 'vm' || Object.keys(rates).length > 0;

const withDemand = (scenario: ApplyScenario, share: Exact): ApplyScenario => {
  const scaled = <U extends { readonly quantity: string }>(usage: readonly U[]): U[] =>
    usage.map((each) => ({ ...each, quantity: formatDecimal(share.times(each.quantity)) }));
  if (scenario.provider === 'aws') return { ...scenario, usage: scaled(scenario.usage) };
  if (scenario.provider === 'azure') return { ...scenario, usage: scaled(scenario.usage) };
  return { ...scenario, usage: scaled(scenario.usage) };
};

/** Usage by its value on demand: all that could be covered, and what was. */
const equivalents = (scenario: ApplyScenario, { usage }: ApplyResult) => {
  const values = scenario.usage.map((each, index) => {
    const all = new Exact(each.quantity).times(each.onDemandRate);
    const covered = all.minus(usage[index]?.onDemandCost ?? 0);
    return isEligible(each, scenario.provider) ? { all, covered } : { all: zero, covered: zero };
  });
  return { eligible: sum(values.map(({ all }) => all)), covered: sum(values.map(({ covered }) => covered)) };
};

const commitmentCosts = (scenario: ApplyScenario, { commitments }: ApplyResult) => {
  const units = new Map(scenario.commitments.map((each) => [each.id, unitCost(each)]));
  const cost = (amount: 'used' | 'unused'): Exact =>
    sum(commitments.map((each) => (units.get(each.id) ?? zero).times(each[amount])));
  return { used: cost('used'), unused: cost('unused') };
};

/**
 * Measures commitments by what applying them gave. Falling demand is applied anew, hour by hour: every quantity falls
 * by the same share.
 *
 * Lock-in is null unless all commitments have `remainingMonths`. Prices of a scenario are the customer's own, so that
 * there is one scope of savings.
 */
export const measureApplication = (scenario: ApplyScenario, result: ApplyResult): CommitmentMeasures => {
  const { totals } = result;
  const { eligible, covered } = equivalents(scenario, result);
  const { used, unused } = commitmentCosts(scenario, result);
  const paid = new Exact(totals.totalCost);
  const hours = new Set(scenario.usage.map(({ hour }) => hour)).size;
  const terms = scenario.commitments.flatMap((each): readonly RemainingTerm[] => {
    const { remainingMonths } = each;
    return remainingMonths === undefined
      ? []
      : [{ hourlyCost: hourlyCost(each), remainingMonths: new Exact(remainingMonths) }];
  });
  const hourlyEquivalent = hours === 0 ? zero : new Exact(totals.onDemandEquivalent).div(hours);
  return {
    commitmentsOnly: savingsOf({ onDemandEquivalent: new Exact(totals.onDemandEquivalent), paid, unused }),
    allDiscounts: null,
    coverage: shareOf(covered, eligible),
    utilisation: shareOf(used, used.plus(unused)),
    breakEvenUtilisation: breakEvenUtilisation(used, covered),
    waste: moneyText(unused),
    lockInMonths: terms.length === scenario.commitments.length ? lockInMonths(terms, hourlyEquivalent) : null,
    demandFalls: demandFalls.map((fall) => {
      const after = new Exact(applyScenario(withDemand(scenario, new Exact(1).minus(fall))).totals.totalCost);
      return { fall, paid: moneyText(after), shareStillPaid: shareOf(after, paid) };
    }),
  };
};
