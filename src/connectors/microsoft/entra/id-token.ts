import { z } from 'zod';
import type { Endpoints } from '../clouds.ts';
import type { EntraAccount } from '../contract.ts';
import { MicrosoftError } from '../microsoft-error.ts';

const claimsSchema = z.looseObject({
  aud: z.string().max(200),
  iss: z.string().max(400),
  nonce: z.string().max(400),
  tid: z.uuid(),
  oid: z.uuid(),
  exp: z.number(),
  name: z.string().max(400).optional(),
  preferred_username: z.string().max(400).optional(),
});

export interface IdTokenExpectation {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly nonce: string;
  /** `organizations` or the id of the only tenant that may sign in. */
  readonly tenant: string;
  readonly now: Date;
}

/** Two computers' clocks may differ this much (as MSAL allows). */
const skewSeconds = 300;

/**
 * Who signed in. The token came from the token endpoint over TLS, which stands for its signature (OpenID Connect
 * Core, 3.1.3.7, 6); audience, issuer, nonce, tenant and expiry are checked here. Throws `sign_in_invalid`, `tenant_mismatch`.
 */
export const verifiedIdentity = (
  claims: unknown,
  expected: IdTokenExpectation,
): { readonly tenantId: string; readonly account: EntraAccount } => {
  const read = claimsSchema.safeParse(claims);
  if (!read.success) throw new MicrosoftError('sign_in_invalid', { detail: 'The id token is incomplete.' });
  const { aud, iss, nonce, tid, oid, exp, name, preferred_username: userPrincipalName } = read.data;
  if (nonce !== expected.nonce || aud !== expected.clientId) throw new MicrosoftError('sign_in_invalid');
  if (iss !== `${expected.endpoints.loginOrigin}/${tid}/v2.0`) {
    throw new MicrosoftError('sign_in_invalid', { detail: 'The issuer is not the one that was asked.' });
  }
  if (exp + skewSeconds < expected.now.getTime() / 1000) throw new MicrosoftError('code_expired');
  const anyTenant = expected.tenant === 'organizations';
  if (!anyTenant && tid.toLowerCase() !== expected.tenant.toLowerCase())
    throw new MicrosoftError('tenant_mismatch');
  return {
    tenantId: tid.toLowerCase(),
    account: { objectId: oid.toLowerCase(), userPrincipalName: userPrincipalName ?? '', name: name ?? '' },
  };
};
