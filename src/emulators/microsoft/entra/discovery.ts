import { isAnyTenant, type Tenants } from '../directory/tenants.ts';
import { tenantNotFound } from './entra-error.ts';

/**
 * OpenID Connect discovery of an authority, as Entra answers it.
 * @throws EntraError AADSTS90002 for a tenant that is not there
 */
export const openidConfiguration = (
  loginOrigin: string,
  graphOrigin: string,
  tenants: Tenants,
  authority: string,
): Record<string, unknown> => {
  const tenantId = tenants.find(authority)?.tenant.id;
  if (tenantId === undefined && !isAnyTenant(authority)) throw tenantNotFound(authority);
  const base = `${loginOrigin}/${tenantId ?? authority}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    // Entra writes the braces: the issuer of a token names the tenant of its account.
    issuer: `${loginOrigin}/${tenantId ?? '{tenantid}'}/v2.0`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'oid',
      'ver',
      'email',
    ],
    tenant_region_scope: tenantId === undefined ? null : 'EU',
    cloud_instance_name: new URL(loginOrigin).host,
    cloud_graph_host_name: new URL(graphOrigin).host,
    msgraph_host: new URL(graphOrigin).host,
  };
};

/** Instance discovery: which hosts are one cloud. */
export const instanceMetadata = (loginOrigin: string): Record<string, unknown> => {
  const { host } = new URL(loginOrigin);
  return {
    tenant_discovery_endpoint: `${loginOrigin}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
};
