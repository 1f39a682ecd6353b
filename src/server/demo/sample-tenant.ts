import { randomBytes } from 'node:crypto';
import { type MicrosoftEmulator, startMicrosoftEmulator } from '../../emulators/microsoft/emulator.ts';
import { type EmulatedTenant, generateTenant } from '../../emulators/microsoft/tenant/tenant.ts';
import type { SampleService } from '../../features/connections/feature.ts';
import { permissionsFor } from '../../shared/connections/consent.ts';
import type { Clock } from '../../shared/time.ts';

/** The tenant of every sample organisation: another seed is another company. */
const seed = 365;
const sampleUsers = 2000;
const clientId = '5a3b1d36-0a57-4c3f-9d0e-7472696d7461';

/** What stands in for Microsoft in the sample organisation: started when it is first wanted, on the loopback only. */
export interface SampleTenant {
  /** The tenant's id, the same every day; and what the application calls itself there. */
  readonly tenantId: string;
  readonly clientId: string;
  service(): Promise<SampleService>;
  close(): Promise<void>;
}

interface Running {
  /** The day the tenant is seen at: tomorrow it has to be made anew. */
  readonly day: string;
  readonly emulator: MicrosoftEmulator;
}

/** The sample's tenant as it looks, or looked, on a day. */
export const sampleTenantAt = (asOf: string, present: string): EmulatedTenant =>
  generateTenant({ seed, users: sampleUsers, asOf, present });

/**
 * Serves the sample's tenant through the emulator of Entra ID and Microsoft Graph. Its certificate authority and the
 * secret of its application are made at the start and never leave the process.
 */
export const createSampleTenant = ({ clock }: { readonly clock: Clock }): SampleTenant => {
  const clientSecret = randomBytes(24).toString('base64url');
  const permissions = permissionsFor('administrator', 'application');
  let running: Promise<Running> | undefined;

  const start = async (day: string): Promise<Running> => {
    const tenant = sampleTenantAt(day, day);
    const emulator = await startMicrosoftEmulator({
      tenants: [tenant],
      applications: [{ clientId, secret: clientSecret, permissions: { application: permissions } }],
    });
    emulator.grantAdminConsent({ tenantId: tenant.id, clientId });
    return { day, emulator };
  };

  const current = async (): Promise<Running> => {
    const day = clock.now().toISOString().slice(0, 10);
    const before = await running?.catch(() => undefined);
    if (before?.day === day) return before;
    running = start(day);
    // A sync that began before midnight is tried again and finds the new day.
    await before?.emulator.close();
    return running;
  };

  // Callers that come at once wait for the same start.
  let queue: Promise<unknown> = Promise.resolve();
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work, work);
    queue = next;
    return next;
  };

  return {
    // The id follows from the seed alone.
    tenantId: generateTenant({ seed, users: 20, asOf: '2026-01-01' }).id,
    clientId,
    service: () =>
      oneAtATime(async () => {
        const { emulator } = await current();
        const { loginOrigin, graphOrigin, caPem } = emulator;
        return { loginOrigin, graphOrigin, caPem, clientId, clientSecret };
      }),
    close: () => oneAtATime(async () => (await running?.catch(() => undefined))?.emulator.close()),
  };
};
