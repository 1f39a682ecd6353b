import { createHash, randomBytes } from 'node:crypto';
import type { ConfidentialClientApplication } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmulatedApplication } from './applications.ts';
import { generateTenant } from './tenant/tenant.ts';
import { createFormBrowser, expectDeparture, expectPage } from './testing/browser.ts';
import { createMsal } from './testing/msal.ts';
import {
  type ClientCertificate,
  createClientCertificate,
  type Rig,
  reader,
  redirectUri,
  startRig,
} from './testing/rig.ts';

const day = 86_400_000;
const scopes = ['User.Read', 'User.Read.All'];
let rig: Rig;
let certificate: ClientCertificate;
let aheadMs = 0;

/** Each test has a registration of its own, so that what one consents to is unknown to the next. */
let serial = 0;
const registrations: EmulatedApplication[] = Array.from({ length: 20 }, (_, at) => ({
  ...reader,
  clientId: `00000000-0000-4000-8000-0000000000${String(at).padStart(2, '0')}`,
}));
const freshApplication = (): EmulatedApplication => {
  const application = registrations[serial];
  serial += 1;
  if (!application) throw new Error('more tests than registrations');
  return application;
};
const certified: EmulatedApplication = { ...reader, clientId: '33333333-3333-4333-8333-333333333333' };

beforeAll(async () => {
  certificate = await createClientCertificate();
  const tenants = [7, 8].map((seed) => generateTenant({ seed, users: 40, asOf: '2026-11-22' }));
  rig = await startRig({
    tenants,
    applications: [...registrations, { ...certified, certificatePem: certificate.certificatePem }],
    now: () => new Date(Date.now() + aheadMs),
  });
});
afterAll(() => rig.close());

const tenantAt = (at: number) => {
  const state = rig.emulator.tenants[at];
  if (!state) throw new Error(`there is no tenant ${at}`);
  return state.tenant;
};

const accountWithRole = (role: string, at = 0) => {
  const account = tenantAt(at).signInAccounts.find((candidate) => candidate.role === role);
  if (!account) throw new Error(`the tenant has no ${role}`);
  return account;
};

const msalOf = ({ clientId, secret = '' }: EmulatedApplication, authority = 'organizations') =>
  createMsal(rig.fetch, rig.emulator.loginOrigin, authority, { clientId, clientSecret: secret });

const browse = () => createFormBrowser(rig.fetch, rig.emulator.loginOrigin);

interface SignIn {
  readonly account: string;
  readonly onBehalf?: boolean;
  readonly authority?: string;
  readonly asked?: string[];
  readonly browser?: ReturnType<typeof browse>;
}

const signIn = async (
  application: EmulatedApplication,
  { account, onBehalf, authority, asked = scopes, browser = browse() }: SignIn,
) => {
  const msal = msalOf(application, authority);
  const url = await msal.getAuthCodeUrl({
    scopes: asked,
    redirectUri,
    state: 'state-1',
    nonce: 'nonce-1',
    prompt: 'select_account',
  });
  const accounts = expectPage(await browser.open(url));
  const next = await browser.submit(accounts, { account });
  if (next.kind === 'departure') return { msal, redirect: next.url, consented: '' };
  const left = await browser.submit(next, { decision: 'accept', ...(onBehalf ? { onBehalf: 'on' } : {}) });
  return { msal, redirect: expectDeparture(left), consented: next.html };
};

const redeem = (msal: ConfidentialClientApplication, redirect: URL) =>
  msal.acquireTokenByCode({
    scopes,
    redirectUri,
    code: redirect.searchParams.get('code') ?? '',
    nonce: 'nonce-1',
  });

