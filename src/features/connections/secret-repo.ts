import type { Tx } from '../../platform/postgres/database.ts';
import type { Keyring } from '../../platform/secrets/keyring.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { type SecretTable, tables } from './tables.ts';

export interface SecretDependencies {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly newId: NewId;
}

type Purpose = SecretTable['purpose'];
interface Owner {
  readonly organisationId: string;
  readonly connectionId: string;
}

const placeOf = (organisationId: string, row: string, version: number) => ({
  organisationId,
  table: 'connection_secret',
  column: 'value',
  row,
  version,
});

const select = (tx: Tx, connectionId: string, purpose: Purpose) =>
  tables(tx)
    .selectFrom('connectionSecret')
    .selectAll()
    .where('connectionId', '=', connectionId)
    .where('purpose', '=', purpose);

/** Opens what is sealed for a connection; undefined where there is nothing. */
export const openSecret = async (
  deps: Pick<SecretDependencies, 'keyring'>,
  tx: Tx,
  connectionId: string,
  purpose: Purpose,
): Promise<string | undefined> => {
  const row = await select(tx, connectionId, purpose).executeTakeFirst();
  return row && (await openRow(deps, tx, row));
};

/** The row of the tokens, held until the transaction ends. */
export const lockTokens = (tx: Tx, connectionId: string): Promise<SecretTable | undefined> =>
  select(tx, connectionId, 'tokens').forUpdate().executeTakeFirst();

export const openRow = async (
  { keyring }: Pick<SecretDependencies, 'keyring'>,
  tx: Tx,
  row: SecretTable,
): Promise<string> => {
  const place = placeOf(row.organisationId, row.id, row.valueVersion);
  return (await keyring.open(tx, place, row.value)).toString('utf8');
};

/** Seals a value in place of the one that was there. */
export const putSecret = async (
  deps: SecretDependencies,
  tx: Tx,
  { organisationId, connectionId }: Owner,
  purpose: Purpose,
  value: string,
): Promise<void> => {
  const before = await select(tx, connectionId, purpose).forUpdate().executeTakeFirst();
  const id = before?.id ?? deps.newId();
  const valueVersion = (before?.valueVersion ?? 0) + 1;
  const place = placeOf(organisationId, id, valueVersion);
  const sealed = {
    value: await deps.keyring.seal(tx, place, Buffer.from(value)),
    valueVersion,
    updatedAt: deps.clock.now(),
    leaseHolder: null,
    leaseUntil: null,
  };
  if (before) await tables(tx).updateTable('connectionSecret').set(sealed).where('id', '=', id).execute();
  else
    await tables(tx)
      .insertInto('connectionSecret')
      .values({ id, organisationId, connectionId, purpose, ...sealed })
      .execute();
};

/** Takes or ends the lease of whoever refreshes the tokens. */
export const setLease = (tx: Tx, id: string, leaseHolder: string | null, leaseUntil: Date | null) =>
  tables(tx).updateTable('connectionSecret').set({ leaseHolder, leaseUntil }).where('id', '=', id).execute();

/** Deletes tokens and credential; returns how many there were. */
export const deleteSecrets = async (tx: Tx, connectionId: string): Promise<number> => {
  const deleted = await tables(tx)
    .deleteFrom('connectionSecret')
    .where('connectionId', '=', connectionId)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
};
