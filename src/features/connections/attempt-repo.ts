import { z } from 'zod';
import type { Tx } from '../../platform/postgres/database.ts';
import type { SecretDependencies } from './secret-repo.ts';
import { type AttemptTable, tables } from './tables.ts';

/** What proves, when the browser comes back, that the answer belongs to this attempt. */
export interface Checks {
  readonly nonce: string;
  readonly codeVerifier: string;
}
const checksSchema = z.object({ nonce: z.string().max(200), codeVerifier: z.string().max(200) });

const placeOf = (organisationId: string, row: string, version: number) => ({
  organisationId,
  table: 'connection_attempt',
  column: 'checks',
  row,
  version,
});

/** Records an attempt and forgets those of the connection before it: the newest consent page is the one that counts. */
export const insertAttempt = async (
  { keyring }: Pick<SecretDependencies, 'keyring'>,
  tx: Tx,
  attempt: Omit<AttemptTable, 'checks' | 'checksVersion' | 'usedAt'>,
  checks: Checks,
): Promise<void> => {
  const { organisationId, connectionId, id } = attempt;
  await tables(tx).deleteFrom('connectionAttempt').where('connectionId', '=', connectionId).execute();
  const sealed = await keyring.seal(tx, placeOf(organisationId, id, 1), Buffer.from(JSON.stringify(checks)));
  await tables(tx)
    .insertInto('connectionAttempt')
    .values({ ...attempt, checks: sealed, checksVersion: 1, usedAt: null })
    .execute();
};

/** The attempt with this state, in the scope of the person who began it. */
export const findAttempt = (tx: Tx, stateHash: string): Promise<AttemptTable | undefined> =>
  tables(tx)
    .selectFrom('connectionAttempt')
    .selectAll()
    .where('stateHash', '=', stateHash)
    .executeTakeFirst();

/** Uses an attempt up. Whoever comes second gets nothing. */
export const claimAttempt = async (
  { keyring }: Pick<SecretDependencies, 'keyring'>,
  tx: Tx,
  id: string,
  at: Date,
): Promise<Checks | undefined> => {
  const row = await tables(tx)
    .updateTable('connectionAttempt')
    .set({ usedAt: at })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', at)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const opened = await keyring.open(tx, placeOf(row.organisationId, id, row.checksVersion), row.checks);
  return checksSchema.parse(JSON.parse(opened.toString('utf8')));
};

export const deleteAttempts = (tx: Tx, connectionId: string) =>
  tables(tx).deleteFrom('connectionAttempt').where('connectionId', '=', connectionId).execute();

/** Whether an attempt still counts: revocation and a newer attempt delete it. */
export const isKnownAttempt = async (tx: Tx, id: string): Promise<boolean> =>
  (await tables(tx).selectFrom('connectionAttempt').select('id').where('id', '=', id).executeTakeFirst()) !==
  undefined;
