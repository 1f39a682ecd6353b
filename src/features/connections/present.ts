import type { Tx } from '../../platform/postgres/database.ts';
import type { Connection, Sync, SyncSource } from '../../shared/connections/contract.ts';
import { formatInstant } from '../../shared/time.ts';
import type { ConnectionRow } from './connection-repo.ts';
import { lackingOf } from './sync-plan.ts';
import { listLastSyncs, listSources, type SourceRow, type SyncRow } from './sync-repo.ts';

const instant = (at: Date | null): string | null => (at ? formatInstant(at) : null);

const presentSource = (row: SourceRow): SyncSource => ({
  name: row.name,
  state: row.state,
  pages: row.pages,
  items: row.items,
  reason: row.reason,
  refreshedOn: row.refreshedOn,
  concealed: row.concealed,
  startedAt: instant(row.startedAt),
  finishedAt: instant(row.finishedAt),
});

/** A sync as the API shows it; never its links. */
export const presentSync = (row: SyncRow, sources: readonly SourceRow[]): Sync => ({
  id: row.id,
  runId: row.runId,
  state: row.state,
  asOf: row.asOf,
  startedAt: formatInstant(row.startedAt),
  finishedAt: instant(row.finishedAt),
  sources: sources.filter(({ syncId }) => syncId === row.id).map(presentSource),
  traffic: {
    requests: Number(row.requests),
    throttled: Number(row.throttled),
    waitedSeconds: Math.round(Number(row.waitedMs) / 1000),
  },
});

/** A connection as the API shows it; nothing of its tokens. */
const presentConnection = (row: ConnectionRow, lastSync: Sync | null): Connection => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  cloud: row.cloud,
  level: row.level,
  mode: row.mode,
  state: row.state,
  tenantId: row.tenantId,
  tenantName: row.tenantName,
  tenantDomain: row.tenantDomain,
  consentedBy: row.consentedBy,
  registration: row.registration,
  clientId: row.clientId,
  granted: row.granted,
  lacking: row.connectedAt ? lackingOf(row, row.granted) : [],
  premium: row.isPremium,
  concealed: row.isConcealed,
  problem: row.problem,
  syncHour: row.syncHour,
  connectedAt: instant(row.connectedAt),
  revokedAt: instant(row.revokedAt),
  createdAt: formatInstant(row.createdAt),
  lastSync,
});

/** Connections with their last syncs, read in the same transaction. */
export const presentConnections = async (tx: Tx, rows: readonly ConnectionRow[]): Promise<Connection[]> => {
  const syncs = await listLastSyncs(
    tx,
    rows.map(({ id }) => id),
  );
  const sources = await listSources(
    tx,
    syncs.map(({ id }) => id),
  );
  return rows.map((row) => {
    const last = syncs.find(({ connectionId }) => connectionId === row.id);
    return presentConnection(row, last ? presentSync(last, sources) : null);
  });
};
