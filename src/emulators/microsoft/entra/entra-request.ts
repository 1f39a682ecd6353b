import { AsyncLocalStorage } from 'node:async_hooks';
import { type GraphPermission, openidScopes, permissionNamed } from '../permissions.ts';
import { EntraError } from './entra-error.ts';

/** What is known of a request to Entra before oidc-provider sees it. */
export interface EntraRequest {
  /** The first segment of the path: a tenant's id or domain, `organizations` or `common`. */
  readonly authority: string;
  readonly clientId: string;
  readonly grantType: string;
  readonly wantsClientInfo: boolean;
  readonly byAssertion: boolean;
  readonly scopes: RequestedScopes;
  /** Set on the way, once known. */
  accountId?: string;
  errorDetail?: string;
}

export interface RequestedScopes {
  readonly openid: readonly string[];
  readonly permissions: readonly GraphPermission[];
  /** `.default`: all that the registration lists. */
  readonly isDefault: boolean;
  /** As the request spelt the resource before each permission; empty where it did not. */
  readonly prefix: string;
}

export const entraRequests = new AsyncLocalStorage<EntraRequest>();

const isOpenid = (scope: string): boolean => (openidScopes as readonly string[]).includes(scope);

const invalidScope = (scope: string): EntraError =>
  new EntraError(
    400,
    'invalid_scope',
    `AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  );

/**
 * The scopes of a request, with Graph's resource written before them or not (`https://graph.microsoft.com/User.Read`,
 * the origin of a national cloud, or `User.Read` alone).
 * @throws EntraError AADSTS70011 for a permission that Graph does not have, or two resources at once
 */
export const readScopes = (text: string, graphResources: readonly string[]): RequestedScopes => {
  const openid: string[] = [];
  const permissions: GraphPermission[] = [];
  const prefixes = new Set<string>();
  let isDefault = false;
  for (const scope of text.split(' ').filter(Boolean)) {
    if (isOpenid(scope)) {
      openid.push(scope);
      continue;
    }
    const prefix = /^https:\/\/[^/]+\/+/.exec(scope)?.[0] ?? '';
    if (prefix !== '' && !graphResources.includes(new URL(prefix).origin)) throw invalidScope(scope);
    if (prefix !== '') prefixes.add(prefix);
    const name = scope.slice(prefix.length);
    const permission = permissionNamed(name);
    if (name === '.default') isDefault = true;
    else if (permission?.isDelegated) permissions.push(permission);
    else throw invalidScope(scope);
  }
  if (isDefault && permissions.length > 0) {
    throw new EntraError(
      400,
      'invalid_scope',
      `AADSTS70011: The provided request must include a 'scope' input parameter. .default scope can't be combined with resource-specific scopes.`,
    );
  }
  return { openid, permissions, isDefault, prefix: [...prefixes][0] ?? '' };
};
