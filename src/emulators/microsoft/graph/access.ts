import { createPublicKey, type KeyObject } from 'node:crypto';
import { jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { TenantState } from '../directory/tenant-state.ts';
import type { Tenants } from '../directory/tenants.ts';
import { denied, GraphError, unauthenticated } from './graph-error.ts';
import type { Caller } from './graph-request.ts';

export interface Access {
  /** @throws GraphError 401 for a token that is missing, forged, expired, or of another audience or tenant */
  callerOf(authorization: string | undefined): Promise<Caller>;
}

interface Verified {
  readonly caller: Caller;
  readonly notBefore: number;
  readonly expires: number;
}

interface AccessParts {
  readonly signingKey: KeyObject;
  readonly audience: string;
  readonly tenants: Tenants;
  readonly clock: Clock;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const permissionsOf = (claims: Record<string, unknown>): Set<string> => {
  if (Array.isArray(claims.roles)) return new Set(claims.roles.map(text));
  return new Set(text(claims.scp).split(' ').filter(Boolean));
};

export const createAccess = ({ signingKey, audience, tenants, clock }: AccessParts): Access => {
  const publicKey = createPublicKey(signingKey);
  // One client sends the same token with thousands of requests.
  const verified = new LRUCache<string, Verified>({ max: 1000 });

  const verify = async (token: string): Promise<Verified> => {
    const { payload } = await jwtVerify(token, publicKey, {
      audience,
      algorithms: ['RS256'],
      currentDate: clock(),
    }).catch((cause: Error) => {
      throw unauthenticated(
        cause.message.includes('"exp"') || cause.message.includes('"nbf"')
          ? 'Lifetime validation failed, the token is expired.'
          : `IDX10000: Signature or audience validation failed: ${cause.message}`,
      );
    });
    const state: TenantState | undefined = tenants.find(text(payload.tid));
    if (!state) throw unauthenticated('The tenant of the token does not exist.');
    const userId = payload.idtyp === 'app' ? undefined : text(payload.oid);
    const caller = { clientId: text(payload.appid), state, userId, permissions: permissionsOf(payload) };
    return { caller, notBefore: payload.nbf ?? 0, expires: payload.exp ?? 0 };
  };

  return {
    async callerOf(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw unauthenticated('Access token is empty.');
      const entry = verified.get(token) ?? (await verify(token));
      verified.set(token, entry);
      const seconds = clock().getTime() / 1000;
      if (seconds < entry.notBefore || seconds >= entry.expires) {
        throw unauthenticated('Lifetime validation failed, the token is expired.');
      }
      return entry.caller;
    },
  };
};

/** What a route asks of its caller, by Microsoft's permissions reference. */
export interface Requirement {
  /** Any one of these; the least privileged first. Empty: any valid token. */
  readonly anyOf: readonly string[];
  /** Signed-in users need a directory role besides the permission. */
  readonly role?: 'reader' | 'administrator';
}

/** @throws GraphError 403 Authorization_RequestDenied */
export const requirePermission = (
  { permissions, userId, state }: Caller,
  { anyOf, role }: Requirement,
): void => {
  if (anyOf.length > 0 && !anyOf.some((name) => permissions.has(name))) throw denied();
  if (role === undefined || userId === undefined) return;
  const actual = state.roleOf(userId);
  if (actual === 'Global Administrator') return;
  if (role === 'administrator' || actual === 'User') throw denied();
};

/** @throws GraphError 403 as `signInActivity` has it, which names the permission */
export const requireAuditLog = ({ permissions, userId, state }: Caller): void => {
  const mayRead =
    permissions.has('AuditLog.Read.All') && (userId === undefined || state.roleOf(userId) !== 'User');
  if (mayRead) return;
  throw new GraphError(
    403,
    'Authentication_MSGraphPermissionMissing',
    'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API. For more information about Microsoft Graph permissions, please visit https://learn.microsoft.com/graph/permissions-overview.',
  );
};
