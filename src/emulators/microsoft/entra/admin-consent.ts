import { randomUUID } from 'node:crypto';
import type { EmulatedApplication } from '../applications.ts';
import type { Account } from '../directory/tenants.ts';
import { permissionNamed } from '../permissions.ts';
import { applicationNotFound, EntraError } from './entra-error.ts';
import type { EntraParts } from './entra-parts.ts';
import { type RequestedScopes, readScopes } from './entra-request.ts';
import { readForm } from './form-body.ts';
import { type Exchange, offeredAccounts, sendPage, signIn } from './interactions.ts';
import { accountPage, approvalPage, consentPage } from './pages.ts';

/** An administrator's consent that was begun: the account has signed in and sees the permissions. */
interface Review {
  readonly account: Account;
  readonly url: string;
}

interface Asked {
  readonly application: EmulatedApplication;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopeText: string;
  readonly scopes: RequestedScopes;
}

export interface AdminConsent {
  handle(exchange: Exchange, query: URLSearchParams): Promise<void>;
}

const readAsked = (entra: EntraParts, graphResources: readonly string[], query: URLSearchParams): Asked => {
  const clientId = query.get('client_id') ?? '';
  const application = entra.applications.get(clientId);
  if (!application) throw applicationNotFound(clientId, 'Emulated Microsoft');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!application.redirectUris?.includes(redirectUri)) {
    const text = `AADSTS50011: The redirect URI '${redirectUri.slice(0, 200)}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`;
    throw new EntraError(400, 'invalid_request', text);
  }
  const scopeText = query.get('scope') ?? '.default';
  return {
    application,
    redirectUri,
    state: query.get('state'),
    scopeText,
    scopes: readScopes(scopeText, graphResources),
  };
};

const askedPermissions = ({ application, scopes }: Asked) => {
  const listed = application.permissions ?? {};
  const delegated = scopes.isDefault ? (listed.delegated ?? []) : scopes.permissions.map(({ name }) => name);
  const roles = scopes.isDefault ? (listed.application ?? []) : [];
  return { delegated, roles };
};

const answerUri = (asked: Asked, tenantId: string, fault?: string): string => {
  const uri = new URL(asked.redirectUri);
  uri.searchParams.set('admin_consent', 'True');
  uri.searchParams.set('tenant', tenantId);
  if (asked.state !== null) uri.searchParams.set('state', asked.state);
  if (fault === undefined) {
    uri.searchParams.set('scope', asked.scopeText);
    return uri.href;
  }
  uri.searchParams.set('error', 'access_denied');
  uri.searchParams.set('error_description', fault);
  return uri.href;
};

/** `/{tenant}/v2.0/adminconsent`: an administrator signs in, reviews and grants for the whole tenant. */
export const createAdminConsent = (entra: EntraParts, graphResources: readonly string[]): AdminConsent => {
  const reviews = new Map<string, Review>();

  const begin = (exchange: Exchange, asked: Asked, name: string) => {
    const { authority, action, response } = exchange;
    const account = signIn(entra, authority, name);
    if (typeof account === 'string') {
      const accounts = offeredAccounts(entra, authority);
      return sendPage(response, 400, accountPage({ action, accounts, failure: account }));
    }
    const review = randomUUID();
    reviews.set(review, { account, url: action });
    const applicationName = asked.application.displayName ?? asked.application.clientId;
    if (account.role !== 'Global Administrator') {
      return sendPage(response, 200, approvalPage(action, applicationName, { review }));
    }
    const { delegated, roles } = askedPermissions(asked);
    const names = [...new Set([...delegated, ...roles])];
    const permissions = names.flatMap((permission) => permissionNamed(permission) ?? []);
    const html = consentPage({
      action,
      applicationName,
      userPrincipalName: account.user.userPrincipalName,
      permissions,
      canConsentForAll: true,
      isForAll: true,
      fields: { review },
    });
    return sendPage(response, 200, html);
  };

  const decide = (response: Exchange['response'], asked: Asked, { account }: Review, accepted: boolean) => {
    const tenantId = account.tenantId;
    const mayGrant = accepted && account.role === 'Global Administrator';
    if (mayGrant) {
      const { delegated, roles } = askedPermissions(asked);
      entra.consents.grantForEveryone({ tenantId, clientId: asked.application.clientId }, delegated, roles);
    }
    const fault = mayGrant ? undefined : 'AADSTS65004: User declined to consent to access the app.';
    response.writeHead(302, { location: answerUri(asked, tenantId, fault) });
    response.end();
  };

  return {
    async handle(exchange, query) {
      const asked = readAsked(entra, graphResources, query);
      const { request, response, action, authority } = exchange;
      if (request.method !== 'POST') {
        return sendPage(response, 200, accountPage({ action, accounts: offeredAccounts(entra, authority) }));
      }
      const form = await readForm(request);
      const id = form.get('review') ?? '';
      const review = reviews.get(id);
      if (review?.url === action) {
        reviews.delete(id);
        return decide(response, asked, review, form.get('decision') === 'accept');
      }
      if (form.get('decision') === 'cancel') {
        const tenantId = entra.tenants.find(authority)?.tenant.id ?? '';
        response.writeHead(302, {
          location: answerUri(asked, tenantId, 'AADSTS65004: User declined to consent to access the app.'),
        });
        return void response.end();
      }
      return begin(exchange, asked, form.get('account') ?? '');
    },
  };
};
