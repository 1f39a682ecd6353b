import { type AuditSink, audited } from '../../platform/http/organisation-context.ts';
import { listKeyHolders } from '../../platform/secrets/key-holders.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { Clock } from '../../shared/time.ts';
import { type ConnectionRow, listLiveIds, lockConnection } from './connection-repo.ts';
import { revokeConnection } from './stop-connection.ts';

export interface RevokeAllDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly clock: Clock;
}

/** A connection that was revoked, by name. */
export interface RevokedConnection {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly name: string;
  /** The tenant's own name, or its id. */
  readonly tenant: string | null;
}

export interface Revoked {
  /** Organisations with a connection that was revoked. */
  readonly organisations: number;
  readonly connections: number;
  /** Connections that nobody had consented to: they held no tokens, and nobody can consent to them any more. */
  readonly drafts: number;
  readonly revoked: readonly RevokedConnection[];
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
  const revoked: RevokedConnection[] = [];
  let drafts = 0;
  for (const holder of holders) {
    const ids = await deps.tenancy.read({ organisationId: holder }, listLiveIds);
    for (const id of ids) {
      const row = await revokeOne(deps, holder, id);
      if (row?.state === 'pending') drafts += 1;
      else if (row) revoked.push(described(row));
    }
  }
  const organisations = new Set(revoked.map((each) => each.organisationId)).size;
  return { organisations, connections: revoked.length, drafts, revoked };
};

const described = (row: ConnectionRow): RevokedConnection => ({
  organisationId: row.organisationId,
  connectionId: row.id,
  name: row.name,
  tenant: row.tenantName ?? row.tenantDomain ?? row.tenantId,
});

/** The connection as it was, or nothing where another hand was quicker. */
const revokeOne = (
  deps: RevokeAllDependencies,
  organisationId: string,
  id: string,
): Promise<ConnectionRow | undefined> =>
  deps.tenancy.write({ organisationId }, async (tx) => {
    const connection = await lockConnection(tx, id);
    if (!connection || connection.state === 'revoked') return undefined;
    const actor = {
      kind: 'system',
      id: 'connections.revoke-all',
      name: 'trimtab connections revoke',
    } as const;
    await audited(deps.audit, { organisationId, actor }, tx, (change) =>
      revokeConnection(deps, change, connection),
    );
    return connection;
  });
