import { type AuthenticationResult, ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';
import { z } from 'zod';
import type { Clock } from '../../../shared/time.ts';
import type { Endpoints } from '../clouds.ts';
import type { AccessToken, DelegatedToken, EntraClient, Redeemed } from '../contract.ts';
import { createEgress, type Egress } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { translated } from './entra-error.ts';
import { verifiedIdentity } from './id-token.ts';
import { createMsalNetwork } from './msal-network.ts';

export type EntraCredential =
  | { readonly secret: string }
  | {
      readonly certificate: {
        /** SHA-256 of the certificate, hexadecimal. */
        readonly thumbprintSha256: string;
        readonly privateKeyPem: string;
        /** The certificate itself, PEM: sent along for subject name and issuer authentication. */
        readonly x5c?: string;
      };
    };

export interface EntraClientOptions {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly credential: EntraCredential;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** The way out; made from the endpoints where not given, and then closed by `close`. */
  readonly egress?: Egress;
}

interface Msal {
  readonly application: ConfidentialClientApplication;
  failure(): unknown;
}

const tenantSchema = z.union([z.literal('organizations'), z.uuid()]);

/**
 * MSAL for one application registration. Each call has an MSAL of its own, so nothing of one tenant is in memory
 * while another is served; what must last is the serialised cache, which callers seal.
 */
export const createEntraClient = (options: EntraClientOptions): EntraClient => {
  const egress = options.egress ?? createEgress({ endpoints: options.endpoints, connections: 8 });
  const msal = (tenant: string): Msal => createMsal(options, egress, checkedTenant(tenant));
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
    authorisationUrl: ({ tenant, scopes, codeChallenge, redirectUri, state, nonce, prompt, loginHint }) => {
      const client = msal(tenant);
      return guarded(client, () =>
        client.application.getAuthCodeUrl({
          scopes: qualified(scopes),
          redirectUri,
          state,
          nonce,
          codeChallenge,
          codeChallengeMethod: 'S256',
          responseMode: 'query',
          ...(prompt !== undefined && { prompt }),
          ...(loginHint !== undefined && { loginHint }),
        }),
      );
    },
    adminConsentUrl: ({ tenant, redirectUri, state }) => {
      const url = new URL(`${options.endpoints.loginOrigin}/${checkedTenant(tenant)}/v2.0/adminconsent`);
      url.search = new URLSearchParams({
        client_id: options.clientId,
        scope: defaultScope(options.endpoints),
        redirect_uri: redirectUri,
        state,
      }).toString();
      return url.href;
    },
    redeem: async ({ code, codeVerifier, nonce, redirectUri, tenant, scopes }) => {
      const client = msal(tenant);
      const result = await guarded(client, () =>
        client.application.acquireTokenByCode({
          code,
          codeVerifier,
          nonce,
          redirectUri,
          scopes: qualified(scopes),
        }),
      );
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

const checkedTenant = (tenant: string): string => {
  const checked = tenantSchema.safeParse(tenant.toLowerCase());
  if (!checked.success) {
    throw new MicrosoftError('tenant_not_found', { detail: 'A tenant is "organizations" or an id.' });
  }
  return checked.data;
};

const createMsal = (options: EntraClientOptions, egress: Egress, tenant: string): Msal => {
  const { loginOrigin } = options.endpoints;
  const network = createMsalNetwork({ egress, clock: options.clock, signal: options.signal });
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: options.clientId,
      authority: `${loginOrigin}/${tenant}`,
      // Given, so that MSAL discovers nothing: discovery would go to login.microsoftonline.com from every cloud.
      knownAuthorities: [new URL(loginOrigin).host],
      authorityMetadata: authorityMetadata(loginOrigin),
      ...msalCredential(options.credential),
    },
    system: {
      networkClient: network.client,
      protocolMode: ProtocolMode.AAD,
      // Repeating is decided in one place, after the time that Entra names.
      disableInternalRetries: true,
    },
  });
  return { application, failure: network.failure };
};

/** As `/.well-known/openid-configuration` of every cloud has it; MSAL fills in the tenant. */
const authorityMetadata = (loginOrigin: string): string =>
  JSON.stringify({
    authorization_endpoint: `${loginOrigin}/{tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${loginOrigin}/{tenant}/oauth2/v2.0/token`,
    end_session_endpoint: `${loginOrigin}/{tenant}/oauth2/v2.0/logout`,
    issuer: `${loginOrigin}/{tenant}/v2.0`,
    jwks_uri: `${loginOrigin}/{tenant}/discovery/v2.0/keys`,
  });

const msalCredential = (credential: EntraCredential) => {
  if ('secret' in credential) return { clientSecret: credential.secret };
  const { thumbprintSha256, privateKeyPem, x5c } = credential.certificate;
  return {
    clientCertificate: {
      thumbprintSha256: thumbprintSha256.replaceAll(':', ''),
      privateKey: privateKeyPem,
      ...(x5c !== undefined && { x5c }),
    },
  };
};

const oidcScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

const defaultScope = (endpoints: Endpoints): string => `${endpoints.graphResource}/.default`;

/** A bare name means the worldwide Graph; every other cloud needs its own address before it. */
const qualifiedScope = (endpoints: Endpoints, scope: string): string =>
  oidcScopes.includes(scope) || scope.includes('://') ? scope : `${endpoints.graphResource}/${scope}`;

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
