import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { Tx } from '../postgres/database.ts';
import type { Keyring } from './keyring.ts';
import type { Place } from './sealed-box.ts';
import type { SecretTables } from './tables.ts';

export interface VaultOptions {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** What may be shown of a secret. */
export interface SecretInfo {
  readonly id: string;
  /** What it is for, such as `connection.refresh-token`. */
  readonly purpose: string;
  /** Unique for the purpose within the organisation. */
  readonly name: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface NewSecret {
  readonly organisationId: string;
  readonly purpose: string;
  readonly name: string;
  readonly value: string;
}

/** Keeps tokens and credentials. Every call is part of the caller's transaction, in the scope of one organisation. */
export interface Vault {
  /** @throws AppError `conflict` when the name is taken, `too_large` */
  put(tx: Tx, secret: NewSecret): Promise<SecretInfo>;
  /** @throws AppError `not_found`; `unprocessable` when it was tampered with */
  get(tx: Tx, id: string): Promise<string>;
  /**
   * Puts another value in place. With `expectedVersion`, only if nobody was faster.
   * @throws AppError `not_found`, `stale_version`, `too_large`
   */
  replace(tx: Tx, id: string, value: string, expectedVersion?: number): Promise<SecretInfo>;
  /** Removes it; one that is not there is no error. */
  remove(tx: Tx, id: string): Promise<void>;
  /** All of a purpose, by name, without their values. */
  list(tx: Tx, purpose: string): Promise<SecretInfo[]>;
}

const shown = ['id', 'purpose', 'name', 'valueVersion', 'createdAt', 'updatedAt'] as const;

/** Makes the vault over table `secret`. */
export const createVault = ({ keyring, clock, newId }: VaultOptions): Vault => ({
  put: async (tx, { organisationId, purpose, name, value }) => {
    const id = newId();
    const now = clock.now();
    const sealed = await keyring.seal(tx, placeOf(organisationId, id, 1), Buffer.from(value));
    const row = await tx
      .withTables<SecretTables>()
      .insertInto('secret')
      .values({
        organisationId,
        id,
        purpose,
        name,
        value: sealed,
        valueVersion: 1,
        createdAt: now,
        updatedAt: now,
      })
      .onConflict((conflict) => conflict.columns(['organisationId', 'purpose', 'name']).doNothing())
      .returning(shown)
      .executeTakeFirst();
    if (row === undefined)
      throw new AppError('conflict', {
        detail: `There is a secret "${name}" for "${purpose}" already.`,
        fix: 'Replace it instead.',
      });
    return infoOf(row);
  },
  get: async (tx, id) => {
    const row = await tx
      .withTables<SecretTables>()
      .selectFrom('secret')
      .select(['organisationId', 'value', 'valueVersion'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw notFound('secret');
    const place = placeOf(row.organisationId, id, row.valueVersion);
    return (await keyring.open(tx, place, row.value)).toString('utf8');
  },
  replace: async (tx, id, value, expectedVersion) => {
    const secrets = tx.withTables<SecretTables>();
    const row = await secrets
      .selectFrom('secret')
      .select(['organisationId', 'valueVersion'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw notFound('secret');
    if (expectedVersion !== undefined && expectedVersion !== row.valueVersion) throw stale();
    const version = row.valueVersion + 1;
    const sealed = await keyring.seal(tx, placeOf(row.organisationId, id, version), Buffer.from(value));
    const updated = await secrets
      .updateTable('secret')
      .set({ value: sealed, valueVersion: version, updatedAt: clock.now() })
      .where('id', '=', id)
      .returning(shown)
      .executeTakeFirstOrThrow();
    return infoOf(updated);
  },
  remove: async (tx, id) => {
    await tx.withTables<SecretTables>().deleteFrom('secret').where('id', '=', id).execute();
  },
  list: async (tx, purpose) => {
    const rows = await tx
      .withTables<SecretTables>()
      .selectFrom('secret')
      .select(shown)
      .where('purpose', '=', purpose)
      .orderBy('name')
      .execute();
    return rows.map(infoOf);
  },
});

const placeOf = (organisationId: string, row: string, version: number): Place => ({
  organisationId,
  table: 'secret',
  column: 'value',
  row,
  version,
});

const infoOf = ({
  valueVersion,
  ...row
}: Omit<SecretInfo, 'version'> & { readonly valueVersion: number }) => ({
  ...row,
  version: valueVersion,
});

const stale = (): AppError =>
  new AppError('stale_version', {
    detail: 'The secret was replaced meanwhile.',
    fix: 'Read it again and decide whether yours is the newer one.',
  });
