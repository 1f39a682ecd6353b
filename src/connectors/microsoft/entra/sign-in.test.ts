import 'reflect-metadata';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmulatedApplication } from '../../../emulators/microsoft/applications.ts';
import { generateTenant } from '../../../emulators/microsoft/tenant/tenant.ts';
import {
  createFormBrowser,
  expectDeparture,
  expectPage,
} from '../../../emulators/microsoft/testing/browser.ts';
import {
  createClientCertificate,
  type Rig,
  redirectUri,
  startRig,
} from '../../../emulators/microsoft/testing/rig.ts';
import { permissionsFor } from '../../../shared/connections/consent.ts';
import { systemClock } from '../../../shared/time.ts';
import { customEndpoints } from '../clouds.ts';
import type { EntraClient, Redeemed } from '../contract.ts';
import { createEgress } from '../egress.ts';
import { createTokenSource } from '../token-source.ts';
import { createEntraClient, type EntraCredential } from './entra-client.ts';
import { callbackError } from './entra-error.ts';

const secret = randomBytes(24).toString('base64url');
const scopes = permissionsFor('administrator', 'delegated');
const application: EmulatedApplication = {
  clientId: randomUUID(),
  secret,
  redirectUris: [redirectUri],
  permissions: {
    delegated: scopes.filter((name) => name.includes('.')),
    application: [...permissionsFor('administrator', 'application')],
  },
};
const tenants = [7, 8].map((seed) => generateTenant({ seed, users: 40, asOf: '2026-11-20' }));

let rig: Rig;
let certificate: Awaited<ReturnType<typeof createClientCertificate>>;
const certified = { ...application, clientId: randomUUID() };
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  certificate = await createClientCertificate();
  const { certificatePem } = certificate;
  rig = await startRig({
    tenants,
    applications: [application, { ...certified, certificatePem }],
  });
});
afterAll(async () => {
  for (const opened of open.splice(0)) await opened.close();
  await rig.close();
});

const endpoints = () => {
  const { loginOrigin, graphOrigin, caPem } = rig.emulator;
  return customEndpoints({ loginOrigin, graphOrigin, caPem });
};
const entraOf = (credential: EntraCredential = { secret }, clientId = application.clientId): EntraClient => {
  const entra = createEntraClient({ endpoints: endpoints(), clientId, credential, clock: systemClock });
  open.push(entra);
  return entra;
};

const accountOf = (role: string, at = 0) => {
  const account = tenants[at]?.signInAccounts.find((candidate) => candidate.role === role);
  if (account === undefined) throw new Error(`the tenant has no ${role}`);
  return account;
};

const request = (tenant: string) => {
  const codeVerifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  return {
    tenant,
    scopes,
    redirectUri,
    state: randomUUID(),
    nonce: randomUUID(),
    codeVerifier,
    codeChallenge,
  };
};

/** Goes through Entra's pages as this account; where Entra sends the browser in the end. */
const visited = async (
  entra: EntraClient,
  asked: ReturnType<typeof request>,
  account: string,
  decision = 'accept',
) => {
  const browser = createFormBrowser(rig.fetch, rig.emulator.loginOrigin);
  const accounts = expectPage(await browser.open(await entra.authorisationUrl(asked)));
  const next = await browser.submit(accounts, { account });
  return expectDeparture(next.kind === 'page' ? await browser.submit(next, { decision }) : next);
};

const connected = async (): Promise<{ entra: EntraClient; redeemed: Redeemed }> => {
  const entra = entraOf();
  const asked = request('organizations');
  const back = await visited(entra, asked, accountOf('Global Administrator').userPrincipalName);
  expect(back.searchParams.get('state')).toBe(asked.state);
  const redeemed = await entra.redeem({ ...asked, code: back.searchParams.get('code') ?? '' });
  return { entra, redeemed };
};

