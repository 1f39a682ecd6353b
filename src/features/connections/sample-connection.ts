import type { Change } from '../../platform/http/context.ts';
import { permissionsFor } from '../../shared/connections/consent.ts';
import { notFound } from '../../shared/errors.ts';
import {
  type ConnectionRow,
  findByTenant,
  holdTenant,
  insertConnection,
  lockConnection,
} from './connection-repo.ts';
import { type StartDependencies, startSync, targetOf } from './start-sync.ts';

export interface SampleConnection {
  readonly organisationId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly createdBy: string | null;
}

/** Connects the tenant of the sample organisation, which needs nobody's consent, unless it is connected already. */
export const connectSample = async (
  deps: StartDependencies,
  change: Change,
  sample: SampleConnection,
): Promise<{ connectionId: string }> => {
  const tenantId = sample.tenantId.toLowerCase();
  await holdTenant(change.tx, sample.organisationId, tenantId);
  const existing = await findByTenant(change.tx, tenantId);
  if (existing) {
    await change.audit({ action: 'connection.reused', target: targetOf(existing) });
    return { connectionId: existing.id };
  }
  const at = deps.clock.now();
  const connection: ConnectionRow = {
    id: deps.newId(),
    organisationId: sample.organisationId,
    name: sample.name,
    kind: 'microsoft',
    cloud: 'sample',
    level: 'administrator',
    mode: 'application',
    state: 'connected',
    registration: 'installation',
    clientId: sample.clientId,
    tenantId,
    ...{ tenantName: null, tenantDomain: null, wantedTenantId: null, accountId: null, consentedBy: null },
    granted: [...permissionsFor('administrator', 'application')],
    ...{ isPremium: null, isConcealed: null, problem: null, syncHour: null, nextSyncAt: null },
    createdBy: sample.createdBy,
    createdAt: at,
    connectedAt: at,
    revokedAt: null,
  };
  await insertConnection(change.tx, { ...connection, problem: null });
  await change.audit({
    action: 'connection.created',
    target: targetOf(connection),
    after: { cloud: 'sample' },
  });
  return { connectionId: connection.id };
};

/** Starts reading it; returns the id of the run. */
export const readSample = async (
  deps: StartDependencies,
  change: Change,
  { connectionId, createdBy }: { readonly connectionId: string; readonly createdBy: string | null },
): Promise<string> => {
  const connection = await lockConnection(change.tx, connectionId);
  if (!connection) throw notFound('connection');
  return (await startSync(deps, change, connection, createdBy)).runId;
};
