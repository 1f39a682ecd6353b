import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { expectDeparture, expectPage } from './testing/browser.ts';
import { certified, scopes, startEntraRig } from './testing/entra-rig.ts';
import { createMsal } from './testing/msal.ts';
import { createClientCertificate, redirectUri } from './testing/rig.ts';

const day = 86_400_000;
const {
  rig,
  certificate,
  freshApplication,
  tenantAt,
  accountWithRole,
  msalOf,
  browse,
  signIn,
  redeem,
  tokenRequest,
  refresh,
  signedInRefreshToken,
  moveAhead,
} = await startEntraRig();
afterAll(() => rig.close());

test('MSAL renews silently, and answers from its cache where it can', async () => {
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

test('a refresh gives a new refresh token, and the old one stays valid until its 90 days are over', async () => {
  const application = freshApplication();
  const first = await signedInRefreshToken(application);
  const { body } = await refresh(application, first);
  expect(body.refresh_token).toBeTruthy();
  expect(body.refresh_token).not.toBe(first);
  moveAhead(80 * day);
  const later = await refresh(application, first);
  expect(later.status).toBe(200);
  moveAhead(91 * day);
  expect((await refresh(application, first)).body.error_description).toMatch(/^AADSTS700082/);
  expect((await refresh(application, later.body.refresh_token ?? '')).status).toBe(200);
  moveAhead(0);
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
  const misnamed = { ...certificate, thumbprintSha256: other.thumbprintSha256 };
  for (const forged of [other, { ...other, thumbprintSha256 }, misnamed]) {
    const clientCertificate = { privateKey: forged.privateKey, thumbprintSha256: forged.thumbprintSha256 };
    const liar = createMsal(rig.fetch, login, tenantId, { clientId: certified.clientId, clientCertificate });
    await expect(liar.acquireTokenByClientCredential(request)).rejects.toThrow('AADSTS700027');
  }
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