const tokenRequest = async (tenant: string, form: Record<string, string>) => {
  const url = `${rig.emulator.loginOrigin}/${tenant}/oauth2/v2.0/token`;
  const response = await rig.fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

/** The refresh token that MSAL keeps to itself. */
const refreshTokenOf = (msal: ConfidentialClientApplication): string => {
  const cache = JSON.parse(msal.getTokenCache().serialize()) as {
    RefreshToken: Record<string, { secret: string }>;
  };
  return Object.values(cache.RefreshToken)[0]?.secret ?? '';
};

const refresh = (
  { clientId, secret = '' }: EmulatedApplication,
  token: string,
  scope = 'User.Read offline_access',
) =>
  tokenRequest('organizations', {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: secret,
    refresh_token: token,
    scope,
  });

const signedInRefreshToken = async (application: EmulatedApplication) => {
  const { msal, redirect } = await signIn(application, {
    account: accountWithRole('Global Administrator').userPrincipalName,
  });
  await redeem(msal, redirect);
  return refreshTokenOf(msal);
};

test('MSAL signs an administrator in by code, and the tokens say who, where and what', async () => {
  const application = freshApplication();
  const admin = accountWithRole('Global Administrator');
  const { msal, redirect, consented } = await signIn(application, { account: admin.userPrincipalName });
  expect(consented).toContain('Read all users’ full profiles');
  expect(consented).toContain('Consent on behalf of your organization');
  expect(redirect.searchParams.get('state')).toBe('state-1');
  const result = await redeem(msal, redirect);
  expect(result?.account?.homeAccountId).toBe(`${admin.id}.${tenantAt(0).id}`);
  expect(result?.idTokenClaims).toMatchObject({
    tid: tenantAt(0).id,
    oid: admin.id,
    ver: '2.0',
    nonce: 'nonce-1',
    preferred_username: admin.userPrincipalName,
    iss: `${rig.emulator.loginOrigin}/${tenantAt(0).id}/v2.0`,
  });
  const claims = decodeJwt(result?.accessToken ?? '');
  expect(claims).toMatchObject({
    aud: 'https://graph.microsoft.com',
    tid: tenantAt(0).id,
    appid: application.clientId,
  });
  expect(String(claims.scp).split(' ').sort()).toEqual([...scopes].sort());
  expect(claims.roles).toBeUndefined();
});

test('MSAL renews silently from its cache, also for what was consented to later', async () => {
  const application = freshApplication();
  const { msal, redirect } = await signIn(application, {
    account: accountWithRole('Global Administrator').userPrincipalName,
  });
  const result = await redeem(msal, redirect);
  if (!result?.account) throw new Error('no account');
  const renewed = await msal.acquireTokenSilent({ account: result.account, scopes, forceRefresh: true });
  expect(renewed?.fromCache).toBe(false);
  expect(renewed?.account?.username).toBe(result.account.username);
  const cached = await msal.acquireTokenSilent({ account: result.account, scopes });
  expect(cached?.fromCache).toBe(true);
});

test('a code is worth one redemption, and only with its PKCE verifier', async () => {
  const application = freshApplication();
  const verifier = randomBytes(32).toString('base64url');
  const msal = msalOf(application);
  const url = await msal.getAuthCodeUrl({
    scopes: ['User.Read'],
    redirectUri,
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    codeChallengeMethod: 'S256',
  });
  const browser = browse();
  const accounts = expectPage(await browser.open(url));
  const consent = expectPage(
    await browser.submit(accounts, { account: accountWithRole('User').userPrincipalName }),
  );
  const code =
    expectDeparture(await browser.submit(consent, { decision: 'accept' })).searchParams.get('code') ?? '';
  const form = {
    grant_type: 'authorization_code',
    client_id: application.clientId,
    client_secret: application.secret ?? '',
    redirect_uri: redirectUri,
    code,
  };
  expect(await tokenRequest('organizations', { ...form, code_verifier: 'x'.repeat(43) })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  });
  expect((await tokenRequest('organizations', { ...form, code_verifier: verifier })).status).toBe(200);
  const again = await tokenRequest('organizations', { ...form, code_verifier: verifier });
  expect(again.body.error_description).toMatch(/^AADSTS(54005|70000)/);
});

