import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';
import type { Provider } from 'oidc-provider';
import { isAnyTenant } from '../directory/tenants.ts';
import { createAdminConsent } from './admin-consent.ts';
import { instanceMetadata, openidConfiguration } from './discovery.ts';
import { EntraError, errorBody, tenantNotFound, translateError } from './entra-error.ts';
import { type EntraParts, offlineScope } from './entra-parts.ts';
import { type EntraRequest, entraRequests, readScopes } from './entra-request.ts';
import { readForm, withForm } from './form-body.ts';
import { type Exchange, handleInteraction, sendPage } from './interactions.ts';
import { errorPage } from './pages.ts';
import { createProvider } from './provider.ts';
import { tokenAnswer } from './token-answer.ts';

export interface LoginServer {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface LoginParts {
  readonly entra: EntraParts;
  readonly graphOrigin: string;
  /** Origins that name Graph in a scope. */
  readonly graphResources: readonly string[];
}

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
};

/** oidc-provider keeps the words of an error apart from its name, which is the message. */
const wordsOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return '';
  const { error_detail, error_description } = { error_detail: '', error_description: '', ...fault };
  return error_detail || error_description || fault.message;
};

const readEntraRequest = (parts: LoginParts, authority: string, params: URLSearchParams): EntraRequest => ({
  authority,
  clientId: params.get('client_id') ?? '',
  grantType: params.get('grant_type') ?? '',
  wantsClientInfo: params.has('client_info'),
  byAssertion: params.has('client_assertion'),
  scopes: readScopes(params.get('scope') ?? '', parts.graphResources),
});

/** Scopes as oidc-provider knows them: permissions by their bare name, `offline_access` by its stand-in. */
const innerScopes = (parts: LoginParts, request: EntraRequest): string => {
  const openid = request.scopes.openid.map((scope) => (scope === 'offline_access' ? offlineScope : scope));
  const listed = parts.entra.applications.get(request.clientId)?.permissions?.delegated ?? [];
  const asked = request.scopes.permissions.map(({ name }) => name);
  const permissions = request.scopes.isDefault ? listed : asked;
  // Without `openid`, oidc-provider would grant nothing where only consented permissions are asked for.
  return [...new Set(['openid', ...openid, ...permissions])].join(' ');
};

const innerParams = (parts: LoginParts, request: EntraRequest, params: URLSearchParams): URLSearchParams => {
  const inner = new URLSearchParams(params);
  if (request.grantType === '') inner.set('scope', innerScopes(parts, request));
  // A refresh may ask for whatever was consented since; the access token is cut by consent, not by this.
  else inner.delete('scope');
  inner.delete('client_info');
  return inner;
};

/** A hint is a token that was minted anew here, which oidc-provider does not know; its audience is what counts. */
const signOutParams = (given: URLSearchParams): URLSearchParams => {
  const inner = new URLSearchParams(given);
  const hint = inner.get('id_token_hint');
  inner.delete('id_token_hint');
  if (hint === null || inner.has('client_id')) return inner;
  const { aud } = decodeJwt(hint);
  if (typeof aud === 'string') inner.set('client_id', aud);
  return inner;
};

const installTokenAnswer = (provider: Provider, entra: EntraParts) =>
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route !== 'token' || typeof ctx.body !== 'object' || ctx.body === null) return;
    const { status } = ctx;
    ctx.body = await tokenAnswer(entra, status, ctx.body as Record<string, unknown>);
    ctx.status = status;
  });

/** Everything below the login host: discovery, authorize, token, logout, keys, consent and the pages. */
export const createLoginServer = (parts: LoginParts): LoginServer => {
  const { entra, graphResources } = parts;
  const provider = createProvider(entra);
  installTokenAnswer(provider, entra);
  const callback = provider.callback();
  const adminConsent = createAdminConsent(entra, graphResources);
  const { d, p, q, dp, dq, qi, ...publicJwk } = entra.signingKey.jwk;

  const forward = async ({ request, response, authority }: Exchange, url: URL, rest: string) => {
    const isPost = request.method === 'POST';
    const given = isPost ? await readForm(request) : url.searchParams;
    const entraRequest = readEntraRequest(parts, authority, given);
    const isResume = rest.startsWith('/oauth2/v2.0/authorize/');
    const isLogout = rest.startsWith('/oauth2/v2.0/logout');
    const inner = isLogout
      ? signOutParams(given)
      : isResume
        ? given
        : innerParams(parts, entraRequest, given);
    const query = isPost ? '' : `?${inner}`;
    const copy = withForm(
      request,
      `${rest}${query}`,
      `/${authority}${rest}${query}`,
      isPost ? inner : undefined,
    );
    await entraRequests.run(entraRequest, () => callback(copy, response));
  };

  const answer = async (exchange: Exchange, url: URL, rest: string): Promise<void> => {
    const { request, response, authority } = exchange;
    if (rest === '/discovery/instance') return sendJson(response, 200, instanceMetadata(entra.loginOrigin));
    if (!isAnyTenant(authority) && !entra.tenants.find(authority)) throw tenantNotFound(authority);
    if (rest === '/v2.0/.well-known/openid-configuration') {
      const body = openidConfiguration(entra.loginOrigin, parts.graphOrigin, entra.tenants, authority);
      return sendJson(response, 200, body);
    }
    if (rest === '/discovery/v2.0/keys') {
      return sendJson(response, 200, {
        keys: [{ ...publicJwk, use: 'sig', issuer: `${entra.loginOrigin}/{tenantid}/v2.0` }],
      });
    }
    if (rest === '/v2.0/adminconsent' || rest === '/adminconsent')
      return adminConsent.handle(exchange, url.searchParams);
    if (rest.startsWith('/login/')) return handleInteraction({ entra, provider }, exchange);
    if (/^\/oauth2\/v2\.0\/(authorize|token|logout)(\/|$)/.test(rest)) return forward(exchange, url, rest);
    sendJson(response, 404, { error: 'not_found', path: `${request.method} ${url.pathname}` });
  };

  const refuse = ({ request, response }: Exchange, fault: unknown) => {
    if (response.headersSent) return void response.destroy();
    const { status, error, text } =
      fault instanceof EntraError
        ? fault
        : { status: 400, ...translateError('invalid_request', wordsOf(fault)) };
    if (request.headers.accept?.includes('text/html')) return sendPage(response, status, errorPage(text));
    sendJson(response, status, errorBody(error, text, entra.clock));
  };

  return {
    async handle(request, response) {
      const url = new URL(request.url ?? '/', entra.loginOrigin);
      const [, authority = '', ...segments] = url.pathname.split('/');
      const exchange = {
        request,
        response,
        authority: decodeURIComponent(authority),
        action: url.pathname + url.search,
      };
      try {
        await answer(exchange, url, `/${segments.join('/')}`);
      } catch (fault) {
        refuse(exchange, fault);
      }
    },
  };
};
