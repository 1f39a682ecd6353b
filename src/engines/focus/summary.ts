import { createExactSum } from '../../shared/exact-sum.ts';
import type { CostColumn, FocusVersion } from './columns.ts';

/** Sums over the rows of one file that share these four values. */
export interface CostGroup {
  readonly provider: string | null;
  readonly currency: string | null;
  readonly serviceCategory: string | null;
  /** ISO 8601 in UTC. */
  readonly billingPeriodStart: string | null;
  readonly rows: number;
  readonly costs: Readonly<Record<CostColumn, string>>;
}

/** Something in the data that the totals do not show. */
export interface SummaryProblem {
  readonly code: 'missing-cost';
  readonly column: string;
  readonly rows: number;
  /** Where to look first. */
  readonly example: string;
}

/** What `trimtab focus summary --json` prints. Money is exact decimal text; currencies are never added up. */
export interface FocusSummary {
  readonly rows: number;
  readonly rejectedRows: number;
  readonly focusVersion: FocusVersion;
  readonly totals: readonly {
    readonly currency: string | null;
    readonly billedCost: string;
    readonly effectiveCost: string;
    readonly listCost: string;
    readonly contractedCost: string;
  }[];
  readonly byProvider: readonly {
    readonly provider: string | null;
    readonly currency: string | null;
    readonly rows: number;
    readonly billedCost: string;
    readonly effectiveCost: string;
    readonly listCost: string;
  }[];
  readonly byServiceCategory: readonly {
    readonly serviceCategory: string | null;
    readonly currency: string | null;
    readonly rows: number;
    readonly billedCost: string;
    readonly effectiveCost: string;
  }[];
  readonly byBillingPeriod: readonly {
    readonly start: string | null;
    readonly currency: string | null;
    readonly rows: number;
    readonly billedCost: string;
  }[];
  readonly problems: readonly SummaryProblem[];
}

interface RolledUp {
  readonly key: string | null;
  readonly currency: string | null;
  readonly rows: number;
  readonly costs: Readonly<Record<CostColumn, string>>;
}

/** By UTF-16 code unit, so that every machine gives the same order; null last. */
const compareTexts = (left: string | null, right: string | null): number => {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
};

const addCosts = (groups: readonly CostGroup[]): Readonly<Record<CostColumn, string>> => {
  const total = (column: CostColumn): string => {
    const sum = createExactSum();
    for (const group of groups) sum.add(group.costs[column]);
    return sum.value();
  };
  return {
    BilledCost: total('BilledCost'),
    EffectiveCost: total('EffectiveCost'),
    ListCost: total('ListCost'),
    ContractedCost: total('ContractedCost'),
  };
};

const rollUp = (
  groups: readonly CostGroup[],
  keyOf: (group: CostGroup) => string | null,
): readonly RolledUp[] => {
  const byKey = Map.groupBy(groups, (group) => JSON.stringify([keyOf(group), group.currency]));
  return Array.from(byKey.values(), (members): RolledUp | undefined => {
    const [first] = members;
    if (first === undefined) return undefined;
    return {
      key: keyOf(first),
      currency: first.currency,
      rows: members.reduce((rows, group) => rows + group.rows, 0),
      costs: addCosts(members),
    };
  })
    .filter((each) => each !== undefined)
    .sort((left, right) => compareTexts(left.key, right.key) || compareTexts(left.currency, right.currency));
};

/** Adds the groups of one or more files up into totals and the three breakdowns, each in a fixed order. */
export const summarise = (input: {
  readonly groups: readonly CostGroup[];
  readonly focusVersion: FocusVersion;
  readonly problems: readonly SummaryProblem[];
}): FocusSummary => ({
  rows: input.groups.reduce((rows, group) => rows + group.rows, 0),
  // A row that cannot be read ends the command, so none is left out.
  rejectedRows: 0,
  focusVersion: input.focusVersion,
  totals: rollUp(input.groups, () => null).map(({ currency, costs }) => ({
    currency,
    billedCost: costs.BilledCost,
    effectiveCost: costs.EffectiveCost,
    listCost: costs.ListCost,
    contractedCost: costs.ContractedCost,
  })),
  byProvider: rollUp(input.groups, (group) => group.provider).map(({ key, currency, rows, costs }) => ({
    provider: key,
    currency,
    rows,
    billedCost: costs.BilledCost,
    effectiveCost: costs.EffectiveCost,
    listCost: costs.ListCost,
  })),
  byServiceCategory: rollUp(input.groups, (group) => group.serviceCategory).map(
    ({ key, currency, rows, costs }) => ({
      serviceCategory: key,
      currency,
      rows,
      billedCost: costs.BilledCost,
      effectiveCost: costs.EffectiveCost,
    }),
  ),
  byBillingPeriod: rollUp(input.groups, (group) => group.billingPeriodStart).map(
    ({ key, currency, rows, costs }) => ({
      start: key,
      currency,
      rows,
      billedCost: costs.BilledCost,
    }),
  ),
  problems: input.problems,
});
