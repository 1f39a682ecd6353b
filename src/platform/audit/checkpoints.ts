import { sql } from 'kysely';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import type { Database, Tx } from '../postgres/database.ts';
import type { AuditKey } from './audit-key.ts';
import { type Checkpoint, checkpointOf, hashCheckpoint, lineOf, signCheckpoint } from './checkpoint.ts';
import { appendLines, readTail } from './checkpoint-file.ts';
import type { AuditTables } from './tables.ts';

export interface CheckpointsOptions {
  readonly db: Database;
  readonly key: AuditKey;
  /** The file outside the database: `checkpointFileOf(dataDir)`. */
  readonly file: string;
  readonly clock: Clock;
}

export interface Checkpoints {
  /**
   * Signs the head of every chain that grew since its last checkpoint, in the database first and then in the
   * file, and completes the file where an earlier run was cut short. Doing it twice adds nothing. Returns how
   * many were signed.
   * @throws AppError `unavailable` when the file knows later checkpoints than the database, or others: then an
   * older state of the database is running, and its checkpoints must not be mixed with those in the file
   */
  checkpoint(): Promise<number>;
}

/** Makes the writer of signed checkpoints; run it every minute and on shutdown. */
export const createCheckpoints = ({ db, key, file, clock }: CheckpointsOptions): Checkpoints => ({
  checkpoint: async () => {
    await assertSameHistory(db, file);
    const signed = await db.transaction().execute(async (tx) => {
      await lock(tx);
      return signHeads(tx, key, clock);
    });
    // A second transaction: only what is committed may stand in the file.
    await db.transaction().execute(async (tx) => {
      await lock(tx);
      await completeFile(tx, file);
    });
    return signed;
  },
});

/** One writer of checkpoints at a time, among all processes. The number is arbitrary but ours. */
const lock = (tx: Tx) => sql`select pg_advisory_xact_lock(7215240001)`.execute(tx);

const assertSameHistory = async (db: Database, file: string): Promise<void> => {
  const { last } = await readTail(file);
  if (last === undefined) return;
  const row = await db
    .withTables<AuditTables>()
    .selectFrom('auditCheckpoint')
    .selectAll()
    .where('number', '=', String(last.number))
    .executeTakeFirst();
  if (row && lineOf(checkpointOf(row)) === lineOf(last)) return;
  throw new AppError('unavailable', {
    detail: `${file} ends with checkpoint ${last.number} of the audit log, which this database does not have: the database is older than the file, or another one.`,
    fix: 'If you restored a backup on purpose, keep the file as evidence and move it away; otherwise find out who replaced the database. `trimtab audit verify` shows what is missing.',
    meta: { checkpoint: last.number },
  });
};

const signHeads = async (tx: Tx, key: AuditKey, clock: Clock): Promise<number> => {
  const tables = tx.withTables<AuditTables>();
  const grown = await tables
    .selectFrom('auditChain')
    .selectAll()
    .where('sequence', '>', '0')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('auditCheckpoint')
            .whereRef('auditCheckpoint.organisationId', '=', 'auditChain.organisationId')
            .whereRef('auditCheckpoint.sequence', '=', 'auditChain.sequence'),
        ),
      ),
    )
    .orderBy('organisationId')
    .execute();
  if (grown.length === 0) return 0;
  const last = await tables
    .selectFrom('auditCheckpoint')
    .selectAll()
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  let before = last && checkpointOf(last);
  for (const head of grown) {
    before = signHead(head, before, key, clock);
    await tables.insertInto('auditCheckpoint').values(rowOf(before)).execute();
  }
  return grown.length;
};

const signHead = (
  head: { readonly organisationId: string; readonly sequence: string; readonly hash: Buffer },
  before: Checkpoint | undefined,
  key: AuditKey,
  clock: Clock,
): Checkpoint =>
  signCheckpoint(
    {
      number: (before?.number ?? 0) + 1,
      at: clock.now().toISOString(),
      organisationId: head.organisationId,
      sequence: Number(head.sequence),
      hash: head.hash.toString('hex'),
      previous: hashCheckpoint(before),
    },
    key,
  );

const rowOf = (checkpoint: Checkpoint) => ({
  number: checkpoint.number,
  at: new Date(checkpoint.at),
  organisationId: checkpoint.organisationId,
  sequence: checkpoint.sequence,
  hash: Buffer.from(checkpoint.hash, 'hex'),
  previousHash: Buffer.from(checkpoint.previous, 'hex'),
  keyId: checkpoint.keyId,
  signature: Buffer.from(checkpoint.signature, 'hex'),
});

/** Appends what the file lacks, a thousand at a time. */
const completeFile = async (tx: Tx, file: string): Promise<void> => {
  for (;;) {
    const { last, endBytes } = await readTail(file);
    const rows = await tx
      .withTables<AuditTables>()
      .selectFrom('auditCheckpoint')
      .selectAll()
      .where('number', '>', String(last?.number ?? 0))
      .orderBy('number')
      .limit(1000)
      .execute();
    if (rows.length === 0) return;
    await appendLines(file, endBytes, rows.map(checkpointOf));
  }
};
