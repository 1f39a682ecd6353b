import { randomUUID } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { epochSeconds } from '../clock.ts';
import { readAccountId } from './account-id.ts';
import { errorBody, translateError } from './entra-error.ts';
import type { EntraParts } from './entra-parts.ts';
import { type EntraRequest, entraRequests } from './entra-request.ts';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const idToken = async (parts: EntraParts, issued: string, request: EntraRequest): Promise<string> => {
  const { tenantId, userId } = readAccountId(request.accountId ?? '');
  const user = parts.tenants.account(tenantId, userId)?.user;
  const { nonce, aud } = decodeJwt(issued);
  const issuedAt = epochSeconds(parts.clock);
  const claims = {
    ...(nonce === undefined ? {} : { nonce }),
    name: user?.displayName,
    oid: userId,
    preferred_username: user?.userPrincipalName,
    ...(request.scopes.openid.includes('email') && user?.mail ? { email: user.mail } : {}),
    sub: `${request.clientId.slice(0, 8)}-${userId}`,
    tid: tenantId,
    uti: randomUUID(),
    ver: '2.0',
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: parts.signingKey.kid })
    .setIssuer(`${parts.loginOrigin}/${tenantId}/v2.0`)
    .setAudience(typeof aud === 'string' ? aud : request.clientId)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + 3600)
    .sign(parts.signingKey.key);
};

const grantedScopes = (parts: EntraParts, request: EntraRequest): string => {
  const { tenantId, userId } = readAccountId(request.accountId ?? '');
  const { prefix, isDefault, openid } = request.scopes;
  const consented = parts.consents.delegated({ tenantId, clientId: request.clientId }, userId);
  return [
    ...[...consented].sort().map((name) => prefix + name),
    ...(isDefault ? [`${prefix}.default`] : []),
    ...openid.filter((scope) => scope !== 'offline_access'),
  ].join(' ');
};

/** Turns oidc-provider's answer of the token endpoint into Entra's. */
export const tokenAnswer = async (
  parts: EntraParts,
  status: number,
  body: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> => {
  const request = entraRequests.getStore();
  if (!request) throw new Error('the token endpoint was reached without a request of the emulator');
  if (status !== 200) {
    const { error, text } = translateError(
      String(body.error ?? 'server_error'),
      request.errorDetail ?? String(body.error_description ?? ''),
    );
    return errorBody(error, text, parts.clock);
  }
  const lifetime = parts.settings.accessTokenSeconds;
  const answer = {
    token_type: 'Bearer',
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: body.access_token,
  };
  if (request.accountId === undefined) return answer;
  const { tenantId, userId } = readAccountId(request.accountId);
  return {
    ...answer,
    scope: grantedScopes(parts, request),
    ...(body.refresh_token === undefined ? {} : { refresh_token: body.refresh_token }),
    ...(typeof body.id_token === 'string' ? { id_token: await idToken(parts, body.id_token, request) } : {}),
    ...(request.wantsClientInfo ? { client_info: base64url({ uid: userId, utid: tenantId }) } : {}),
  };
};
