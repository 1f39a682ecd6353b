import type { Automation, Finding } from '../../../shared/licences/audit-result.ts';
import type { GraphGroup } from '../tenant/graph-schemas.ts';
import { moreCareful } from './draft.ts';
import { givingGroups, type HeldSeat, type RuleContext, type UserCase } from './rule-context.ts';

/**
 * Whether taking a user out of the group does nothing but free the seat: cloud-only, static, not mail-enabled,
 * and carrying exactly that SKU.
 */
const carriesNothingElse = (group: GraphGroup | undefined, skuId: string): boolean => {
  if (group === undefined) return false;
  const isDynamic = Boolean(group.membershipRule) || group.groupTypes?.includes('DynamicMembership') === true;
  const licences = group.assignedLicenses ?? [];
  return (
    group.onPremisesSyncEnabled !== true &&
    !isDynamic &&
    group.mailEnabled === false &&
    licences.length === 1 &&
    licences[0]?.skuId.toLowerCase() === skuId
  );
};

export interface Removal {
  readonly action: Finding['action'];
  readonly automation: Automation;
}

/** How a seat is taken back: from the user, or from the groups that give it. */
export const removalOf = (
  { tenant }: RuleContext,
  { user }: UserCase,
  { seat }: HeldSeat,
  automation: Automation,
): Removal => {
  const groupIds = givingGroups(seat);
  const target = { userId: user.id, skuId: seat.skuId };
  if (groupIds.length === 0) return { action: { kind: 'removeLicence', ...target }, automation };
  if (groupIds.every((id) => carriesNothingElse(tenant.groups?.get(id), seat.skuId))) {
    return {
      action: { kind: 'removeFromGroup', ...target, groupIds },
      automation: moreCareful(automation, 'approve'),
    };
  }
  return {
    action: { kind: 'changeGroup', ...target, groupIds },
    automation: moreCareful(automation, 'review'),
  };
};

/** A swap in one call; the user's disabled plans go with it. Groups are named where they give the seat. */
export const swapOf = (
  { user }: UserCase,
  seats: readonly HeldSeat[],
  to: { readonly id: string; readonly partNumber: string } | undefined,
): Finding['action'] => {
  const groupIds = [...new Set(seats.flatMap(({ seat }) => givingGroups(seat)))].sort();
  return {
    kind: 'swapLicences',
    userId: user.id,
    removeSkuIds: seats.map(({ seat }) => seat.skuId),
    from: seats.map(({ facts }) => facts.sku.partNumber),
    addSkuId: to?.id ?? null,
    to: to?.partNumber ?? null,
    ...(groupIds.length > 0 ? { throughGroups: groupIds } : {}),
  };
};
