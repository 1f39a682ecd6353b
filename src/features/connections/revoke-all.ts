import { type AuditSink, audited } from '../../platform/http/organisation-context.ts';
import { listKeyHolders } from '../../platform/secrets/key-holders.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { Clock } from '../../shared/time.ts';
import { listLiveIds, lockConnection } from './connection-repo.ts';
import { revokeConnection } from './stop-connection.ts';

export interface RevokeAllDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

export interface Revoked {
  readonly organisations: number;
  readonly connections: number;
}

/**
 * Revokes every connection of one organisation, or of all: for the day on which tokens may have been stolen. One
 * transaction for each connection, so that what is done is done.
 */
export const revokeAllConnections = async (
  deps: RevokeAllDependencies,
  organisationId?: string,
): Promise<Revoked> => {
  // Whoever holds tokens holds a data key.
  const holders =
    organisationId === undefined
      ? await deps.tenancy.read({ organisationId: installationId }, listKeyHolders)
      : [organisationId];
  let organisations = 0;
  let connections = 0;
  for (const holder of holders) {
    const ids = await deps.tenancy.read({ organisationId: holder }, listLiveIds);
    for (const id of ids) if (await revokeOne(deps, holder, id)) connections += 1;
    if (ids.length > 0) organisations += 1;
  }
  return { organisations, connections };
};

const revokeOne = (deps: RevokeAllDependencies, organisationId: string, id: string): Promise<boolean> =>
  deps.tenancy.write({ organisationId }, async (tx) => {
    const connection = await lockConnection(tx, id);
    if (!connection || connection.state === 'revoked') return false;
    const actor = {
      kind: 'system',
      id: 'connections.revoke-all',
      name: 'trimtab connections revoke',
    } as const;
    await audited(deps.audit, { organisationId, actor }, tx, (change) =>
      revokeConnection(deps, change, connection),
    );
    return true;
  });
