import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { Tx } from '../postgres/database.ts';

interface IdempotencyKeyTable {
  organisationId: string;
  actorId: string;
  key: string;
  fingerprint: string;
  status: number | null;
  response: string | null;
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

/** Fingerprint of a request. */
export const fingerprintOf = (method: string, url: string, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('hex');

const table = (tx: Tx) => tx.withTables<{ idempotencyKey: IdempotencyKeyTable }>();

/**
 * The answer that this key got before, if it was used.
 * @throws AppError idempotency_key_reused when it was used for another request.
 */
export const findKeptAnswer = async (tx: Tx, attempt: Attempt): Promise<KeptAnswer | undefined> => {
  const row = await table(tx)
    .selectFrom('idempotencyKey')
    .select(['fingerprint', 'status', 'response'])
    .where('organisationId', '=', attempt.organisationId)
    .where('actorId', '=', attempt.actorId)
    .where('key', '=', attempt.key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.fingerprint !== attempt.fingerprint) {
    throw new AppError('idempotency_key_reused', {
      detail: 'This Idempotency-Key was used before for a request with other content.',
      fix: 'Use a fresh key for each new request; repeat a key only with the same request.',
    });
  }
  return row.status === null ? undefined : { status: row.status, response: row.response };
};

/**
 * Claims the key inside the transaction that does the work. A concurrent attempt with the same key waits
 * here until the first commits, and then sees it taken.
 * @returns false when somebody else has the key.
 */
export const claimKey = async (tx: Tx, attempt: Attempt): Promise<boolean> => {
  const inserted = await table(tx)
    .insertInto('idempotencyKey')
    .values({ ...attempt, status: null, response: null })
    .onConflict((conflict) => conflict.columns(['organisationId', 'actorId', 'key']).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
};

/** Keeps the answer beside the work, in the same transaction. */
export const keepAnswer = async (tx: Tx, attempt: Attempt, answer: KeptAnswer): Promise<void> => {
  await table(tx)
    .updateTable('idempotencyKey')
    .set({ status: answer.status, response: JSON.stringify(answer.response ?? null) })
    .where('organisationId', '=', attempt.organisationId)
    .where('actorId', '=', attempt.actorId)
    .where('key', '=', attempt.key)
    .execute();
};
