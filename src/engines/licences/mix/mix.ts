import { AppError } from '../../../shared/errors.ts';
import type { MixResult, MixStep } from '../../../shared/licences/mix-result.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import type { LinearSolver } from '../../../shared/solver.ts';
import { type AuditInput, openAudit } from '../audit.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import { type Allocation, costOf } from './allocate.ts';
import { priceChoices } from './choices.ts';
import { type Commitment, commitmentsOf, committedOn } from './commitments.ts';
import type { MixPolicy } from './mix-policy.ts';
import { mixProblems } from './mix-problems.ts';
import { costOfKept, partsOf, presentClasses, presentKept, presentSkus, seatsToday } from './present.ts';
import { gatherProfiles } from './profiles.ts';
import { checkPolicy, createGround, type Ground, marketFor, type Solved, solveScenario } from './scenario.ts';

export interface MixInput extends AuditInput {
  readonly mixPolicy: MixPolicy;
  /** The day planned for, `2026-08-01`; by default the day of the facts. Commitments that end by then are over. */
  readonly planFor?: string | undefined;
  readonly solver: LinearSolver;
}

/** What one user has and gets: part numbers; `kept` are licences that the mix leaves alone. */
export interface MixAssignment {
  readonly userId: string;
  readonly label: string;
  /** Place of the user's class in the result. */
  readonly class: number;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly kept: readonly string[];
}

export interface Mix {
  readonly result: MixResult;
  /** One for every user who holds a paid licence, class by class, in the order of labels. */
  assignments(): IterableIterator<MixAssignment>;
}

/** The currency in which most is spent on seats in use; the first by name between equals. */
const mainCurrency = (context: RuleContext): string => {
  const spend = new Map<string, Exact>();
  for (const { seats } of context.tenant.directory.users) {
    for (const { skuId, isHeld } of seats) {
      const { isPaid, price } = context.skus.of(skuId);
      if (isHeld && isPaid && price) {
        spend.set(price.currency, (spend.get(price.currency) ?? new Exact(0)).plus(price.amount));
      }
    }
  }
  const [first] = [...spend].sort(([a, x], [b, y]) => y.cmp(x) || (a < b ? -1 : 1));
  const currency = first?.[0] ?? context.skus.offers[0]?.price.currency;
  if (currency !== undefined) return currency;
  throw new AppError('unprocessable', {
    detail: 'prices: No SKU that is held or could be bought has a price.',
    fix: 'Give prices of the SKUs of the tenant, and of those that may replace them.',
  });
};

/** Each end of a commitment costs a search: of more days than these, the last one stands for the rest. */
const mostSteps = 24;

const laterDays = (commitments: readonly Commitment[], planFor: string): readonly string[] => {
  const days = [...new Set(commitments.map(({ until }) => until).filter((until) => until > planFor))].sort();
  return days.length <= mostSteps ? days : [...days.slice(0, mostSteps - 1), ...days.slice(-1)];
};

interface Later {
  readonly steps: readonly MixStep[];
  /** Without any commitment. */
  readonly uncommitted: Allocation;
}

/** The optimum after each end of a commitment. */
const solveLater = async (
  ground: Ground,
  policy: MixPolicy,
  commitments: readonly Commitment[],
  planFor: string,
  base: Solved,
): Promise<Later> => {
  const kept = costOfKept(base);
  const steps: MixStep[] = [];
  let uncommitted = base.allocation;
  let before = planFor;
  for (const day of laterDays(commitments, planFor)) {
    const { allocation } = await solveScenario(ground, policy, committedOn(commitments, day), false);
    const places = commitments
      .filter(({ until }) => until > before && until <= day)
      .map(({ place }) => place);
    steps.push({
      from: day,
      ended: [...new Set(places)]
        .sort((a, b) => a - b)
        .map((place) => base.market.candidates[place]?.sku.partNumber ?? ''),
      monthlyCost: formatDecimal(allocation.cost.plus(kept), 2),
      bound: formatDecimal(allocation.bound.plus(kept), 2),
      isProven: allocation.isProven,
    });
    uncommitted = allocation;
    before = day;
  }
  return { steps, uncommitted };
};

type Saving = MixResult['savings'][number];

