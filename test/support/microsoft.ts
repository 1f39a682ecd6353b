import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { EmulatedApplication } from '../../src/emulators/microsoft/applications.ts';
import {
  type MicrosoftEmulator,
  type MicrosoftEmulatorOptions,
  startMicrosoftEmulator,
} from '../../src/emulators/microsoft/emulator.ts';
import { type EmulatedTenant, generateTenant } from '../../src/emulators/microsoft/tenant/tenant.ts';
import {
  createFormBrowser,
  expectDeparture,
  expectPage,
} from '../../src/emulators/microsoft/testing/browser.ts';
import { createTrustedFetch } from '../../src/emulators/microsoft/testing/trusted-fetch.ts';
import { permissionsFor } from '../../src/shared/connections/consent.ts';
import { testPublicUrl } from './test-server.ts';

/** An emulated Microsoft with tenants, and what the program needs to know of it. */
export interface Microsoft {
  readonly emulator: MicrosoftEmulator;
  readonly tenants: readonly EmulatedTenant[];
  /** Settings of the program, by their names in the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly application: Required<Pick<EmulatedApplication, 'clientId' | 'secret'>>;
  /** Consents as this account at an address that the program gave; what Microsoft sends back with the browser. */
  consent(authorisationUrl: string, account: string, decision?: 'accept' | 'cancel'): Promise<Callback>;
  /** The global administrator of a tenant. */
  administratorOf(tenant: EmulatedTenant): string;
  close(): Promise<void>;
}

/** The body of `finishConsent`. */
export interface Callback {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
  readonly errorDescription?: string;
  readonly adminConsent?: boolean;
  readonly tenant?: string;
}

export const asOf = new Date().toISOString().slice(0, 10);

export interface MicrosoftOptions extends Partial<MicrosoftEmulatorOptions> {
  /** Permissions of the application, in place of all that the product asks for. */
  readonly roles?: readonly string[];
  /** Where the program is opened, for the way back after a consent. */
  readonly publicUrl?: string;
}

/** Starts it on loopback, with one tenant of 60 users unless others are given. */
export const startMicrosoft = async (options: MicrosoftOptions = {}): Promise<Microsoft> => {
  const tenants = options.tenants ?? [generateTenant({ seed: 7, users: 60, asOf })];
  const application = { clientId: randomUUID(), secret: `canary-secret-${randomBytes(24).toString('hex')}` };
  const registered: EmulatedApplication = {
    ...application,
    displayName: 'Trimtab',
    redirectUris: [`${options.publicUrl ?? testPublicUrl}/connections/callback/microsoft`],
    permissions: {
      delegated: permissionsFor('administrator', 'delegated').filter((name) => name.includes('.')),
      application: options.roles ?? permissionsFor('administrator', 'application'),
    },
  };
  const emulator = await startMicrosoftEmulator({ ...options, tenants, applications: [registered] });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-microsoft-'));
  const caFile = path.join(folder, 'ca.pem');
  await writeFile(caFile, emulator.caPem);
  const trusted = createTrustedFetch(emulator.caPem);
  return {
    emulator,
    tenants,
    application,
    env: {
      TRIMTAB_MICROSOFT_CLIENT_ID: application.clientId,
      TRIMTAB_MICROSOFT_CLIENT_SECRET: application.secret,
      TRIMTAB_MICROSOFT_LOGIN: emulator.loginOrigin,
      TRIMTAB_MICROSOFT_GRAPH: emulator.graphOrigin,
      TRIMTAB_MICROSOFT_CA: caFile,
    },
    administratorOf: ({ signInAccounts }) => {
      const found = signInAccounts.find(({ role }) => role === 'Global Administrator');
      if (!found) throw new Error('the tenant has no administrator');
      return found.userPrincipalName;
    },
    consent: async (url, account, decision = 'accept') => {
      const browser = createFormBrowser(trusted.fetch, emulator.loginOrigin);
      const accounts = expectPage(await browser.open(url));
      const chosen = await browser.submit(accounts, { account });
      const end = chosen.kind === 'page' ? await browser.submit(chosen, { decision }) : chosen;
      return callbackOf(expectDeparture(end));
    },
    close: async () => {
      await trusted.close();
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What the console's page posts of the address to which Microsoft sent the browser. */
const callbackOf = ({ searchParams }: URL): Callback => {
  const named = (name: string, field: string) => {
    const value = searchParams.get(name);
    return value === null ? {} : { [field]: value };
  };
  return {
    state: searchParams.get('state') ?? '',
    ...named('code', 'code'),
    ...named('error', 'error'),
    ...named('error_description', 'errorDescription'),
    ...named('tenant', 'tenant'),
    ...(searchParams.get('admin_consent') === 'True' ? { adminConsent: true } : {}),
  };
};
