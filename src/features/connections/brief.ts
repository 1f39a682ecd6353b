import type { Tx } from '../../platform/postgres/database.ts';
import { listConnections } from './connection-repo.ts';
import { findLatestComplete, listSources, type SourceRow, type SyncRow } from './sync-repo.ts';

/** A connection as other features need it. */
export interface ConnectionBrief {
  readonly id: string;
  readonly name: string;
  readonly state: 'pending' | 'connected' | 'broken' | 'revoked';
  readonly tenantId: string | null;
  readonly tenantName: string | null;
  readonly tenantDomain: string | null;
  readonly isPremium: boolean | null;
  readonly isConcealed: boolean | null;
}

/** Connections of the organisation in scope, newest first. */
export const listConnectionsBrief = async (tx: Tx): Promise<ConnectionBrief[]> =>
  (await listConnections(tx, { limit: 1000 })).map(
    ({ id, name, state, tenantId, tenantName, tenantDomain, isPremium, isConcealed }) => ({
      ...{ id, name, state, tenantId, tenantName, tenantDomain, isPremium, isConcealed },
    }),
  );

/** The newest complete sync of a connection: the one whose pages are kept. */
export const latestCompleteSync = (tx: Tx, connectionId: string): Promise<SyncRow | undefined> =>
  findLatestComplete(tx, connectionId);

/** What a sync read, how complete, and why not. */
export const listSyncSources = (tx: Tx, syncId: string): Promise<SourceRow[]> => listSources(tx, [syncId]);