const savingsOf = (input: MixInput, current: Exact, optimal: Exact, steps: readonly MixStep[]): Saving[] => {
  const planFor = input.planFor ?? input.asOf;
  const parts = [
    {
      kind: planFor === input.asOf ? 'freed-seat' : 'cash-at-renewal',
      from: planFor,
      saving: current.minus(optimal),
    },
    ...steps.map(({ from, monthlyCost }, at) => ({
      kind: 'cash-at-renewal',
      from,
      saving: (at === 0 ? optimal : new Exact(steps[at - 1]?.monthlyCost ?? 0)).minus(monthlyCost),
    })),
  ] as const;
  return parts
    .filter(({ saving }) => !saving.isZero())
    .map(({ kind, from, saving }) => ({
      kind: kind === 'freed-seat' ? kind : 'cash-at-renewal',
      from,
      monthlySaving: formatDecimal(saving, 2),
    }));
};

const groupsOf = ({ baseline }: MixPolicy): ReadonlySet<string> =>
  new Set(baseline.flatMap(({ group }) => group?.toLowerCase() ?? []));

const prepare = (input: MixInput) => {
  const { context, activityOf } = openAudit(input);
  const { mixPolicy } = input;
  const ground = createGround({
    context,
    solver: input.solver,
    profiles: gatherProfiles({ context, activityOf, policy: input.policy, groups: groupsOf(mixPolicy) }),
    currency: mixPolicy.currency ?? mainCurrency(context),
  });
  checkPolicy(ground, mixPolicy, input.catalogue.skus);
  const commitments = commitmentsOf(context, marketFor(ground, mixPolicy));
  const planFor = input.planFor ?? input.asOf;
  return { context, ground, commitments, planFor, committed: committedOn(commitments, planFor) };
};

const assignmentsOf = function* (
  classes: ReturnType<typeof presentClasses>,
): IterableIterator<MixAssignment> {
  for (const [place, { part, shown }] of classes.entries()) {
    const { from, to, kept } = shown;
    for (const { id, label } of part.users) yield { userId: id, label, class: place, from, to, kept };
  }
};

/**
 * Finds the assignment of SKUs to users that covers every need at the least monthly cost (docs/licences-mix.md), with
 * its proof, what it changes for whom, and what each choice of the policy costs. Pure but for the solver: the same
 * facts give the same answer, whatever their order.
 *
 * @throws AppError `invalid_input` for a policy that names what nobody knows, `unprocessable` where nothing is priced
 *   or prices leave too many ways to license a user, `internal` when the solver fails
 */
export const planMix = async (input: MixInput): Promise<Mix> => {
  const { mixPolicy } = input;
  const { context, ground, commitments, planFor, committed } = prepare(input);
  const base = await solveScenario(ground, mixPolicy, committed, true);
  const later = await solveLater(ground, mixPolicy, commitments, planFor, base);
  const optima = { committed, now: base.allocation, uncommitted: later.uncommitted };
  const choices = await priceChoices(ground, mixPolicy, optima);
  const { market, allocation } = base;
  const before = seatsToday(base);
  const kept = costOfKept(base);
  const current = costOf(market, before, committed).plus(kept);
  const [optimal, bound] = [allocation.cost.plus(kept), allocation.bound.plus(kept)];
  const classes = presentClasses(market, ground.uses, partsOf(base));
  const shown = classes.map((each) => each.shown);
  return {
    result: {
      asOf: input.asOf,
      planFor,
      currency: ground.currency,
      users: base.classes.reduce((sum, { users }) => sum + users.length, 0),
      currentMonthlyCost: formatDecimal(current, 2),
      optimalMonthlyCost: formatDecimal(optimal, 2),
      bound: formatDecimal(bound, 2),
      gap: optimal.isZero() ? '0.000000' : optimal.minus(bound).dividedBy(optimal).toFixed(6),
      isProven: allocation.isProven,
      monthlySaving: formatDecimal(current.minus(optimal), 2),
      savings: savingsOf(input, current, optimal, later.steps),
      steps: [...later.steps],
      classes: shown,
      skus: presentSkus(market, { before, after: allocation.used, committed, commitments }),
      choices: [...choices],
      unpriced: presentKept(ground, base),
      problems: [...(input.problems ?? []), ...mixProblems(context, market, mixPolicy, allocation, shown)],
    },
    assignments: () => assignmentsOf(classes),
  };
};
