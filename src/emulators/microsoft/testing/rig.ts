import 'reflect-metadata';

import { createHash, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import type { EmulatedApplication } from '../applications.ts';
import {
  type MicrosoftEmulator,
  type MicrosoftEmulatorOptions,
  startMicrosoftEmulator,
} from '../emulator.ts';
import { type EmulatedTenant, generateTenant } from '../tenant/tenant.ts';
import { createTrustedFetch, type Fetch } from './trusted-fetch.ts';

export const redirectUri = 'http://localhost:3999/api/v1/microsoft/callback';

/** An application that only reads, by a secret. */
export const reader: EmulatedApplication = {
  clientId: '11111111-1111-4111-8111-111111111111',
  displayName: 'Trimtab (read)',
  secret: 'reader-secret',
  redirectUris: [redirectUri],
  permissions: {
    delegated: ['User.Read', 'User.Read.All', 'Organization.Read.All'],
    application: [
      'LicenseAssignment.Read.All',
      'Organization.Read.All',
      'User.Read.All',
      'AuditLog.Read.All',
      'Group.Read.All',
      'MailboxSettings.Read',
      'Reports.Read.All',
      'ReportSettings.Read.All',
    ],
  },
};

/** An application that changes licences as well. */
export const writer: EmulatedApplication = {
  clientId: '22222222-2222-4222-8222-222222222222',
  displayName: 'Trimtab (write)',
  secret: 'writer-secret',
  redirectUris: [redirectUri],
  permissions: {
    delegated: ['User.Read'],
    application: [
      ...(reader.permissions?.application ?? []),
      'LicenseAssignment.ReadWrite.All',
      'GroupMember.ReadWrite.All',
      'ReportSettings.ReadWrite.All',
    ],
  },
};

export interface ClientCertificate {
  readonly certificatePem: string;
  readonly privateKey: string;
  readonly thumbprintSha256: string;
}

/** A certificate as an administrator uploads it to a registration, with its private key. */
export const createClientCertificate = async (): Promise<ClientCertificate> => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const keys = {
    privateKey: await webcrypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      algorithm,
      true,
      ['sign'],
    ),
    publicKey: await webcrypto.subtle.importKey(
      'spki',
      publicKey.export({ type: 'spki', format: 'der' }),
      algorithm,
      true,
      ['verify'],
    ),
  };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Trimtab',
    keys,
    signingAlgorithm: algorithm,
  });
  const pem = certificate.toString('pem');
  return {
    certificatePem: pem,
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    thumbprintSha256: createHash('sha256').update(new X509Certificate(pem).raw).digest('hex'),
  };
};

export interface Rig {
  readonly emulator: MicrosoftEmulator;
  readonly tenant: EmulatedTenant;
  readonly fetch: Fetch;
  close(): Promise<void>;
}

/** An emulator with one tenant (or those given) and both applications, and a client that trusts it. */
export const startRig = async (options: Partial<MicrosoftEmulatorOptions> = {}, users = 60): Promise<Rig> => {
  const tenants = options.tenants ?? [generateTenant({ seed: 7, users, asOf: '2026-11-22' })];
  const [tenant] = tenants;
  if (!tenant) throw new Error('a rig needs a tenant');
  const emulator = await startMicrosoftEmulator({ applications: [reader, writer], ...options, tenants });
  const trusted = createTrustedFetch(emulator.caPem);
  return {
    emulator,
    tenant,
    fetch: trusted.fetch,
    async close() {
      await trusted.close();
      await emulator.close();
    },
  };
};

/** Grants what the registration lists, and gets a token by client credentials. */
export const applicationToken = async (
  { emulator, fetch, tenant }: Rig,
  application: EmulatedApplication,
  tenantId = tenant.id,
): Promise<string> => {
  emulator.grantAdminConsent({ tenantId, clientId: application.clientId });
  const response = await fetch(`${emulator.loginOrigin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: application.clientId,
      client_secret: application.secret ?? '',
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const body = (await response.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.access_token;
};