test('someone who is no administrator is told to find one, and comes back with access_denied', async () => {
  const browser = browse();
  const url = await msalOf(freshApplication()).getAuthCodeUrl({ scopes, redirectUri });
  const accounts = expectPage(await browser.open(url));
  const page = expectPage(
    await browser.submit(accounts, { account: accountWithRole('User').userPrincipalName }),
  );
  expect(page.html).toContain('Need admin approval');
  expect(page.html).toContain('AADSTS90094');
  // Accepting by hand, past the page, grants nothing.
  const left = expectDeparture(await browser.submit(page, { decision: 'accept' }));
  expect(left.searchParams.get('error')).toBe('access_denied');
});

test('cancelling consent grants nothing', async () => {
  const application = freshApplication();
  const browser = browse();
  const url = await msalOf(application).getAuthCodeUrl({ scopes, redirectUri });
  const accounts = expectPage(await browser.open(url));
  const page = expectPage(
    await browser.submit(accounts, { account: accountWithRole('Global Administrator').userPrincipalName }),
  );
  const left = expectDeparture(await browser.submit(page, { decision: 'cancel' }));
  expect(left.searchParams.get('error')).toBe('access_denied');
  const silent = await msalOf(application).getAuthCodeUrl({ scopes, redirectUri, prompt: 'none' });
  expect(expectDeparture(await browser.open(silent)).searchParams.get('error')).toBe('consent_required');
});

test('consent on behalf of the organisation spares everyone else the page', async () => {
  const application = freshApplication();
  await signIn(application, {
    account: accountWithRole('Global Administrator').userPrincipalName,
    onBehalf: true,
  });
  const { redirect, consented } = await signIn(application, {
    account: accountWithRole('User').userPrincipalName,
  });
  expect(consented).toBe('');
  expect(redirect.searchParams.get('code')).toBeTruthy();
});

test('one browser can sign in as one account and then as one of another tenant', async () => {
  const application = freshApplication();
  const browser = browse();
  for (const at of [0, 1]) {
    const { userPrincipalName } = accountWithRole('Global Administrator', at);
    const { msal, redirect } = await signIn(application, { account: userPrincipalName, browser });
    expect((await redeem(msal, redirect))?.account?.tenantId).toBe(tenantAt(at).id);
  }
});

test('an account of another tenant is refused under a tenant’s own authority', async () => {
  const url = await msalOf(freshApplication(), tenantAt(1).id).getAuthCodeUrl({ scopes, redirectUri });
  const browser = browse();
  const accounts = expectPage(await browser.open(url));
  expect(accounts.html).not.toContain(accountWithRole('Global Administrator', 0).userPrincipalName);
  const page = expectPage(
    await browser.submit(accounts, { account: accountWithRole('Global Administrator', 0).userPrincipalName }),
  );
  expect(page.html).toContain('AADSTS50020');
});

test('a refresh gives a new refresh token, and the old one stays valid until its 90 days are over', async () => {
  const application = freshApplication();
  const first = await signedInRefreshToken(application);
  const { body } = await refresh(application, first);
  expect(body.refresh_token).toBeTruthy();
  expect(body.refresh_token).not.toBe(first);
  aheadMs = 80 * day;
  const later = await refresh(application, first);
  expect(later.status).toBe(200);
  aheadMs = 91 * day;
  expect((await refresh(application, first)).body.error_description).toMatch(/^AADSTS700082/);
  expect((await refresh(application, later.body.refresh_token ?? '')).status).toBe(200);
  aheadMs = 0;
});

test('a refresh of permissions that nobody consented to is refused', async () => {
  const application = freshApplication();
  const token = await signedInRefreshToken(application);
  expect((await refresh(application, token, 'Group.ReadWrite.All')).body).toMatchObject({
    error: 'invalid_grant',
    suberror: 'consent_required',
  });
  expect((await refresh(application, token, 'Nonsense.All')).body.error_description).toMatch(/^AADSTS70011/);
});

