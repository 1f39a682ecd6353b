import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import type { EmulatedApplication } from './applications.ts';
import { expectDeparture, expectPage } from './testing/browser.ts';
import { scopes, startEntraRig } from './testing/entra-rig.ts';
import { redirectUri } from './testing/rig.ts';

const { rig, freshApplication, tenantAt, accountWithRole, msalOf, browse, signIn, redeem, tokenRequest } =
  await startEntraRig();
afterAll(() => rig.close());

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
