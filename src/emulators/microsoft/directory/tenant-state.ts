import type { EmulatedGroup, EmulatedUser, SubscribedSku } from '../tenant/entities.ts';
import type { EmulatedTenant, SignInAccount } from '../tenant/interface.ts';
import { createEventualTable, type EventualTable } from './eventual-table.ts';

/** The number of seats in use of one SKU, replicated like everything else. */
export interface SeatCount {
  readonly id: string;
  readonly consumedUnits: number;
}

/** A tenant that can be changed: the generated one is its beginning. */
export interface TenantState {
  readonly tenant: EmulatedTenant;
  readonly users: EventualTable<EmulatedUser>;
  readonly groups: EventualTable<EmulatedGroup>;
  /** By SKU id. */
  readonly seats: EventualTable<SeatCount>;
  readonly skus: ReadonlyMap<string, SubscribedSku>;
  /** `displayConcealedNames` of the report settings. */
  concealed: boolean;
  /** The user id of a user principal name in whatever case, or of an id. */
  userIdOf(principal: string): string | undefined;
  roleOf(userId: string): SignInAccount['role'];
  /** Groups that the user is a member of, by latest state. */
  groupIdsOf(userId: string): readonly string[];
  noteMembership(groupId: string, userId: string, isMember: boolean): void;
}

const membershipsOf = (groups: readonly EmulatedGroup[]): Map<string, Set<string>> => {
  const memberships = new Map<string, Set<string>>();
  for (const { id, memberIds } of groups) {
    for (const memberId of memberIds) {
      const found = memberships.get(memberId);
      if (found) found.add(id);
      else memberships.set(memberId, new Set([id]));
    }
  }
  return memberships;
};

export const createTenantState = (tenant: EmulatedTenant): TenantState => {
  const byPrincipal = new Map<string, string>();
  for (const { id, userPrincipalName } of tenant.users) {
    byPrincipal.set(userPrincipalName.toLowerCase(), id);
    byPrincipal.set(id.toLowerCase(), id);
  }
  const roles = new Map(tenant.signInAccounts.map(({ id, role }) => [id, role]));
  const memberships = membershipsOf(tenant.groups);
  return {
    tenant,
    users: createEventualTable(tenant.users),
    groups: createEventualTable(tenant.groups),
    seats: createEventualTable(
      tenant.subscribedSkus.map(({ skuId, consumedUnits }) => ({ id: skuId, consumedUnits })),
    ),
    skus: new Map(tenant.subscribedSkus.map((sku) => [sku.skuId, sku])),
    concealed: false,
    userIdOf: (principal) => byPrincipal.get(principal.toLowerCase()),
    roleOf: (userId) => roles.get(userId) ?? 'User',
    groupIdsOf: (userId) => [...(memberships.get(userId) ?? [])],
    noteMembership(groupId, userId, isMember) {
      const groups = memberships.get(userId) ?? new Set<string>();
      if (isMember) groups.add(groupId);
      else groups.delete(groupId);
      memberships.set(userId, groups);
    },
  };
};
