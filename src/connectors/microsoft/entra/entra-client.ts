import type { AuthenticationResult, AuthorizationUrlRequest } from '@azure/msal-node';
import type {
  AccessToken,
  AuthorisationRequest,
  DelegatedToken,
  EntraClient,
  Redeemed,
} from '../contract.ts';
import { createEgress, type Egress } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { translated } from './entra-error.ts';
import { verifiedIdentity } from './id-token.ts';
import {
  checkedTenant,
  createMsal,
  defaultScope,
  type Msal,
  type MsalOptions,
  qualifiedScope,
} from './msal-application.ts';

export type { EntraCredential } from './msal-application.ts';

export interface EntraClientOptions extends MsalOptions {
  /** The way out; made from the endpoints where not given, and then closed by `close`. */
  readonly egress?: Egress;
}

/**
 * MSAL for one application registration. Each call has an MSAL of its own, so nothing of one tenant is in memory
 * while another is served; what must last is the serialised cache, which callers seal.
 */
export const createEntraClient = (options: EntraClientOptions): EntraClient => {
  const egress = options.egress ?? createEgress({ endpoints: options.endpoints, connections: 8 });
  const msal = (tenant: string): Msal => createMsal(options, egress, tenant);
  const guarded = async <T>(client: Msal, work: () => Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      throw translated(error, client.failure(), options.signal);
    }
  };
  const qualified = (scopes: readonly string[]): string[] =>
    scopes.map((scope) => qualifiedScope(options.endpoints, scope));

  return {
    authorisationUrl: async (request) => {
      const client = msal(request.tenant);
      const asked = authorisation(request, qualified(request.scopes));
      return guarded(client, () => client.application.getAuthCodeUrl(asked));
    },
    adminConsentUrl: (request) => adminConsentUrl(options, request),
    redeem: async ({ code, codeVerifier, nonce, redirectUri, tenant, scopes }) => {
      const client = msal(tenant);
      const request = { code, codeVerifier, nonce, redirectUri, scopes: qualified(scopes) };
      const result = await guarded(client, () => client.application.acquireTokenByCode(request));
      return redeemed(options, client, result, { nonce, tenant });
    },
    delegatedToken: async (request) => {
      const client = msal(request.tenantId);
      return guarded(client, () => silent(client, request, qualified(request.scopes)));
    },
    applicationToken: async ({ tenantId }) => {
      const client = msal(tenantId);
      const result = await guarded(client, () =>
        client.application.acquireTokenByClientCredential({ scopes: [defaultScope(options.endpoints)] }),
      );
      return accessToken(result);
    },
    close: async () => {
      if (options.egress === undefined) await egress.close();
    },
  };
};

/** Field by field: what else the caller keeps beside it, the verifier for one, is not for the address. */
const authorisation = (
  { redirectUri, state, nonce, codeChallenge, prompt, loginHint }: AuthorisationRequest,
  scopes: string[],
): AuthorizationUrlRequest => ({
  ...{ scopes, redirectUri, state, nonce, codeChallenge },
  codeChallengeMethod: 'S256',
  responseMode: 'query',
  ...(prompt !== undefined && { prompt }),
  ...(loginHint !== undefined && { loginHint }),
});

const adminConsentUrl = (
  { endpoints, clientId }: EntraClientOptions,
  { tenant, redirectUri, state }: Parameters<EntraClient['adminConsentUrl']>[0],
): string => {
  const url = new URL(`${endpoints.loginOrigin}/${checkedTenant(tenant)}/v2.0/adminconsent`);
  const scope = defaultScope(endpoints);
  url.search = new URLSearchParams({
    client_id: clientId,
    scope,
    redirect_uri: redirectUri,
    state,
  }).toString();
  return url.href;
};

const redeemed = (
  options: EntraClientOptions,
  client: Msal,
  result: AuthenticationResult,
  expected: { readonly nonce: string; readonly tenant: string },
): Redeemed => {
  const { endpoints, clientId, clock } = options;
  const identity = verifiedIdentity(result.idTokenClaims, {
    ...expected,
    endpoints,
    clientId,
    now: clock.now(),
  });
  return {
    ...identity,
    grantedScopes: result.scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)),
    cache: client.application.getTokenCache().serialize(),
  };
};

const silent = async (
  { application }: Msal,
  request: Parameters<EntraClient['delegatedToken']>[0],
  scopes: string[],
): Promise<DelegatedToken> => {
  const cache = application.getTokenCache();
  cache.deserialize(request.cache);
  const accounts = await cache.getAllAccounts();
  const account = accounts.find(
    ({ localAccountId, tenantId }) =>
      localAccountId.toLowerCase() === request.account.objectId.toLowerCase() &&
      tenantId.toLowerCase() === request.tenantId.toLowerCase(),
  );
  if (account === undefined)
    throw new MicrosoftError('revoked', { detail: 'The kept sign-in has no such account.' });
  const result = await application.acquireTokenSilent({
    account,
    scopes,
    ...(request.forceRefresh !== undefined && { forceRefresh: request.forceRefresh }),
  });
  const after = cache.serialize();
  return { ...accessToken(result), cache: after, changed: !result.fromCache && after !== request.cache };
};

const accessToken = (result: AuthenticationResult | null): AccessToken => {
  if (!result?.accessToken || !result.expiresOn) {
    throw new MicrosoftError('malformed_answer', { detail: 'There is no access token in it.' });
  }
  return { token: result.accessToken, expiresAt: result.expiresOn };
};
