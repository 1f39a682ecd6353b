import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';
import { z } from 'zod';
import type { Clock } from '../../../shared/time.ts';
import type { Endpoints } from '../clouds.ts';
import type { Egress } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
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

export interface Msal {
  readonly application: ConfidentialClientApplication;
  failure(): unknown;
}

const tenantSchema = z.union([z.literal('organizations'), z.uuid()]);

/** The tenant, known to be one; it becomes part of an address. Throws `tenant_not_found`. */
export const checkedTenant = (tenant: string): string => {
  const checked = tenantSchema.safeParse(tenant.toLowerCase());
  if (!checked.success) {
    throw new MicrosoftError('tenant_not_found', { detail: 'A tenant is "organizations" or an id.' });
  }
  return checked.data;
};

export interface MsalOptions {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly credential: EntraCredential;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** MSAL for one tenant, with nothing in its cache. */
export const createMsal = (options: MsalOptions, egress: Egress, tenant: string): Msal => {
  const { loginOrigin } = options.endpoints;
  const network = createMsalNetwork({ egress, clock: options.clock, signal: options.signal });
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: options.clientId,
      authority: `${loginOrigin}/${checkedTenant(tenant)}`,
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

/** All permissions that the registration lists. */
export const defaultScope = (endpoints: Endpoints): string => `${endpoints.graphResource}/.default`;

/** A bare name means the worldwide Graph; every other cloud needs its own address before it. */
export const qualifiedScope = (endpoints: Endpoints, scope: string): string =>
  oidcScopes.includes(scope) || scope.includes('://') ? scope : `${endpoints.graphResource}/${scope}`;
