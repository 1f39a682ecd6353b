import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { createBudgetRegistry } from '../connectors/microsoft/throttle/budget-registry.ts';
import { createShippedCatalogue } from '../engines/licences/catalogue/shipped.ts';
import {
  createConnectionsFeature,
  createRegistrations,
  entraCredential,
  type Gateway,
  type InstallationRegistration,
  revokeAllConnections,
} from '../features/connections/feature.ts';
import { createLicencesFeature } from '../features/licences/feature.ts';
import { findOrganisation } from '../features/organisations/feature.ts';
import type { Config } from '../platform/config/settings.ts';
import type { Gatekeeper } from '../platform/http/gatekeeper.ts';
import type { Route } from '../platform/http/route.ts';
import type { Queue } from '../platform/jobs/queue.ts';
import type { JobKind, RunContext, ScheduledTask } from '../platform/jobs/worker.ts';
import { AppError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { SampleTenant } from './demo/sample-tenant.ts';
import type { Kernel } from './kernel.ts';

export interface TenantsOptions {
  readonly kernel: Kernel;
  readonly queue: Queue;
  /** The address people type, without a slash at the end. */
  readonly publicUrl: string;
  readonly reach: Gatekeeper['reach'];
}

export interface TenantsComposition {
  /** Connects the sample's tenant with its past, and starts reading it. */
  readonly loadSample: (run: RunContext<unknown>) => Promise<{ connectionId: string; runId: string }>;
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
  close(): Promise<void>;
}

/** The features that stand on connected tenants. */
export const composeTenants = async (options: TenantsOptions): Promise<TenantsComposition> => {
  const { kernel, queue, publicUrl, reach } = options;
  const { config, tenancy, audit, keyring, clock, log } = kernel;
  // Loaded when a sample is wanted: the emulator brings an identity provider along.
  let loading: Promise<SampleTenant> | undefined;
  const sample = (): Promise<SampleTenant> => {
    loading ??= import('./demo/sample-tenant.ts').then((demo) => demo.createSampleTenant({ clock }));
    return loading;
  };
  const registrations = createRegistrations({
    installation: await installationRegistration(config),
    gateway: await gatewayOf(config),
    sample: async () => (await sample()).service(),
  });
  const catalogue = createShippedCatalogue();
  const licences = createLicencesFeature({
    ...{ tenancy, queue, catalogue, clock, newId },
    memoryLimitMib: threadMemoryMib(totalmem()),
  });
  const connections = createConnectionsFeature({
    ...{ tenancy, audit, keyring, clock, log, queue, newId, publicUrl, reach, registrations },
    budgets: createBudgetRegistry({ clock }),
    onSynced: licences.onSynced,
  });
  return {
    routes: [...connections.routes, ...licences.routes],
    jobs: [...connections.jobs, ...licences.jobs],
    tasks: [...connections.tasks, ...licences.tasks],
    loadSample: async (run) => {
      const { loadSampleTenant } = await import('./demo/load-sample-tenant.ts');
      const { threads } = licences;
      return loadSampleTenant({ queue, clock, newId, catalogue, threads, tenant: await sample() }, run);
    },
    close: async () => {
      await licences.threads.close();
      await (await loading)?.close();
    },
  };
};

/**
 * Revokes connections at once, each with the name of its organisation: see `trimtab connections revoke`.
 *
 * @throws AppError `not_found` when there is no such organisation
 */
export const revokeConnections = async (kernel: Kernel, organisationId: string | undefined) => {
  const nameOf = async (id: string): Promise<string | undefined> =>
    (await kernel.tenancy.read({ organisationId: id }, (tx) => findOrganisation(tx, id)))?.name;
  if (organisationId !== undefined && (await nameOf(organisationId)) === undefined) {
    throw new AppError('not_found', {
      detail: `--organisation: found "${organisationId}", expected the id of an organisation of this installation.`,
      fix: 'Settings → Organisation shows it; --all takes every organisation.',
    });
  }
  const done = await revokeAllConnections(kernel, organisationId);
  const ids = [...new Set(done.revoked.map((each) => each.organisationId))];
  const names = new Map(await Promise.all(ids.map(async (id) => [id, (await nameOf(id)) ?? id] as const)));
  const revoked = done.revoked.map((each) => ({
    ...each,
    organisation: names.get(each.organisationId) ?? each.organisationId,
  }));
  return { ...done, revoked };
};

const mib = 1024 * 1024;

/** What judging or planning one tenant may take: half of the machine, and no more than the largest tenants want. */
const threadMemoryMib = (machineBytes: number): number =>
  Math.round(Math.min(4096, Math.max(512, machineBytes / 2 / mib)));

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
