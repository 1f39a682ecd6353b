import type { ColumnType, Selectable } from 'kysely';
import type { Json } from './canonical-json.ts';
import type { actorKinds, Entry } from './entry.ts';

/** Written as JSON text, read as a value; never updated. */
type JsonColumn = ColumnType<Json, string | null, never>;
/** `bigint` arrives as text. */
type BigInteger = ColumnType<string, number, never>;

interface AuditChainTable {
  readonly organisationId: string;
  readonly sequence: ColumnType<string, undefined, number>;
  readonly hash: ColumnType<Buffer, undefined, Buffer>;
}

interface AuditEntryTable {
  readonly organisationId: string;
  readonly sequence: BigInteger;
  readonly format: number;
  readonly at: Date;
  readonly actorKind: (typeof actorKinds)[number];
  readonly actorId: string;
  readonly actorLabel: string;
  readonly viaOrganisationId: string | null;
  readonly action: string;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly targetLabel: string | null;
  readonly before: JsonColumn;
  readonly after: JsonColumn;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly salt: Buffer | null;
  readonly detailHash: Buffer;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

interface AuditCheckpointTable {
  readonly number: BigInteger;
  readonly at: Date;
  readonly organisationId: string;
  readonly sequence: BigInteger;
  readonly hash: Buffer;
  readonly previousHash: Buffer;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** The audit tables, for `db.withTables<AuditTables>()`. */
export type AuditTables = {
  readonly auditChain: AuditChainTable;
  readonly auditEntry: AuditEntryTable;
  readonly auditCheckpoint: AuditCheckpointTable;
};

export type EntryRow = Selectable<AuditEntryTable>;
export type CheckpointRow = Selectable<AuditCheckpointTable>;

/** An entry from its row. */
export const entryOf = (row: EntryRow): Entry => ({
  format: row.format,
  organisationId: row.organisationId,
  sequence: Number(row.sequence),
  at: row.at,
  actor: { kind: row.actorKind, id: row.actorId, label: row.actorLabel },
  viaOrganisationId: row.viaOrganisationId,
  action: row.action,
  target:
    row.targetKind === null ? null : { kind: row.targetKind, id: row.targetId ?? '', label: row.targetLabel },
  before: row.before,
  after: row.after,
  requestId: row.requestId,
  address: row.address,
  salt: row.salt,
  detailHash: row.detailHash,
  previousHash: row.previousHash,
  hash: row.hash,
});
