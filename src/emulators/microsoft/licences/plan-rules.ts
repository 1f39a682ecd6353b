import type { TenantState } from '../directory/tenant-state.ts';
import type { AssignedLicense } from '../tenant/entities.ts';

/**
 * Editions of one service exclude each other: 'Conflicting service plans' of Microsoft's article on group-based
 * licensing problems names Exchange Online Plan 1 and Plan 2, and the same holds of SharePoint Online.
 */
const exclusiveFamilies: readonly (readonly string[])[] = [
  ['EXCHANGE_S_DESKLESS', 'EXCHANGE_S_STANDARD', 'EXCHANGE_S_ENTERPRISE'],
  ['SHAREPOINTDESKLESS', 'SHAREPOINTSTANDARD', 'SHAREPOINTENTERPRISE'],
];

/** Plans that need one of others beside them ('Other products depend on this license' of the same article). */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  EXCHANGE_S_ARCHIVE_ADDON: ['EXCHANGE_S_STANDARD', 'EXCHANGE_S_DESKLESS'],
  MCOEV: ['MCOSTANDARD', 'TEAMS1', 'MCOIMP'],
  M365_COPILOT_TEAMS: ['TEAMS1', 'TEAMS_ESSENTIALS'],
};

const enabledPlans = (state: TenantState, licences: readonly AssignedLicense[]): Set<string> => {
  const names = new Set<string>();
  for (const { skuId, disabledPlans } of licences) {
    for (const plan of state.skus.get(skuId)?.servicePlans ?? []) {
      if (!disabledPlans.includes(plan.servicePlanId)) names.add(plan.servicePlanName);
    }
  }
  return names;
};

export interface PlanConflict {
  readonly kind: 'DependencyViolation' | 'MutuallyExclusiveViolation';
  readonly plans: readonly string[];
}

/** The conflict that a change of licences brings about, if any; what was wrong before stays allowed. */
export const planConflict = (
  state: TenantState,
  before: readonly AssignedLicense[],
  after: readonly AssignedLicense[],
): PlanConflict | undefined => {
  const earlier = enabledPlans(state, before);
  const plans = enabledPlans(state, after);
  for (const family of exclusiveFamilies) {
    const held = family.filter((plan) => plans.has(plan));
    if (held.length > 1 && held.some((plan) => !earlier.has(plan))) {
      return { kind: 'MutuallyExclusiveViolation', plans: held };
    }
  }
  for (const [plan, needed] of Object.entries(dependencies)) {
    const isMet = (names: ReadonlySet<string>) => needed.some((other) => names.has(other));
    const wasMet = !earlier.has(plan) || isMet(earlier);
    if (plans.has(plan) && !isMet(plans) && wasMet)
      return { kind: 'DependencyViolation', plans: [plan, ...needed] };
  }
  return undefined;
};
