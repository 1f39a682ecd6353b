import type { ColumnType } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Connection, Sync, SyncSource } from '../../shared/connections/contract.ts';

/** `bigint` arrives as text and is written as a number. */
type Big = ColumnType<string, number | undefined, number>;
/** jsonb: written as text, so that an array is not taken for a PostgreSQL array. */
type Json<T> = ColumnType<T | null, string | null, string | null>;

export interface ConnectionTable {
  id: string;
  organisationId: string;
  kind: 'microsoft';
  name: string;
  cloud: Connection['cloud'];
  level: Connection['level'];
  mode: Connection['mode'];
  state: Connection['state'];
  tenantId: string | null;
  tenantName: string | null;
  tenantDomain: string | null;
  wantedTenantId: string | null;
  accountId: string | null;
  consentedBy: string | null;
  registration: Connection['registration'];
  clientId: string | null;
  granted: string[];
  isPremium: boolean | null;
  isConcealed: boolean | null;
  problem: Json<NonNullable<Connection['problem']>>;
  syncHour: number | null;
  nextSyncAt: Date | null;
  createdBy: string | null;
  createdAt: Date;
  connectedAt: Date | null;
  revokedAt: Date | null;
}

export interface SecretTable {
  id: string;
  organisationId: string;
  connectionId: string;
  purpose: 'tokens' | 'credential';
  value: Buffer;
  valueVersion: number;
  leaseHolder: string | null;
  leaseUntil: Date | null;
  updatedAt: Date;
}

export interface AttemptTable {
  id: string;
  organisationId: string;
  connectionId: string;
  personId: string;
  stateHash: string;
  checks: Buffer;
  checksVersion: number;
  expiresAt: Date;
  usedAt: Date | null;
}

export interface SyncTable {
  id: string;
  organisationId: string;
  connectionId: string;
  runId: string | null;
  state: Sync['state'];
  /** Read as text by `syncColumns`: a day has no time zone. */
  asOf: ColumnType<string, string, string>;
  startedAt: Date;
  finishedAt: Date | null;
  requests: Big;
  throttled: Big;
  waitedMs: Big;
  retryAt: Date | null;
}

export interface SyncSourceTable {
  id: string;
  organisationId: string;
  syncId: string;
  name: string;
  state: SyncSource['state'];
  pages: number;
  items: number;
  nextLink: string | null;
  reason: Json<NonNullable<SyncSource['reason']>>;
  refreshedOn: ColumnType<string | null, string | null, string | null>;
  concealed: boolean;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface SyncPageTable {
  id: string;
  organisationId: string;
  syncSourceId: string;
  page: number;
  items: number;
  body: Buffer;
  readAt: Date;
}

type Tables = {
  connection: ConnectionTable;
  connectionSecret: SecretTable;
  connectionAttempt: AttemptTable;
  sync: SyncTable;
  syncSource: SyncSourceTable;
  syncPage: SyncPageTable;
};

/** The transaction with the tables of this feature. */
export const tables = (tx: Tx) => tx.withTables<Tables>();