describe('a sign-in', () => {
  it('asks Entra with PKCE, state and nonce, for permissions of Graph by their full name', async () => {
    const asked = request('organizations');
    const url = new URL(await entraOf().authorisationUrl({ ...asked, prompt: 'select_account' }));
    expect(url.origin + url.pathname).toBe(`${rig.emulator.loginOrigin}/organizations/oauth2/v2.0/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{ client_id: application.clientId, response_type: 'code', redirect_uri: redirectUri },
      ...{ state: asked.state, nonce: asked.nonce, prompt: 'select_account' },
      ...{ code_challenge: asked.codeChallenge, code_challenge_method: 'S256' },
    });
    expect(url.searchParams.get('scope')?.split(' ')).toContain('https://graph.microsoft.com/User.Read.All');
    expect(url.searchParams.get('scope')?.split(' ')).toContain('offline_access');
    expect(url.href).not.toContain(asked.codeVerifier);
  });

  it('can name the account, so that nobody has to choose', async () => {
    const asked = { ...request('organizations'), loginHint: 'ana@contoso.com' };
    const url = new URL(await entraOf().authorisationUrl(asked));
    expect(url.searchParams.get('login_hint')).toBe('ana@contoso.com');
  });

  it('can name the account, so that nobody has to choose', async () => {
    const asked = { ...request('organizations'), loginHint: 'ana@contoso.com' };
    const url = new URL(await entraOf().authorisationUrl(asked));
    expect(url.searchParams.get('login_hint')).toBe('ana@contoso.com');
  });

  it('says who signed in, where, and what was granted', async () => {
    const { redeemed } = await connected();
    const admin = accountOf('Global Administrator');
    expect(redeemed.tenantId).toBe(tenants[0]?.id);
    expect(redeemed.account).toEqual({
      objectId: admin.id,
      userPrincipalName: admin.userPrincipalName,
      name: admin.displayName,
    });
    expect(redeemed.grantedScopes).toEqual(expect.arrayContaining(['User.Read.All', 'Reports.Read.All']));
  });

  it.each([
    ['another nonce', { nonce: 'x' }, 'sign_in_invalid'],
    ['another verifier', { codeVerifier: 'x'.repeat(43) }, 'sign_in_invalid'],
  ])('is refused with %s', async (_, change, problem) => {
    const entra = entraOf();
    const asked = request('organizations');
    const back = await visited(entra, asked, accountOf('Global Administrator').userPrincipalName);
    const redeeming = entra.redeem({ ...asked, code: back.searchParams.get('code') ?? '', ...change });
    await expect(redeeming).rejects.toMatchObject({ problem });
  });

  it('cannot be redeemed twice', async () => {
    const entra = entraOf();
    const asked = request('organizations');
    const back = await visited(entra, asked, accountOf('Global Administrator').userPrincipalName);
    const redemption = { ...asked, code: back.searchParams.get('code') ?? '' };
    await entra.redeem(redemption);
    await expect(entra.redeem(redemption)).rejects.toMatchObject({ problem: 'code_expired' });
  });

  it('that was declined says so, with what to do', async () => {
    const asked = request('organizations');
    const back = await visited(
      entraOf(),
      asked,
      accountOf('Global Administrator', 1).userPrincipalName,
      'cancel',
    );
    const error = callbackError(
      back.searchParams.get('error') ?? '',
      back.searchParams.get('error_description') ?? '',
    );
    expect(error.problem).toBe('consent_declined');
  });
});

describe('a connection’s tokens', () => {
  it('come from the kept cache without asking Entra, and from Entra when forced', async () => {
    const { entra, redeemed } = await connected();
    const { tenantId, account, cache } = redeemed;
    const kept = await entra.delegatedToken({ cache, tenantId, account, scopes });
    expect(kept.changed).toBe(false);
    const renewed = await entra.delegatedToken({ cache, tenantId, account, scopes, forceRefresh: true });
    expect(renewed.changed).toBe(true);
    expect(renewed.token).not.toBe(kept.token);
    const after = await entra.delegatedToken({ cache: renewed.cache, tenantId, account, scopes });
    expect(after.token).toBe(renewed.token);
  });

  it('are refreshed once, however many readers find them refused', async () => {
    const { entra, redeemed } = await connected();
    let { cache } = redeemed;
    const { tenantId, account } = redeemed;
    const source = createTokenSource({
      fetch: (forceRefresh) => entra.delegatedToken({ cache, tenantId, account, scopes, forceRefresh }),
      clock: systemClock,
      onCacheChanged: async (changed) => {
        cache = changed;
      },
    });
    const refused = await source.token();
    const before = rig.emulator.stats.tokensIssued.refresh_token ?? 0;
    const renewed = await Promise.all(Array.from({ length: 25 }, () => source.renew(refused)));
    expect(new Set(renewed).size).toBe(1);
    expect((rig.emulator.stats.tokensIssued.refresh_token ?? 0) - before).toBe(1);
    expect(cache).not.toBe(redeemed.cache);
  });

  it('end when the sessions are revoked', async () => {
    const { entra, redeemed } = await connected();
    const { tenantId, account, cache } = redeemed;
    rig.emulator.revokeSessions({ tenantId, userId: account.objectId });
    const asking = entra.delegatedToken({ cache, tenantId, account, scopes, forceRefresh: true });
    await expect(asking).rejects.toMatchObject({ problem: 'revoked' });
  });

  it('are not given for another tenant or account than the one that signed in', async () => {
    const { entra, redeemed } = await connected();
    const { tenantId, account, cache } = redeemed;
    const other = { objectId: randomUUID() };
    await expect(entra.delegatedToken({ cache, tenantId, account: other, scopes })).rejects.toMatchObject({
      problem: 'revoked',
    });
    const elsewhere = { cache, tenantId: tenants[1]?.id ?? '', account, scopes };
    await expect(entra.delegatedToken(elsewhere)).rejects.toMatchObject({ problem: 'revoked' });
  });
});

describe('an application’s own tokens', () => {
  it('are given after an administrator consented, by secret or certificate', async () => {
    const tenantId = tenants[0]?.id ?? '';
    const { thumbprintSha256, privateKey } = certificate;
    const byCertificate = { certificate: { thumbprintSha256, privateKeyPem: privateKey } };
    for (const { clientId } of [application, certified])
      rig.emulator.grantAdminConsent({ tenantId, clientId });
    const first = await entraOf().applicationToken({ tenantId });
    const second = await entraOf(byCertificate, certified.clientId).applicationToken({ tenantId });
    for (const { token, expiresAt } of [first, second]) {
      expect(token.split('.')).toHaveLength(3);
      expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    }
  });

  it('are consented to at an address of that tenant', () => {
    const tenantId = tenants[0]?.id ?? '';
    const url = new URL(entraOf().adminConsentUrl({ tenant: tenantId, redirectUri, state: 's' }));
    expect(url.origin + url.pathname).toBe(`${rig.emulator.loginOrigin}/${tenantId}/v2.0/adminconsent`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: application.clientId,
      scope: 'https://graph.microsoft.com/.default',
      redirect_uri: redirectUri,
      state: 's',
    });
  });

  it.each(['common', 'contoso.onmicrosoft.com', '../x', ''])(
    'are for no tenant called %j',
    async (tenantId) => {
      await expect(async () => entraOf().applicationToken({ tenantId })).rejects.toMatchObject({
        problem: 'tenant_not_found',
      });
    },
  );
});

describe('Entra that is busy or away', () => {
  it('is reported as unavailable, not as a refusal', async () => {
    const closed = customEndpoints({
      loginOrigin: 'https://127.0.0.1:9',
      graphOrigin: 'https://127.0.0.1:9',
    });
    const egress = createEgress({ endpoints: closed });
    open.push(egress);
    const entra = createEntraClient({
      endpoints: closed,
      clientId: application.clientId,
      credential: { secret },
      clock: systemClock,
      egress,
    });
    await expect(entra.applicationToken({ tenantId: randomUUID() })).rejects.toMatchObject({
      problem: 'unavailable',
    });
  });
});
