import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import type { Tx } from '../postgres/database.ts';
import type { MasterKeys } from './master-keys.ts';
import { type DataKey, dataKeyNumberOf, open, type Place, seal } from './sealed-box.ts';
import type { SecretTables } from './tables.ts';

export interface KeyringOptions {
  readonly masterKeys: MasterKeys;
  readonly clock: Clock;
  /** Cryptographically random bytes: `randomBytes` of node:crypto. */
  readonly randomBytes: (size: number) => Buffer;
}

/** Seals and opens values in columns of type `sealed`, with the data keys of the place's organisation. */
export interface Keyring {
  /**
   * Seals a value for a place, in the transaction that writes it there. The organisation gets its first data
   * key here if it has none.
   */
  seal(tx: Tx, place: Place, value: Buffer): Promise<Buffer>;
  /**
   * Opens what stands in a place.
   * @throws AppError `unprocessable` when it was changed, moved or put back; `unavailable` without its keys
   */
  open(tx: Tx, place: Place, sealed: Buffer): Promise<Buffer>;
  /** Makes the next data key of the organisation in scope the active one; the earlier one only opens from now on. */
  advance(tx: Tx, organisationId: string): Promise<void>;
}

/** Data keys kept unwrapped at most; the oldest goes first. */
const cacheMaximum = 1000;

/** Makes the keyring. Unwrapped data keys stay in the memory of the process. */
export const createKeyring = ({ masterKeys, clock, randomBytes }: KeyringOptions): Keyring => {
  const cache = new Map<string, Buffer>();

  const unwrap = async (row: KeyRow): Promise<DataKey> => {
    // By content: another key that gets the same name after a restore is another entry.
    const name = `${row.organisationId} ${row.number} ${row.wrapped.toString('base64')}`;
    const cached = cache.get(name);
    if (cached) return { number: row.number, key: cached };
    const masterKey = await masterKeys.find(row.masterKeyId);
    if (masterKey === undefined) throw noMasterKey(row.masterKeyId);
    const key = await masterKey.unwrap(row.wrapped, row);
    const oldest = cache.size >= cacheMaximum ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(name, key);
    return { number: row.number, key };
  };

  const create = async (tx: Tx, organisationId: string, number: number): Promise<KeyRow> => {
    const masterKey = await masterKeys.current();
    const wrapped = await masterKey.wrap(randomBytes(32), { organisationId, number });
    const row = { organisationId, number, masterKeyId: masterKey.id, wrapped };
    await tx
      .withTables<SecretTables>()
      .insertInto('dataKey')
      .values({ ...row, state: 'active', createdAt: clock.now() })
      .execute();
    return row;
  };

  const active = async (tx: Tx, organisationId: string): Promise<KeyRow> => {
    const found = await findActive(tx, organisationId);
    if (found) return found;
    await holdFirst(tx, organisationId);
    return (await findActive(tx, organisationId)) ?? (await create(tx, organisationId, 1));
  };

  return {
    seal: async (tx, place, value) =>
      seal(value, place, await unwrap(await active(tx, place.organisationId)), randomBytes),
    open: async (tx, place, sealed) => {
      const number = dataKeyNumberOf(sealed, place);
      return open(sealed, place, await unwrap(await findKey(tx, place, number)));
    },
    advance: async (tx, organisationId) => {
      const before = await active(tx, organisationId);
      await tx
        .withTables<SecretTables>()
        .updateTable('dataKey')
        .set({ state: 'retiring' })
        .where('organisationId', '=', organisationId)
        .where('state', '=', 'active')
        .execute();
      await create(tx, organisationId, before.number + 1);
    },
  };
};

interface KeyRow {
  readonly organisationId: string;
  readonly number: number;
  readonly masterKeyId: string;
  readonly wrapped: Buffer;
}

const columns = ['organisationId', 'number', 'masterKeyId', 'wrapped'] as const;

/**
 * Holds the active key until the transaction ends: a change of keys waits for those who seal with the earlier
 * one, and therefore sees everything that they sealed.
 */
const findActive = async (tx: Tx, organisationId: string): Promise<KeyRow | undefined> => {
  const row = await tx
    .withTables<SecretTables>()
    .selectFrom('dataKey')
    .select(columns)
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'active')
    .forShare()
    .executeTakeFirst();
  return row && whole(row);
};

/** Whoever comes second waits here until the first key is there. */
const holdFirst = async (tx: Tx, organisationId: string): Promise<void> => {
  await tx
    .withTables<SecretTables>()
    .insertInto('dataKeyHolder')
    .values({ organisationId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

const findKey = async (tx: Tx, place: Place, number: number): Promise<KeyRow> => {
  const row = await tx
    .withTables<SecretTables>()
    .selectFrom('dataKey')
    .select(columns)
    .where('organisationId', '=', place.organisationId)
    .where('number', '=', number)
    .executeTakeFirst();
  const key = row && whole(row);
  if (key) return key;
  throw new AppError('unprocessable', {
    detail: `The secret in ${place.table}.${place.column} was sealed with a key that this organisation does not have or that was destroyed.`,
    fix: 'Enter the secret again.',
    meta: { table: place.table, column: place.column, row: place.row, dataKey: number },
  });
};

const whole = (row: Omit<KeyRow, 'wrapped'> & { readonly wrapped: Buffer | null }): KeyRow | undefined =>
  row.wrapped === null ? undefined : { ...row, wrapped: row.wrapped };

const noMasterKey = (id: string): AppError =>
  new AppError('unavailable', {
    detail: `The secrets of this organisation need master key ${id}, which is not here.`,
    fix: 'Put the key back: the folder of secrets, TRIMTAB_MASTER_KEY or TRIMTAB_MASTER_KEY_FILE must hold the key that the data was made with.',
    meta: { masterKeyId: id },
  });
