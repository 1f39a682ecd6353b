import { readFile } from 'node:fs/promises';
import { createBudgetRegistry } from '../connectors/microsoft/throttle/budget-registry.ts';
import {
  createConnectionsFeature,
  createRegistrations,
  entraCredential,
  type Gateway,
  type InstallationRegistration,
  type OnSynced,
  revokeAllConnections,
  type SampleService,
} from '../features/connections/feature.ts';
import type { Config } from '../platform/config/settings.ts';
import type { Gatekeeper } from '../platform/http/gatekeeper.ts';
import type { Route } from '../platform/http/route.ts';
import type { Queue } from '../platform/jobs/queue.ts';
import type { JobKind, ScheduledTask } from '../platform/jobs/worker.ts';
import { AppError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Kernel } from './kernel.ts';

export interface TenantsOptions {
  readonly kernel: Kernel;
  readonly queue: Queue;
  /** The address people type, without a slash at the end. */
  readonly publicUrl: string;
  readonly reach: Gatekeeper['reach'];
  /** Judges what a sync has read; absent: a sync is complete when it is read. */
  readonly onSynced?: OnSynced | undefined;
  /** What stands in for Microsoft in the sample organisation. */
  readonly sampleEndpoints?: (() => Promise<SampleService>) | undefined;
}

export interface TenantsComposition {
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
}

/** The features that stand on connected tenants. */
export const composeTenants = async (options: TenantsOptions): Promise<TenantsComposition> => {
  const { kernel, queue, publicUrl, reach } = options;
  const { config, tenancy, audit, keyring, clock, log } = kernel;
  const registrations = createRegistrations({
    installation: await installationRegistration(config),
    gateway: await gatewayOf(config),
    sample: options.sampleEndpoints,
  });
  const connections = createConnectionsFeature({
    ...{ tenancy, audit, keyring, clock, log, queue, newId, publicUrl, reach, registrations },
    budgets: createBudgetRegistry({ clock }),
    onSynced: options.onSynced,
  });
  return { routes: connections.routes, jobs: connections.jobs, tasks: connections.tasks };
};

/** Revokes connections at once: see `trimtab connections revoke`. */
export const revokeConnections = (kernel: Kernel, organisationId: string | undefined) =>
  revokeAllConnections(kernel, organisationId);

const readSetting = (env: string, path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid_input', {
      detail: `${env} names ${path}, which cannot be read.`,
      fix: 'Correct the setting, or let the program read the file.',
      cause,
    });
  });

const installationRegistration = async (config: Config): Promise<InstallationRegistration | undefined> => {
  const { microsoftClientId: clientId, microsoftCloud: cloud } = config;
  if (clientId === undefined) return undefined;
  const { microsoftCertificateFile, microsoftPrivateKeyFile, microsoftClientSecretFile } = config;
  if (microsoftCertificateFile !== undefined && microsoftPrivateKeyFile !== undefined) {
    const certificatePem = await readSetting('TRIMTAB_MICROSOFT_CERTIFICATE_FILE', microsoftCertificateFile);
    const privateKeyPem = await readSetting('TRIMTAB_MICROSOFT_PRIVATE_KEY_FILE', microsoftPrivateKeyFile);
    return { cloud, clientId, credential: entraCredential({ certificatePem, privateKeyPem }) };
  }
  const clientSecret =
    microsoftClientSecretFile === undefined
      ? config.microsoftClientSecret
      : (await readSetting('TRIMTAB_MICROSOFT_CLIENT_SECRET_FILE', microsoftClientSecretFile)).trim();
  return clientSecret === undefined
    ? undefined
    : { cloud, clientId, credential: entraCredential({ clientSecret }) };
};

const gatewayOf = async (config: Config): Promise<Gateway | undefined> => {
  const { microsoftLogin, microsoftGraph, microsoftCloud: cloud, microsoftCa } = config;
  if (microsoftLogin === undefined || microsoftGraph === undefined) return undefined;
  const caPem = microsoftCa && (await readSetting('TRIMTAB_MICROSOFT_CA', microsoftCa));
  return { cloud, loginOrigin: microsoftLogin, graphOrigin: microsoftGraph, caPem: caPem || undefined };
};
