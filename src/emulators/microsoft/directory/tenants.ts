import type { EmulatedUser } from '../tenant/entities.ts';
import type { SignInAccount } from '../tenant/interface.ts';
import type { TenantState } from './tenant-state.ts';

/** A person who can sign in, with the tenant that knows the person. */
export interface Account {
  readonly tenantId: string;
  readonly user: EmulatedUser;
  readonly role: SignInAccount['role'];
  readonly state: TenantState;
}

/** All tenants of the emulated cloud. */
export interface Tenants {
  readonly all: readonly TenantState[];
  /** By tenant id or default domain; undefined for `organizations`, `common` and names nobody has. */
  find(name: string): TenantState | undefined;
  account(tenantId: string, userId: string): Account | undefined;
  accountNamed(userPrincipalName: string): Account | undefined;
}

/** Authority names that stand for whatever tenant the account belongs to. */
export const isAnyTenant = (name: string): boolean => name === 'organizations' || name === 'common';

export const createTenants = (states: readonly TenantState[], nowMs: () => number): Tenants => {
  const byName = new Map<string, TenantState>();
  for (const state of states) {
    if (byName.has(state.tenant.id)) throw new Error(`two tenants have the id ${state.tenant.id}`);
    byName.set(state.tenant.id, state);
    byName.set(state.tenant.domain.toLowerCase(), state);
  }
  const account = (tenantId: string, userId: string): Account | undefined => {
    const state = byName.get(tenantId);
    const user = state?.users.read(userId, nowMs());
    return state && user && { tenantId, user, role: state.roleOf(userId), state };
  };
  return {
    all: states,
    find: (name) => byName.get(name.toLowerCase()),
    account,
    accountNamed(userPrincipalName) {
      for (const state of states) {
        const userId = state.userIdOf(userPrincipalName);
        if (userId !== undefined) return account(state.tenant.id, userId);
      }
      return undefined;
    },
  };
};
