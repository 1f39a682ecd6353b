import { type Configuration, errors } from 'oidc-provider';
import { epochSeconds } from '../clock.ts';
import { readAccountId } from './account-id.ts';
import { applicationNotFound, type EntraError, tenantNotFound } from './entra-error.ts';
import { type EntraParts, graphResource } from './entra-parts.ts';
import { entraRequests } from './entra-request.ts';

const raise = (fault: EntraError) => new errors.CustomOIDCProviderError(fault.error, fault.text);

/** Refuses an application that the tenant does not know, and authorities that are no tenant. */
export const checkApplicationGrant = (parts: EntraParts, clientId: string): string => {
  const authority = entraRequests.getStore()?.authority ?? '';
  const state = parts.tenants.find(authority);
  if (!state) throw raise(tenantNotFound(authority));
  const key = { tenantId: state.tenant.id, clientId };
  if (!parts.consents.hasServicePrincipal(key)) {
    throw raise(applicationNotFound(clientId, state.tenant.displayName));
  }
  return state.tenant.id;
};

const accessClaims = (parts: EntraParts, token: { accountId?: string }, clientId: string) => {
  const application = parts.applications.get(clientId);
  const credential = application?.kind === 'public' ? '0' : entraRequests.getStore()?.byAssertion ? '2' : '1';
  const common = {
    appid: clientId,
    app_displayname: application?.displayName ?? clientId,
    appidacr: credential,
  };
  if (token.accountId === undefined) {
    const tenantId = checkApplicationGrant(parts, clientId);
    const roles = [...parts.consents.roles({ tenantId, clientId })].sort();
    return { ...common, tid: tenantId, sub: clientId, idtyp: 'app', ...(roles.length > 0 ? { roles } : {}) };
  }
  const { tenantId, userId } = readAccountId(token.accountId);
  const account = parts.tenants.account(tenantId, userId);
  const scp = [...parts.consents.delegated({ tenantId, clientId }, userId)].sort().join(' ');
  return {
    ...common,
    tid: tenantId,
    oid: userId,
    sub: userId,
    idtyp: 'user',
    name: account?.user.displayName,
    upn: account?.user.userPrincipalName,
    scp,
  };
};

/** An access token as Entra writes it for Graph (version 1.0 claims). */
export const accessTokenShape =
  (parts: EntraParts): NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt'] =>
  (_ctx, token, jwt) => {
    const clientId = token.clientId ?? '';
    const claims = accessClaims(parts, 'accountId' in token ? token : {}, clientId);
    const issuedAt = epochSeconds(parts.clock);
    parts.onToken(entraRequests.getStore()?.grantType ?? '');
    jwt.header = { typ: 'JWT' };
    jwt.payload = {
      ...claims,
      aud: graphResource,
      iss: `https://sts.windows.net/${claims.tid}/`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + parts.settings.accessTokenSeconds,
      uti: jwt.payload.jti,
      ver: '1.0',
    };
  };
