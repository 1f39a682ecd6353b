import { randomBytes } from 'node:crypto';
import { type Configuration, errors, Provider } from 'oidc-provider';
import { thumbprintsOf } from '../applications.ts';
import { permissionNames } from '../permissions.ts';
import { accessTokenShape, checkApplicationGrant } from './access-token.ts';
import { accountIdOf, readAccountId } from './account-id.ts';
import { consentMissing, pageText } from './entra-error.ts';
import { type EntraParts, type EntraSettings, graphResource, offlineScope } from './entra-parts.ts';
import { entraRequests } from './entra-request.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import { delegatedScopes, missingPermissions, promptPolicy, stringParam } from './prompts.ts';

const invalidGrant = (text: string) => new errors.CustomOIDCProviderError('invalid_grant', text);

/** Refuses a refresh token (or code) whose account, tenant or consent is no longer what it was issued for. */
const checkStillAllowed = (parts: EntraParts, accountId: string, clientId: string, scope: string) => {
  const { tenantId, userId } = readAccountId(accountId);
  const account = parts.tenants.account(tenantId, userId);
  if (!account) throw invalidGrant('AADSTS50034: The user account does not exist in the directory.');
  if (!account.user.accountEnabled) throw invalidGrant('AADSTS50057: The user account is disabled.');
  const request = entraRequests.getStore();
  const named = parts.tenants.find(request?.authority ?? '');
  if (named && named.tenant.id !== tenantId) {
    throw invalidGrant('AADSTS700005: Provided grant is intended to be used against another tenant.');
  }
  const consented = parts.consents.delegated({ tenantId, clientId }, userId);
  const asked = request?.scopes.permissions.map(({ name }) => name) ?? [];
  if ([...delegatedScopes(scope), ...asked].some((name) => !consented.has(name))) {
    throw invalidGrant(consentMissing(clientId));
  }
};

const findAccount =
  (parts: EntraParts): NonNullable<Configuration['findAccount']> =>
  async (_ctx, accountId, token) => {
    const { tenantId, userId } = readAccountId(accountId);
    if (token !== undefined && (token.kind === 'RefreshToken' || token.kind === 'AuthorizationCode')) {
      checkStillAllowed(parts, accountId, token.clientId ?? '', token.scope ?? '');
    }
    const account = parts.tenants.account(tenantId, userId);
    if (!account) return undefined;
    const request = entraRequests.getStore();
    if (request && token !== undefined) request.accountId = accountId;
    return { accountId: accountIdOf(account.tenantId, userId), claims: async () => ({ sub: accountId }) };
  };

const loadGrant =
  (parts: EntraParts): NonNullable<Configuration['loadExistingGrant']> =>
  async (ctx) => {
    const accountId = ctx.oidc.session?.accountId;
    const clientId = ctx.oidc.client?.clientId;
    if (accountId === undefined || clientId === undefined) return undefined;
    const missing = new Set(missingPermissions(parts, ctx));
    const grant = new ctx.oidc.provider.Grant({ accountId, clientId });
    grant.addOIDCScope(['openid', 'profile', 'email', offlineScope].join(' '));
    const granted = delegatedScopes(stringParam(ctx, 'scope')).filter((scope) => !missing.has(scope));
    grant.addResourceScope(graphResource, granted.join(' '));
    await grant.save();
    return grant;
  };

const assertionHeader =
  (parts: EntraParts): NonNullable<Configuration['assertJwtClientAuthClaimsAndHeader']> =>
  async (_ctx, _claims, header, client) => {
    const pem = parts.applications.get(client.clientId)?.certificatePem;
    const thumbprints = pem === undefined ? undefined : thumbprintsOf(pem);
    const matches = header['x5t#S256'] === thumbprints?.sha256 || header.x5t === thumbprints?.sha1;
    if (thumbprints && matches) return;
    throw new errors.InvalidClientAuth('the assertion names a certificate that is not registered');
  };

const lifetimes = ({ accessTokenSeconds, refreshTokenDays }: EntraSettings) => {
  const days = 86_400;
  return {
    AccessToken: accessTokenSeconds,
    ClientCredentials: accessTokenSeconds,
    AuthorizationCode: 600,
    RefreshToken: refreshTokenDays * days,
    // A grant must outlive the refresh tokens of it, old and new.
    Grant: 3650 * days,
    Session: 90 * days,
    Interaction: 3600,
    IdToken: 3600,
  };
};

/** Graph is the resource of every token, asked for or not. */
const graphAsResource = (
  parts: EntraParts,
): NonNullable<Configuration['features']>['resourceIndicators'] => ({
  enabled: true,
  defaultResource: () => graphResource,
  useGrantedResource: () => true,
  getResourceServerInfo: (ctx) => {
    if (entraRequests.getStore()?.grantType === 'client_credentials') {
      checkApplicationGrant(parts, ctx.oidc.client?.clientId ?? '');
    }
    return {
      scope: permissionNames.join(' '),
      audience: graphResource,
      accessTokenFormat: 'jwt',
      accessTokenTTL: parts.settings.accessTokenSeconds,
      jwt: { sign: { alg: 'RS256' } },
    };
  },
});

const configurationOf = (parts: EntraParts): Configuration => ({
  adapter: parts.tokens.adapter,
  jwks: { keys: [parts.signingKey.jwk] },
  scopes: ['openid', 'profile', 'email', offlineScope],
  claims: { openid: ['sub'] },
  findAccount: findAccount(parts),
  loadExistingGrant: loadGrant(parts),
  ttl: lifetimes(parts.settings),
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
  rotateRefreshToken: true,
  issueRefreshToken: async (_ctx, client, code) =>
    client.grantTypeAllowed('refresh_token') && code.scopes.has(offlineScope),
  expiresWithSession: () => false,
  clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'],
  assertJwtClientAuthClaimsAndHeader: assertionHeader(parts),
  clientDefaults: { id_token_signed_response_alg: 'RS256' },
  clockTolerance: 300,
  renderError: (ctx, out, error) => {
    const text = pageText(
      out.error,
      error.message === out.error ? (out.error_description ?? '') : error.message,
    );
    ctx.type = 'html';
    ctx.body = errorPage(text);
  },
  formats: { customizers: { jwt: accessTokenShape(parts) } },
  interactions: {
    policy: promptPolicy(parts),
    url: (_ctx, interaction) =>
      `/${entraRequests.getStore()?.authority ?? 'organizations'}/login/${interaction.uid}`,
  },
  routes: {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    end_session: '/oauth2/v2.0/logout',
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    userinfo: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = signOutPage(form);
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.body = signedOutPage();
      },
    },
    resourceIndicators: graphAsResource(parts),
  },
});

/** oidc-provider set up to behave like Entra ID for all tenants at once. */
export const createProvider = (parts: EntraParts): Provider => {
  const provider = new Provider(parts.loginOrigin, configurationOf(parts));
  provider.proxy = false;
  provider.on('grant.error', (_ctx, error) => {
    const request = entraRequests.getStore();
    if (!request) return;
    request.errorDetail = error.error_detail ?? error.error_description ?? error.message;
  });
  return provider;
};