test('revoked sessions and withdrawn consent each end refreshing with their own error', async () => {
  const admin = accountWithRole('Global Administrator');
  const tenantId = tenantAt(0).id;
  const revoked = freshApplication();
  const revokedToken = await signedInRefreshToken(revoked);
  expect(rig.emulator.revokeSessions({ tenantId, userId: admin.id })).toBeGreaterThan(0);
  expect((await refresh(revoked, revokedToken)).body.error_description).toMatch(/^AADSTS50173/);

  const withdrawn = freshApplication();
  const withdrawnToken = await signedInRefreshToken(withdrawn);
  rig.emulator.revokeConsent({ tenantId, clientId: withdrawn.clientId });
  const answer = await refresh(withdrawn, withdrawnToken);
  expect(answer.body).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required' });
  expect(answer.body.error_description).toMatch(/^AADSTS65001/);

  expect((await refresh(withdrawn, 'made-up')).body.error_description).toMatch(/^AADSTS70000/);
});

test('client credentials work with a secret once an administrator has consented', async () => {
  const application = freshApplication();
  const tenantId = tenantAt(0).id;
  const request = { scopes: ['https://graph.microsoft.com/.default'] };
  await expect(msalOf(application, tenantId).acquireTokenByClientCredential(request)).rejects.toThrow(
    'AADSTS700016',
  );
  rig.emulator.grantAdminConsent({ tenantId, clientId: application.clientId });
  const result = await msalOf(application, tenantId).acquireTokenByClientCredential(request);
  const claims = decodeJwt(result?.accessToken ?? '');
  expect(claims.tid).toBe(tenantId);
  expect(claims.roles).toEqual([...(application.permissions?.application ?? [])].sort());
  expect(claims.scp).toBeUndefined();
  const wrong = msalOf({ ...application, secret: 'wrong' }, tenantId);
  await expect(wrong.acquireTokenByClientCredential(request)).rejects.toThrow('AADSTS7000215');
  const elsewhere = msalOf(application, tenantAt(1).id);
  await expect(elsewhere.acquireTokenByClientCredential(request)).rejects.toThrow('AADSTS700016');
});

test('client credentials work with a certificate, and with no other key', async () => {
  const tenantId = tenantAt(0).id;
  rig.emulator.grantAdminConsent({ tenantId, clientId: certified.clientId });
  const request = { scopes: ['https://graph.microsoft.com/.default'] };
  const { privateKey, thumbprintSha256 } = certificate;
  const login = rig.emulator.loginOrigin;
  const msal = createMsal(rig.fetch, login, tenantId, {
    clientId: certified.clientId,
    clientCertificate: { privateKey, thumbprintSha256 },
  });
  expect((await msal.acquireTokenByClientCredential(request))?.accessToken).toBeTruthy();
  const other = await createClientCertificate();
  for (const forged of [other, { ...other, thumbprintSha256 }]) {
    const clientCertificate = { privateKey: forged.privateKey, thumbprintSha256: forged.thumbprintSha256 };
    const liar = createMsal(rig.fetch, login, tenantId, { clientId: certified.clientId, clientCertificate });
    await expect(liar.acquireTokenByClientCredential(request)).rejects.toThrow('AADSTS700027');
  }
});

const consentUrl = (application: EmulatedApplication, tenant = 'organizations') => {
  const url = new URL(`${rig.emulator.loginOrigin}/${tenant}/v2.0/adminconsent`);
  const query = {
    client_id: application.clientId,
    redirect_uri: redirectUri,
    state: 's',
    scope: 'https://graph.microsoft.com/.default',
  };
  url.search = new URLSearchParams(query).toString();
  return url.href;
};

test('an administrator consents for the tenant, and the application gets its roles there', async () => {
  const application = freshApplication();
  const browser = browse();
  const accounts = expectPage(await browser.open(consentUrl(application)));
  const review = expectPage(
    await browser.submit(accounts, { account: accountWithRole('Global Administrator', 1).userPrincipalName }),
  );
  expect(review.html).toContain('Read all usage reports');
  const back = expectDeparture(await browser.submit(review, { decision: 'accept' }));
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    admin_consent: 'True',
    tenant: tenantAt(1).id,
    state: 's',
  });
  const result = await msalOf(application, tenantAt(1).id).acquireTokenByClientCredential({
    scopes: ['https://graph.microsoft.com/.default'],
  });
  expect(decodeJwt(result?.accessToken ?? '').roles).toContain('Reports.Read.All');
});

