import type { TenantState } from '../directory/tenant-state.ts';
import { badRequest } from '../graph/graph-error.ts';
import type {
  AssignedLicense,
  EmulatedGroup,
  EmulatedUser,
  LicenseAssignmentState,
} from '../tenant/entities.ts';
import { licencesOf, newState } from './assignment-states.ts';
import type { LicenceChange } from './change-request.ts';
import { planConflict } from './plan-rules.ts';
import { freeSeats, holds, storeUser } from './seats.ts';
import type { WriteTime } from './user-licences.ts';

const samePlans = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((plan) => other.includes(plan));

/** Why a licence of a group does not reach a member, or `None`. */
const obstacle = (
  state: TenantState,
  user: EmulatedUser,
  held: readonly LicenseAssignmentState[],
  licence: AssignedLicense,
): LicenseAssignmentState['error'] => {
  if (user.usageLocation === null) return 'ProhibitedInUsageLocationViolation';
  const isHeld = licencesOf(held).some(({ skuId }) => skuId === licence.skuId);
  if (!isHeld && !holds(user, licence.skuId) && freeSeats(state, licence.skuId) <= 0) return 'CountViolation';
  const before = licencesOf(held);
  return planConflict(state, before, [...before, licence])?.kind ?? 'None';
};

/**
 * The ways to licences that a user should have: the direct ones, and those of the groups it is a member of now.
 * Ways that are there already stay as they are, unless they failed and `retriesFailed`.
 */
const statesFor = (
  state: TenantState,
  user: EmulatedUser,
  now: Date,
  retriesFailed: boolean,
): LicenseAssignmentState[] => {
  const states = user.licenseAssignmentStates.filter(({ assignedByGroup }) => assignedByGroup === null);
  for (const groupId of state.groupIdsOf(user.id)) {
    for (const licence of state.groups.latest(groupId)?.assignedLicenses ?? []) {
      const existing = user.licenseAssignmentStates.find(
        ({ skuId, assignedByGroup }) => skuId === licence.skuId && assignedByGroup === groupId,
      );
      const isSettled =
        existing !== undefined &&
        samePlans(existing.disabledPlans, licence.disabledPlans) &&
        !(retriesFailed && existing.state === 'Error');
      states.push(
        isSettled ? existing : newState(licence, groupId, now, obstacle(state, user, states, licence)),
      );
    }
  }
  return states;
};

/** Brings a user's inherited licences in line with its groups. */
export const recomputeUser = (
  state: TenantState,
  userId: string,
  { now, visibleAtMs }: WriteTime,
  retriesFailed = false,
): EmulatedUser | undefined => {
  const user = state.users.latest(userId);
  if (!user) return undefined;
  const licenseAssignmentStates = statesFor(state, user, now, retriesFailed);
  const after = { ...user, licenseAssignmentStates, assignedLicenses: licencesOf(licenseAssignmentStates) };
  storeUser(state, user, after, visibleAtMs);
  return after;
};

/**
 * `assignLicense` of a group: its own list changes; members follow when `recomputeUser` runs for each.
 * @throws GraphError 400 in Graph's words
 */
export const changeGroupLicences = (
  state: TenantState,
  group: EmulatedGroup,
  { add, remove }: LicenceChange,
  visibleAtMs: number,
): EmulatedGroup => {
  const missing = remove.find((skuId) => !group.assignedLicenses.some((licence) => licence.skuId === skuId));
  if (missing !== undefined) throw badRequest(`Group does not have a corresponding license ${missing}.`);
  const touched = new Set([...remove, ...add.map(({ skuId }) => skuId)]);
  const kept = group.assignedLicenses.filter(({ skuId }) => !touched.has(skuId));
  const after = { ...group, assignedLicenses: [...kept, ...add] };
  state.groups.write(after, visibleAtMs);
  return after;
};

/** @throws GraphError 400 for a group whose members Graph does not let an application change */
export const requireEditable = (group: EmulatedGroup): void => {
  if (group.groupTypes.includes('DynamicMembership')) {
    throw badRequest(
      'Insufficient privileges or unsupported: the membership of a dynamic group cannot be changed directly.',
    );
  }
  if (group.onPremisesSyncEnabled) {
    throw badRequest(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    );
  }
  if (group.mailEnabled && !group.groupTypes.includes('Unified')) {
    throw badRequest('Cannot Update a mail-enabled security groups and or distribution list.');
  }
};
