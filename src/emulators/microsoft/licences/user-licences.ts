import type { TenantState } from '../directory/tenant-state.ts';
import { badRequest } from '../graph/graph-error.ts';
import type { EmulatedUser, LicenseAssignmentState } from '../tenant/entities.ts';
import { licencesOf, newState } from './assignment-states.ts';
import type { LicenceChange } from './change-request.ts';
import { planConflict } from './plan-rules.ts';
import { freeSeats, holds, storeUser } from './seats.ts';

export interface WriteTime {
  /** For the timestamps in what is written. */
  readonly now: Date;
  /** When readers see it, in milliseconds of the emulator's pace. */
  readonly visibleAtMs: number;
}

const requireRemovable = (user: EmulatedUser, remove: readonly string[]): void => {
  for (const skuId of remove) {
    const ways = user.licenseAssignmentStates.filter((state) => state.skuId === skuId);
    if (ways.some(({ assignedByGroup }) => assignedByGroup === null)) continue;
    if (ways.length > 0) {
      throw badRequest(
        'User license is inherited from a group membership and it cannot be removed directly from the user.',
      );
    }
    throw badRequest('User does not have a corresponding license.');
  }
};

const requireSeats = (state: TenantState, user: EmulatedUser, { add }: LicenceChange): void => {
  for (const { skuId } of add) {
    if (holds(user, skuId) || freeSeats(state, skuId) > 0) continue;
    throw badRequest(`Subscription with SKU ${skuId} does not have any available licenses. (CountViolation)`);
  }
};

const requireNoConflict = (state: TenantState, before: EmulatedUser, after: EmulatedUser): void => {
  const conflict = planConflict(state, before.assignedLicenses, after.assignedLicenses);
  if (!conflict) return;
  const [first = '', ...others] = conflict.plans;
  throw badRequest(
    conflict.kind === 'DependencyViolation'
      ? `License assignment failed because service plan ${first} depends on the service plan(s) ${others.join(', ')}. (DependencyViolation)`
      : `License assignment failed because service plans ${conflict.plans.join(', ')} are mutually exclusive. (MutuallyExclusiveViolation)`,
  );
};

const changedStates = (
  user: EmulatedUser,
  { add, remove }: LicenceChange,
  now: Date,
): LicenseAssignmentState[] => {
  const touched = new Set([...remove, ...add.map(({ skuId }) => skuId)]);
  const kept = user.licenseAssignmentStates.filter(
    ({ skuId, assignedByGroup }) => assignedByGroup !== null || !touched.has(skuId),
  );
  return [...kept, ...add.map((licence) => newState(licence, null, now))];
};

/**
 * `assignLicense` of a user: all of the change, or an error and none of it.
 * @throws GraphError 400 in Graph's words
 */
export const changeUserLicences = (
  state: TenantState,
  user: EmulatedUser,
  change: LicenceChange,
  { now, visibleAtMs }: WriteTime,
): EmulatedUser => {
  if (change.add.length > 0 && user.usageLocation === null) {
    throw badRequest('License assignment cannot be done for user with invalid usage location.');
  }
  requireRemovable(user, change.remove);
  requireSeats(state, user, change);
  const licenseAssignmentStates = changedStates(user, change, now);
  const after = { ...user, licenseAssignmentStates, assignedLicenses: licencesOf(licenseAssignmentStates) };
  requireNoConflict(state, user, after);
  storeUser(state, user, after, visibleAtMs);
  return after;
};
