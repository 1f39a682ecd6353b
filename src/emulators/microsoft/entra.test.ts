import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFormBrowser, expectDeparture, expectPage } from './testing/browser.ts';
import { createMsal } from './testing/msal.ts';
import { createClientCertificate, type Rig, reader, redirectUri, startRig } from './testing/rig.ts';

let rig: Rig;
const certified = {
  ...reader,
  clientId: '33333333-3333-4333-8333-333333333333',
  displayName: 'Trimtab (certificate)',
};
let certificate: Awaited<ReturnType<typeof createClientCertificate>>;

beforeAll(async () => {
  certificate = await createClientCertificate();
  const { generateTenant } = await import('./tenant/tenant.ts');
  const tenants = [7, 8].map((seed) => generateTenant({ seed, users: 40, asOf: '2026-11-22' }));
  rig = await startRig({
    tenants,
    applications: [reader, { ...certified, certificatePem: certificate.certificatePem }],
  });
});
afterAll(() => rig.close());

const accountWithRole = (role: string, at = 0) => {
  const account = rig.emulator.tenants[at]?.tenant.signInAccounts.find(
    (candidate) => candidate.role === role,
  );
  if (!account) throw new Error(`the tenant has no ${role}`);
  return account;
};

const msalFor = (tenant: string) =>
  createMsal(rig.fetch, rig.emulator.loginOrigin, tenant, {
    clientId: reader.clientId,
    clientSecret: reader.secret ?? '',
  });

const scopes = ['User.Read', 'User.Read.All'];

const signIn = async (tenant: string, userPrincipalName: string, onBehalf = false) => {
  const msal = msalFor(tenant);
  const url = await msal.getAuthCodeUrl({ scopes, redirectUri, state: 'state-1', nonce: 'nonce-1' });
  const browser = createFormBrowser(rig.fetch, rig.emulator.loginOrigin);
  const accounts = expectPage(await browser.open(url));
  const next = await browser.submit(accounts, { account: userPrincipalName });
  const left =
    next.kind === 'page'
      ? await browser.submit(next, { decision: 'accept', ...(onBehalf ? { onBehalf: 'on' } : {}) })
      : next;
  return { msal, redirect: expectDeparture(left), browser };
};

const redeem = (msal: ReturnType<typeof msalFor>, redirect: URL) => {
  const code = redirect.searchParams.get('code') ?? '';
  return msal.acquireTokenByCode({ scopes, redirectUri, code, nonce: 'nonce-1' });
};

test('MSAL signs an administrator in by code, and the tokens say who, where and what', async () => {
  const admin = accountWithRole('Global Administrator');
  const { msal, redirect } = await signIn('organizations', admin.userPrincipalName);
  expect(redirect.searchParams.get('state')).toBe('state-1');
  const result = await redeem(msal, redirect);
  expect(result?.account?.username).toBe(admin.userPrincipalName);
  expect(result?.account?.homeAccountId).toBe(`${admin.id}.${rig.tenant.id}`);
  expect(result?.idTokenClaims).toMatchObject({
    tid: rig.tenant.id,
    oid: admin.id,
    ver: '2.0',
    nonce: 'nonce-1',
  });
  const claims = decodeJwt(result?.accessToken ?? '');
  expect(claims).toMatchObject({
    aud: 'https://graph.microsoft.com',
    tid: rig.tenant.id,
    appid: reader.clientId,
  });
  expect(String(claims.scp).split(' ').sort()).toEqual([...scopes].sort());
});
