import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { Tx } from '../postgres/database.ts';
import type { Keyring } from '../secrets/keyring.ts';
import type { Place } from '../secrets/sealed-box.ts';

interface IdempotencyKeyTable {
  id: string;
  organisationId: string;
  actorId: string;
  key: string;
  fingerprint: string;
  status: number | null;
  response: Buffer | null;
  responseVersion: number;
  createdAt: Date;
}

/** A POST that may be sent again: the key its sender chose, and what the request says. */
export interface Attempt {
  readonly organisationId: string;
  readonly actorId: string;
  readonly key: string;
  /** SHA-256 over method, address and body: the same key with another request is an error. */
  readonly fingerprint: string;
}

export interface KeptAnswer {
  readonly status: number;
  readonly response: unknown;
}

/** Keeps the answers of requests that create, so that a repeat gets the same one and nothing happens twice. */
export interface Idempotency {
  /**
   * The answer that this key got before, if it was used.
   * @throws AppError idempotency_key_reused when it was used for another request.
   */
  find(tx: Tx, attempt: Attempt): Promise<KeptAnswer | undefined>;
  /**
   * Claims the key inside the transaction that does the work. A concurrent attempt with the same key waits
   * here until the first commits, and then sees it taken.
   * @returns what `keep` needs, or nothing when somebody else has the key.
   */
  claim(tx: Tx, attempt: Attempt): Promise<Claim | undefined>;
  /** Keeps the answer beside the work, in the same transaction. */
  keep(tx: Tx, claim: Claim, answer: KeptAnswer): Promise<void>;
}

/** A claimed key: its row. */
export interface Claim {
  readonly id: string;
  readonly organisationId: string;
}

/** Fingerprint of a request. */
export const fingerprintOf = (method: string, url: string, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('hex');

const table = (tx: Tx) => tx.withTables<{ idempotencyKey: IdempotencyKeyTable }>();

// An answer is written once for its row.
const answerVersion = 1;

const placeOf = ({ id, organisationId }: Claim): Place => ({
  organisationId,
  table: 'idempotency_key',
  column: 'response',
  row: id,
  version: answerVersion,
});

/** Answers are sealed: some hold a secret that is shown once and stands nowhere else. */
export const createIdempotency = (deps: { keyring: Keyring; clock: Clock; newId: NewId }): Idempotency => ({
  find: async (tx, attempt) => {
    const row = await table(tx)
      .selectFrom('idempotencyKey')
      .select(['id', 'fingerprint', 'status', 'response', 'responseVersion'])
      .where('organisationId', '=', attempt.organisationId)
      .where('actorId', '=', attempt.actorId)
      .where('key', '=', attempt.key)
      .executeTakeFirst();
    if (!row) return undefined;
    if (row.fingerprint !== attempt.fingerprint) throw reused();
    if (row.status === null || row.response === null) return undefined;
    // Read from the row, because a change of keys seals the answer anew.
    const place = { ...placeOf({ ...attempt, id: row.id }), version: row.responseVersion };
    const response: unknown = JSON.parse((await deps.keyring.open(tx, place, row.response)).toString('utf8'));
    return { status: row.status, response };
  },
  claim: async (tx, attempt) => {
    const id = deps.newId();
    const { organisationId, actorId, key, fingerprint } = attempt;
    const inserted = await table(tx)
      .insertInto('idempotencyKey')
      .values({
        ...{ id, organisationId, actorId, key, fingerprint, createdAt: deps.clock.now() },
        ...{ status: null, response: null, responseVersion: 0 },
      })
      .onConflict((conflict) => conflict.columns(['organisationId', 'actorId', 'key']).doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n ? { id, organisationId } : undefined;
  },
  keep: async (tx, claim, { status, response }) => {
    const text = Buffer.from(JSON.stringify(response ?? null));
    const sealed = await deps.keyring.seal(tx, placeOf(claim), text);
    await table(tx)
      .updateTable('idempotencyKey')
      .set({ status, response: sealed, responseVersion: answerVersion })
      .where('id', '=', claim.id)
      .execute();
  },
});

const reused = (): AppError =>
  new AppError('idempotency_key_reused', {
    detail: 'This Idempotency-Key was used before for a request with other content.',
    fix: 'Use a fresh key for each new request; repeat a key only with the same request.',
  });

/** Forgets keys from before this instant, of the organisation in scope. Returns how many. */
export const forgetKeptAnswers = async (tx: Tx, organisationId: string, before: Date): Promise<number> => {
  const deleted = await table(tx)
    .deleteFrom('idempotencyKey')
    .where('organisationId', '=', organisationId)
    .where('createdAt', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
};
