import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { type Account, isAnyTenant } from '../directory/tenants.ts';
import { permissionNamed } from '../permissions.ts';
import type { SignInAccount } from '../tenant/interface.ts';
import { accountIdOf, readAccountId } from './account-id.ts';
import type { EntraParts } from './entra-parts.ts';
import { readForm } from './form-body.ts';
import { accountPage, approvalPage, consentPage } from './pages.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export interface InteractionParts {
  readonly entra: EntraParts;
  readonly provider: Provider;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly authority: string;
  /** The path of the page itself: its forms are sent there. */
  readonly action: string;
}

export const sendPage = (response: ServerResponse, status: number, html: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  });
  response.end(html);
};

/** Accounts to offer under an authority: those of the tenant named, or of all. */
export const offeredAccounts = (entra: EntraParts, authority: string): SignInAccount[] =>
  entra.tenants.all
    .filter(({ tenant }) => isAnyTenant(authority) || entra.tenants.find(authority)?.tenant.id === tenant.id)
    .flatMap(({ tenant }) => tenant.signInAccounts);

/** The account of a name, or the reason why it cannot sign in under this authority. */
export const signIn = (entra: EntraParts, authority: string, name: string): Account | string => {
  const account = entra.tenants.accountNamed(name.trim());
  if (!account) return `AADSTS50034: We couldn't find an account with that username (${name.slice(0, 100)}).`;
  const tenant = entra.tenants.find(authority)?.tenant;
  if (tenant && tenant.id !== account.tenantId) {
    return `AADSTS50020: User account '${account.user.userPrincipalName}' does not exist in tenant '${tenant.displayName}'.`;
  }
  if (!account.user.accountEnabled) return 'AADSTS50057: The user account is disabled.';
  return account;
};

const cancelled = {
  error: 'access_denied',
  error_description: 'AADSTS65004: User declined to consent to access the app.',
};

const showAccounts = (
  { entra }: InteractionParts,
  { response, authority, action }: Exchange,
  interaction: Interaction,
  failure?: string,
) => {
  const hint = interaction.params.login_hint;
  const html = accountPage({
    action,
    accounts: offeredAccounts(entra, authority),
    ...(typeof hint === 'string' ? { loginHint: hint } : {}),
    ...(failure === undefined ? {} : { failure }),
  });
  sendPage(response, failure === undefined ? 200 : 400, html);
};

/** Takes the account of another person out of the browser's session, so that the chosen one can take its place. */
const leaveSession = async ({ provider }: InteractionParts, interaction: Interaction, accountId: string) => {
  const { session } = interaction;
  if (session?.uid === undefined || session.accountId === undefined || session.accountId === accountId)
    return;
  const stored = await provider.Session.findByUid(session.uid);
  if (!stored) return;
  Object.assign(stored, { accountId: undefined, authorizations: {} });
  await stored.persist();
};

const pickAccount = async (
  parts: InteractionParts,
  exchange: Exchange,
  interaction: Interaction,
  form: URLSearchParams,
) => {
  const account = signIn(parts.entra, exchange.authority, form.get('account') ?? '');
  if (typeof account === 'string') return showAccounts(parts, exchange, interaction, account);
  const accountId = accountIdOf(account.tenantId, account.user.id);
  const result = { login: { accountId, amr: ['pwd'] }, select_account: {} };
  const location = await parts.provider.interactionResult(exchange.request, exchange.response, result);
  await leaveSession(parts, interaction, accountId);
  exchange.response.writeHead(303, { location }).end();
};

const missingOf = (interaction: Interaction): string[] => {
  const { missing } = interaction.prompt.details;
  if (Array.isArray(missing)) return missing.map(String);
  // `prompt=consent` asks again for all of the request.
  return String(interaction.params.scope ?? '')
    .split(' ')
    .filter((scope) => permissionNamed(scope) !== undefined);
};

const consentState = ({ entra }: InteractionParts, interaction: Interaction) => {
  const { tenantId, userId } = readAccountId(interaction.session?.accountId ?? '');
  const account = entra.tenants.account(tenantId, userId);
  const clientId = String(interaction.params.client_id);
  const permissions = missingOf(interaction).flatMap((name) => permissionNamed(name) ?? []);
  const isAdministrator = account?.role === 'Global Administrator';
  return {
    account,
    clientId,
    permissions,
    isAdministrator,
    applicationName: entra.applications.get(clientId)?.displayName ?? clientId,
    needsApproval: !isAdministrator && permissions.some((permission) => permission.needsAdministrator),
  };
};

const showConsent = (parts: InteractionParts, { response, action }: Exchange, interaction: Interaction) => {
  const state = consentState(parts, interaction);
  if (state.needsApproval) return sendPage(response, 200, approvalPage(action, state.applicationName, {}));
  const offline = { name: 'offline_access', title: 'Maintain access to data you have given it access to' };
  const html = consentPage({
    action,
    applicationName: state.applicationName,
    userPrincipalName: state.account?.user.userPrincipalName ?? '',
    permissions: [...state.permissions, offline],
    canConsentForAll: state.isAdministrator,
    isForAll: false,
    fields: {},
  });
  sendPage(response, 200, html);
};

const decideConsent = async (
  parts: InteractionParts,
  { request, response }: Exchange,
  interaction: Interaction,
  form: URLSearchParams,
) => {
  const { account, clientId, permissions, isAdministrator, needsApproval } = consentState(parts, interaction);
  if (!account || needsApproval || form.get('decision') !== 'accept') {
    return parts.provider.interactionFinished(request, response, cancelled);
  }
  const key = { tenantId: account.tenantId, clientId };
  const names = permissions.map(({ name }) => name);
  if (isAdministrator && form.get('onBehalf') === 'on') parts.entra.consents.grantForEveryone(key, names, []);
  else parts.entra.consents.grantToUser(key, account.user.id, names);
  await parts.provider.interactionFinished(request, response, { consent: {} });
};

/** The pages of a sign-in: which account, and what it consents to. */
export const handleInteraction = async (parts: InteractionParts, exchange: Exchange): Promise<void> => {
  const { request, response } = exchange;
  const interaction = await parts.provider.interactionDetails(request, response);
  const isConsent = interaction.prompt.name === 'consent';
  if (request.method !== 'POST') {
    if (isConsent) showConsent(parts, exchange, interaction);
    else showAccounts(parts, exchange, interaction);
    return;
  }
  const form = await readForm(request);
  if (isConsent) return decideConsent(parts, exchange, interaction, form);
  if (form.get('decision') === 'cancel')
    return parts.provider.interactionFinished(request, response, cancelled);
  return pickAccount(parts, exchange, interaction, form);
};
