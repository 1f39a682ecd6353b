import type { ConfidentialClientApplication } from '@azure/msal-node';
import type { EmulatedApplication } from '../applications.ts';
import { generateTenant } from '../tenant/tenant.ts';
import { createFormBrowser, expectDeparture, expectPage, type FormBrowser } from './browser.ts';
import { createMsal } from './msal.ts';
import { createClientCertificate, reader, redirectUri, startRig } from './rig.ts';

export const scopes = ['User.Read', 'User.Read.All'];

interface SignIn {
  readonly account: string;
  readonly onBehalf?: boolean;
  readonly authority?: string;
  readonly asked?: string[];
  readonly browser?: FormBrowser;
}

/** Each test has a registration of its own, so that what one consents to is unknown to the next. */
const registrations: EmulatedApplication[] = Array.from({ length: 20 }, (_, at) => ({
  ...reader,
  clientId: `00000000-0000-4000-8000-0000000000${String(at).padStart(2, '0')}`,
}));

/** An application that proves itself by a certificate. */
export const certified: EmulatedApplication = { ...reader, clientId: '33333333-3333-4333-8333-333333333333' };

const startTwoTenants = async (certificatePem: string, now: () => Date) => {
  const tenants = [7, 8].map((seed) => generateTenant({ seed, users: 40, asOf: '2026-11-22' }));
  return startRig({ tenants, applications: [...registrations, { ...certified, certificatePem }], now });
};

/** Two tenants to sign in to, with MSAL, a browser and a clock that can be moved. */
export const startEntraRig = async () => {
  const certificate = await createClientCertificate();
  let aheadMs = 0;
  let serial = 0;
  const rig = await startTwoTenants(certificate.certificatePem, () => new Date(Date.now() + aheadMs));

  const freshApplication = (): EmulatedApplication => {
    const application = registrations[serial];
    serial += 1;
    if (!application) throw new Error('more tests than registrations');
    return application;
  };

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

  return {
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
    refreshTokenOf,
    refresh,
    signedInRefreshToken,
    /** Sets the emulator's clock to so much after the machine's. */
    moveAhead(milliseconds: number) {
      aheadMs = milliseconds;
    },
  };
};
