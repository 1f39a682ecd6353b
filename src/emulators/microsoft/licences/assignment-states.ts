import type { AssignedLicense, LicenseAssignmentState } from '../tenant/entities.ts';

const isActive = ({ state }: LicenseAssignmentState): boolean =>
  state === 'Active' || state === 'ActiveWithError';

/** What a user holds: each SKU once, with the plans that every active way to it switches off. */
export const licencesOf = (states: readonly LicenseAssignmentState[]): AssignedLicense[] => {
  const bySku = new Map<string, readonly string[]>();
  for (const state of states.filter(isActive)) {
    const found = bySku.get(state.skuId);
    const disabled = found ? found.filter((plan) => state.disabledPlans.includes(plan)) : state.disabledPlans;
    bySku.set(state.skuId, disabled);
  }
  return [...bySku].map(([skuId, disabledPlans]) => ({ skuId, disabledPlans }));
};

/** A way to a SKU that begins, or changes, now. */
export const newState = (
  licence: AssignedLicense,
  assignedByGroup: string | null,
  now: Date,
  error: LicenseAssignmentState['error'] = 'None',
): LicenseAssignmentState => ({
  skuId: licence.skuId,
  disabledPlans: licence.disabledPlans,
  assignedByGroup,
  state: error === 'None' ? 'Active' : 'Error',
  error,
  lastUpdatedDateTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
});
