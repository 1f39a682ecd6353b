import { type Insertable, sql } from 'kysely';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import type { Tx } from '../postgres/database.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import {
  type AuditChange,
  type AuditOrigin,
  changeSchema,
  type Entry,
  entryFormat,
  hashDetail,
  hashEntry,
  originSchema,
} from './entry.ts';
import type { AuditTables } from './tables.ts';

export interface AuditOptions {
  readonly clock: Clock;
  /** Cryptographically random bytes: `randomBytes` of node:crypto. */
  readonly randomBytes: (size: number) => Buffer;
}

export interface Audit {
  /**
   * Appends an entry to the chain of the organisation that the transaction is scoped to. It belongs to the
   * caller's transaction: when it throws, let it throw, and nothing has happened. Call it last, because it
   * holds the chain's lock until the transaction ends.
   * @throws AppError `audit_missing` when the entry is not valid or cannot be written
   */
  record(tx: Tx, origin: AuditOrigin, change: AuditChange): Promise<void>;
}

/** Makes the recorder of the audit log. */
export const createAudit = ({ clock, randomBytes }: AuditOptions): Audit => ({
  record: async (tx, origin, change) => {
    try {
      const described = describe(originSchema.parse(origin), changeSchema.parse(change));
      const head = await lockHead(tx);
      if (head.organisationId !== described.organisationId)
        throw new Error(`the transaction is scoped to another organisation, ${head.organisationId}`);
      const salt = randomBytes(16);
      const unhashed = {
        ...described,
        salt,
        format: entryFormat,
        sequence: Number(head.sequence) + 1,
        at: clock.now(),
        detailHash: hashDetail(described, salt),
        previousHash: head.hash,
      };
      await append(tx, { ...unhashed, hash: hashEntry(unhashed) });
    } catch (error) {
      throw missing(error);
    }
  },
});

const describe = (
  { actor, ...origin }: ReturnType<typeof originSchema.parse>,
  { target, ...change }: ReturnType<typeof changeSchema.parse>,
) => ({
  organisationId: origin.organisationId,
  actor: { kind: actor.kind, id: actor.id, label: actor.name },
  viaOrganisationId: origin.viaOrganisationId ?? null,
  requestId: origin.requestId ?? null,
  address: origin.address ?? null,
  action: change.action,
  target: target ? { kind: target.kind, id: target.id, label: target.label ?? null } : null,
  before: change.before,
  after: change.after,
});

/** One statement creates the chain if it is new, locks it until the transaction ends and reads its head. */
const lockHead = (tx: Tx) =>
  tx
    .withTables<AuditTables>()
    .insertInto('auditChain')
    .values({ organisationId: sql<string>`app_organisation()` })
    .onConflict((conflict) =>
      conflict.column('organisationId').doUpdateSet({ hash: (eb) => eb.ref('auditChain.hash') }),
    )
    .returning(['organisationId', 'sequence', 'hash'])
    .executeTakeFirstOrThrow();

const append = async (tx: Tx, entry: Entry): Promise<void> => {
  const tables = tx.withTables<AuditTables>();
  await tables
    .with('head', (db) =>
      db
        .updateTable('auditChain')
        .set({ sequence: entry.sequence, hash: entry.hash })
        .where('organisationId', '=', entry.organisationId),
    )
    .insertInto('auditEntry')
    .values(rowOf(entry))
    .execute();
};

const rowOf = ({ actor, target, before, after, ...entry }: Entry): Insertable<AuditTables['auditEntry']> => ({
  ...entry,
  actorKind: actor.kind,
  actorId: actor.id,
  actorLabel: actor.label,
  targetKind: target?.kind ?? null,
  targetId: target?.id ?? null,
  targetLabel: target?.label ?? null,
  before: jsonText(before),
  after: jsonText(after),
});

/** SQL null rather than the JSON null. */
const jsonText = (value: Json): string | null => (value === null ? null : canonicalJson(value));

const missing = (cause: unknown): AppError =>
  new AppError('audit_missing', {
    detail: 'The audit entry of this action could not be written, therefore the action was not done.',
    fix: 'Try again; if it happens again, tell the operator, who finds the reason in the log.',
    cause,
  });