test('admin consent that is cancelled, or asked of someone else, grants nothing and says so', async () => {
  const application = freshApplication();
  for (const role of ['Global Administrator', 'User']) {
    const browser = browse();
    const accounts = expectPage(await browser.open(consentUrl(application)));
    const review = expectPage(
      await browser.submit(accounts, { account: accountWithRole(role).userPrincipalName }),
    );
    const decision = role === 'User' ? 'accept' : 'cancel';
    const back = expectDeparture(await browser.submit(review, { decision }));
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('s');
  }
  const form = {
    grant_type: 'client_credentials',
    client_id: application.clientId,
    client_secret: application.secret ?? '',
    scope: '.default',
  };
  expect((await tokenRequest(tenantAt(0).id, form)).status).toBe(400);
});

test('addresses that were not registered, unknown applications and unknown tenants get a page or an error, not a redirect', async () => {
  const application = freshApplication();
  const browser = browse();
  const evil = await msalOf(application).getAuthCodeUrl({
    scopes,
    redirectUri: 'https://evil.example/callback',
  });
  expect(expectPage(await browser.open(evil)).html).toContain('AADSTS50011');
  const stranger = evil.replace(application.clientId, '99999999-9999-4999-8999-999999999999');
  expect(expectPage(await browser.open(stranger)).html).toContain('AADSTS700016');
  const hostile = consentUrl(application).replace(
    encodeURIComponent(redirectUri),
    encodeURIComponent('https://evil.example/"><script>'),
  );
  const page = expectPage(await browser.open(hostile));
  expect(page.html).toContain('AADSTS50011');
  expect(page.html).not.toContain('<script>');
  const unknown = `${rig.emulator.loginOrigin}/nowhere.example/v2.0/.well-known/openid-configuration`;
  expect(await (await rig.fetch(unknown)).json()).toMatchObject({
    error: 'invalid_tenant',
    error_codes: [90002],
  });
});

test('signing out ends the session of the browser and goes back to a registered address', async () => {
  const application = freshApplication();
  const browser = browse();
  const account = accountWithRole('Global Administrator').userPrincipalName;
  const { msal, redirect } = await signIn(application, { account, browser });
  const result = await redeem(msal, redirect);
  const silent = await msal.getAuthCodeUrl({ scopes, redirectUri, prompt: 'none' });
  expect(expectDeparture(await browser.open(silent)).searchParams.get('code')).toBeTruthy();
  const url = new URL(`${rig.emulator.loginOrigin}/organizations/oauth2/v2.0/logout`);
  url.searchParams.set('id_token_hint', result?.idToken ?? '');
  url.searchParams.set('post_logout_redirect_uri', redirectUri);
  const page = expectPage(await browser.open(url.href));
  const action = /action="([^"]*)"/.exec(page.html)?.[1] ?? '';
  const left = expectDeparture(await browser.submit({ ...page, url: action }, { logout: 'yes' }));
  expect(left.href).toBe(redirectUri);
  expect(expectDeparture(await browser.open(silent)).searchParams.get('error')).toBe('login_required');
});

test('an account that is disabled can neither sign in nor refresh', async () => {
  const application = freshApplication();
  const [state] = rig.emulator.tenants;
  const { id, userPrincipalName } = accountWithRole('Global Administrator');
  const token = await signedInRefreshToken(application);
  const user = state?.users.latest(id);
  if (!user) throw new Error('no such user');
  state?.users.write({ ...user, accountEnabled: false }, 0);
  expect((await refresh(application, token)).body.error_description).toMatch(/^AADSTS50057/);
  const browser = browse();
  const accounts = expectPage(
    await browser.open(await msalOf(application).getAuthCodeUrl({ scopes, redirectUri })),
  );
  expect(expectPage(await browser.submit(accounts, { account: userPrincipalName })).html).toContain(
    'AADSTS50057',
  );
  state?.users.write(user, 0);
});
