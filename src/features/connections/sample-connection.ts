import type { Change } from '../../platform/http/context.ts';
import { permissionsFor } from '../../shared/connections/consent.ts';
import { type ConnectionRow, findByTenant, holdTenant, insertConnection } from './connection-repo.ts';
import { type StartDependencies, startSync, targetOf } from './start-sync.ts';

export interface SampleConnection {
  readonly organisationId: string;
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly createdBy: string | null;
}

/**
 * Connects the tenant of the sample organisation, which needs nobody's consent, and starts reading it; where it is
 * connected already, it is read again.
 */
export const connectSample = async (
  deps: StartDependencies,
  change: Change,
  sample: SampleConnection,
): Promise<{ connectionId: string; runId: string }> => {
  const tenantId = sample.tenantId.toLowerCase();
  await holdTenant(change.tx, sample.organisationId, tenantId);
  const existing = await findByTenant(change.tx, tenantId);
  if (existing) {
    const { runId } = await startSync(deps, change, existing, sample.createdBy);
    return { connectionId: existing.id, runId };
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
  const { runId } = await startSync(deps, change, connection, sample.createdBy);
  return { connectionId: connection.id, runId };
};
