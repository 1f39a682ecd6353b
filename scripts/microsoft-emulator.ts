import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EmulatedApplication } from '../src/emulators/microsoft/applications.ts';
import { type MicrosoftEmulator, startMicrosoftEmulator } from '../src/emulators/microsoft/emulator.ts';
import { generateTenant } from '../src/emulators/microsoft/tenant/tenant.ts';

/**
 * `npm run emulate:microsoft`: Entra ID and Microsoft Graph on this machine, to connect a developer's Trimtab to.
 * Prints the settings that the product wants, and the accounts to sign in with.
 */

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '400' },
    tenants: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '8443' },
    'public-url': { type: 'string', default: 'http://localhost:8420' },
    latency: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run emulate:microsoft -- [options]
  --users N        users of each tenant, 20 to 100000 (400)
  --tenants N      tenants, 1 to 20 (2)
  --seed N         which tenants: the same seed gives the same (1)
  --port N         port of the sign-in; Graph takes the next one (8443)
  --public-url U   where Trimtab is opened, for the way back after sign-in (http://localhost:8420)
  --latency MS     time that each answer of Graph takes at least (0)`;

const application = (publicUrl: string): EmulatedApplication => ({
  clientId: '7f1d3f0a-5c52-4d3e-9d53-3c6f5f0c8a11',
  displayName: 'Trimtab',
  secret: 'emulated-client-secret',
  redirectUris: [`${publicUrl}/connections/callback/microsoft`],
  permissions: {
    delegated: ['User.Read'],
    application: [
      'Organization.Read.All',
      'LicenseAssignment.Read.All',
      'User.Read.All',
      'AuditLog.Read.All',
      'Group.Read.All',
      'MailboxSettings.Read',
      'Reports.Read.All',
      'ReportSettings.Read.All',
    ],
  },
});

const numberOf = (
  name: 'users' | 'tenants' | 'seed' | 'port' | 'latency',
  least: number,
  most: number,
): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`--${name}: give a whole number from ${least} to ${most}, not "${values[name]}".`);
};

const describe = (
  emulator: MicrosoftEmulator,
  { clientId, secret }: EmulatedApplication,
  caPath: string,
): string => {
  const settings = [
    `TRIMTAB_MICROSOFT_CLIENT_ID=${clientId}`,
    `TRIMTAB_MICROSOFT_CLIENT_SECRET=${secret}`,
    `TRIMTAB_MICROSOFT_LOGIN=${emulator.loginOrigin}`,
    `TRIMTAB_MICROSOFT_GRAPH=${emulator.graphOrigin}`,
    `TRIMTAB_MICROSOFT_CA=${caPath}`,
  ];
  const tenants = emulator.tenants.map(({ tenant }) => {
    const accounts = tenant.signInAccounts.map(
      ({ userPrincipalName, role }) => `  ${userPrincipalName}  (${role})`,
    );
    return [`${tenant.displayName}, ${tenant.users.length} users, tenant ${tenant.id}`, ...accounts].join(
      '\n',
    );
  });
  return [...settings, '', 'Accounts; there are no passwords:', ...tenants, '', 'Ctrl+C ends it.'].join('\n');
};

const run = async (): Promise<void> => {
  const [users, seed] = [numberOf('users', 20, 100_000), numberOf('seed', 0, 1_000_000)];
  const asOf = new Date().toISOString().slice(0, 10);
  const tenants = Array.from({ length: numberOf('tenants', 1, 20) }, (_, at) =>
    generateTenant({ seed: seed + at, users, asOf }),
  );
  const registered = application(values['public-url'].replace(/\/$/, ''));
  const emulator = await startMicrosoftEmulator({
    tenants,
    applications: [registered],
    host: 'localhost',
    port: numberOf('port', 0, 65_534),
    latencyMs: numberOf('latency', 0, 60_000),
  });
  const caPath = join(tmpdir(), 'trimtab-emulated-microsoft-ca.pem');
  await writeFile(caPath, emulator.caPem);
  console.log(describe(emulator, registered, caPath));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
};

if (values.help) console.log(usage);
else await run();
