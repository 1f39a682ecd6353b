import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createTenantState } from '../directory/tenant-state.ts';
import { createTenants } from '../directory/tenants.ts';
import { generateTenant } from '../tenant/tenant.ts';
import { createAccess, requireAuditLog, requirePermission } from './access.ts';

const tenant = generateTenant({ seed: 1, users: 20, asOf: '2026-11-22' });
const state = createTenantState(tenant);
const tenants = createTenants([state], () => 0);
const { privateKey: signingKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const now = new Date('2026-11-22T12:00:00Z');
const seconds = now.getTime() / 1000;
const audience = 'https://graph.microsoft.com';
const access = createAccess({ signingKey, audience, tenants, clock: () => now });

const usual = {
  aud: audience,
  tid: tenant.id,
  appid: 'app',
  idtyp: 'app',
  roles: ['User.Read.All'],
  nbf: seconds,
  exp: seconds + 60,
};

const bearer = async (claims: Record<string, unknown>) =>
  `Bearer ${await new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(signingKey)}`;

test('a token is good for its audience, its tenant and its time only', async () => {
  const caller = await access.callerOf(await bearer({}));
  expect(caller).toMatchObject({ clientId: 'app', userId: undefined });
  expect([...caller.permissions]).toEqual(['User.Read.All']);
  const bad = [
    { aud: 'https://management.azure.com' },
    { tid: '00000000-0000-4000-8000-000000000000' },
    { nbf: seconds - 7200, exp: seconds - 3600 },
    { nbf: seconds + 3600, exp: seconds + 7200 },
  ];
  for (const claims of bad) {
    await expect(access.callerOf(await bearer(claims)), JSON.stringify(claims)).rejects.toMatchObject({
      status: 401,
    });
  }
});

const callerAs = (role: string) => {
  const userId = tenant.signInAccounts.find((account) => account.role === role)?.id;
  const permissions = new Set(['Reports.Read.All', 'LicenseAssignment.ReadWrite.All', 'AuditLog.Read.All']);
  return { clientId: 'app', state, userId, permissions };
};

test('on behalf of a user, reports want a reader’s role besides the permission, and writes an administrator’s', () => {
  const reports = { anyOf: ['Reports.Read.All'], role: 'reader' } as const;
  const writes = { anyOf: ['LicenseAssignment.ReadWrite.All'], role: 'administrator' } as const;
  expect(() => requirePermission(callerAs('Global Administrator'), writes)).not.toThrow();
  expect(() => requirePermission(callerAs('Global Reader'), reports)).not.toThrow();
  expect(() => requirePermission(callerAs('Global Reader'), writes)).toThrow('Insufficient privileges');
  expect(() => requirePermission(callerAs('User'), reports)).toThrow('Insufficient privileges');
  expect(() => requireAuditLog(callerAs('User'))).toThrow('AuditLog.Read.All');
  expect(() => requireAuditLog(callerAs('Global Reader'))).not.toThrow();
});
