/** What one tenant has granted to one application; its existence is the application's service principal. */
interface ServicePrincipal {
  readonly roles: Set<string>;
  readonly forEveryone: Set<string>;
  readonly byUser: Map<string, Set<string>>;
}

export interface ConsentKey {
  readonly tenantId: string;
  readonly clientId: string;
}

/** Consents of all tenants: delegated for everyone or one user, and application roles. */
export interface Consents {
  /** Delegated permissions that the user may use the application with. */
  delegated(key: ConsentKey, userId: string): ReadonlySet<string>;
  roles(key: ConsentKey): ReadonlySet<string>;
  hasServicePrincipal(key: ConsentKey): boolean;
  grantToUser(key: ConsentKey, userId: string, permissions: readonly string[]): void;
  grantForEveryone(key: ConsentKey, delegated: readonly string[], roles: readonly string[]): void;
  /** Takes all back. With `keepServicePrincipal`, tokens of the application are issued still, without roles. */
  revoke(key: ConsentKey, keepServicePrincipal?: boolean): void;
}

export const createConsents = (): Consents => {
  const principals = new Map<string, ServicePrincipal>();
  const id = ({ tenantId, clientId }: ConsentKey) => `${tenantId}|${clientId}`;
  const create = (key: ConsentKey): ServicePrincipal => {
    const found = principals.get(id(key));
    if (found) return found;
    const made: ServicePrincipal = { roles: new Set(), forEveryone: new Set(), byUser: new Map() };
    principals.set(id(key), made);
    return made;
  };
  return {
    delegated(key, userId) {
      const principal = principals.get(id(key));
      return new Set([...(principal?.forEveryone ?? []), ...(principal?.byUser.get(userId) ?? [])]);
    },
    roles: (key) => new Set(principals.get(id(key))?.roles),
    hasServicePrincipal: (key) => principals.has(id(key)),
    grantToUser(key, userId, permissions) {
      const { byUser } = create(key);
      byUser.set(userId, new Set([...(byUser.get(userId) ?? []), ...permissions]));
    },
    grantForEveryone(key, delegated, roles) {
      const principal = create(key);
      for (const permission of delegated) principal.forEveryone.add(permission);
      for (const role of roles) principal.roles.add(role);
    },
    revoke(key, keepServicePrincipal = false) {
      principals.delete(id(key));
      if (keepServicePrincipal) create(key);
    },
  };
};
