import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import type { Audit } from '../audit/audit.ts';
import type { Tx } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import type { Keyring } from './keyring.ts';
import { isKeyUsed, lockStaleRows, putSealed, type SealedColumn } from './sealed-columns.ts';
import type { SecretTables } from './tables.ts';

export interface OrganisationRotation {
  readonly tenancy: Tenancy;
  readonly keyring: Keyring;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly columns: readonly SealedColumn[];
  readonly rotationId: string;
  /** Master key that all active data keys shall be wrapped with. */
  readonly masterKeyId: string;
  /** Values sealed anew in one transaction. */
  readonly batchSize: number;
}

export interface OrganisationRotated {
  readonly resealed: number;
  /** Values that cannot be opened, and therefore not be sealed anew. */
  readonly unreadable: readonly { readonly table: string; readonly column: string; readonly row: string }[];
}

/**
 * Gives one organisation a new data key, seals all its values with it and retires the earlier one. Each step is
 * a transaction of its own and says by what it leaves behind where to go on.
 */
export const rotateOrganisation = async (
  rotation: OrganisationRotation,
  organisationId: string,
): Promise<OrganisationRotated> => {
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    rotation.tenancy.write({ organisationId }, work);
  const number = await write((tx) => begin(rotation, tx, organisationId));
  if (number === undefined) return { resealed: 0, unreadable: [] };
  let resealed = 0;
  const unreadable: OrganisationRotated['unreadable'][number][] = [];
  for (const { table, column } of rotation.columns) {
    for (let after: string | undefined; ; ) {
      const batch = await write((tx) =>
        reseal(rotation, tx, { table, column }, { organisationId, number, after }),
      );
      resealed += batch.resealed;
      unreadable.push(...batch.unreadable.map((row) => ({ table, column, row })));
      if (batch.last === undefined) break;
      after = batch.last;
    }
  }
  if (unreadable.length === 0)
    await write((tx) => finish(rotation, tx, organisationId, { number, resealed }));
  return { resealed, unreadable };
};

/** The number of the data key to seal with; undefined when the organisation is done. */
const begin = async (
  { keyring, rotationId, masterKeyId }: OrganisationRotation,
  tx: Tx,
  organisationId: string,
): Promise<number | undefined> => {
  const holder = await lockHolder(tx, organisationId);
  const keys = await tx
    .withTables<SecretTables>()
    .selectFrom('dataKey')
    .select(['number', 'state', 'masterKeyId'])
    .where('organisationId', '=', organisationId)
    .where('state', '!=', 'retired')
    .orderBy('number')
    .execute();
  const active = keys.find((key) => key.state === 'active');
  if (active === undefined) return undefined;
  if (keys.some((key) => key.state === 'retiring')) return active.number;
  if (holder?.rotationId === rotationId && active.masterKeyId === masterKeyId) return undefined;
  await keyring.advance(tx, organisationId);
  return active.number + 1;
};

const lockHolder = (tx: Tx, organisationId: string) =>
  tx
    .withTables<SecretTables>()
    .selectFrom('dataKeyHolder')
    .select('rotationId')
    .where('organisationId', '=', organisationId)
    .forUpdate()
    .executeTakeFirst();

const reseal = async (
  { keyring, batchSize }: OrganisationRotation,
  tx: Tx,
  column: SealedColumn,
  where: { readonly organisationId: string; readonly number: number; readonly after: string | undefined },
): Promise<{ resealed: number; unreadable: string[]; last: string | undefined }> => {
  const rows = await lockStaleRows(tx, column, where, batchSize);
  const unreadable: string[] = [];
  for (const { id, sealed, version } of rows) {
    const place = { ...column, organisationId: where.organisationId, row: id, version };
    const value = await keyring.open(tx, place, sealed).catch(ignoreUnreadable);
    if (value === undefined) {
      unreadable.push(id);
      continue;
    }
    const next = { ...place, version: version + 1 };
    await putSealed(tx, column, { id, version: next.version, sealed: await keyring.seal(tx, next, value) });
  }
  const last = rows.length < batchSize ? undefined : rows.at(-1)?.id;
  return { resealed: rows.length - unreadable.length, unreadable, last };
};

/** A value that was tampered with stays as evidence; a missing master key stops everything. */
const ignoreUnreadable = (error: unknown): undefined => {
  if (!(error instanceof AppError) || error.code !== 'unprocessable') throw error;
  return undefined;
};

const finish = async (
  { audit, clock, columns, rotationId, masterKeyId }: OrganisationRotation,
  tx: Tx,
  organisationId: string,
  done: { readonly number: number; readonly resealed: number },
): Promise<void> => {
  const tables = tx.withTables<SecretTables>();
  await lockHolder(tx, organisationId);
  const retired = await tables
    .updateTable('dataKey')
    .set({ state: 'retired', retiredAt: clock.now() })
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'retiring')
    .returning('number')
    .execute();
  for (const { number } of retired)
    for (const column of columns)
      if (await isKeyUsed(tx, column, organisationId, number))
        throw new AppError('internal', {
          detail: `${column.table}.${column.column} still uses data key ${number}, which was to be retired.`,
        });
  await tables
    .updateTable('dataKeyHolder')
    .set({ rotationId })
    .where('organisationId', '=', organisationId)
    .execute();
  await audit.record(
    tx,
    { organisationId, actor: { kind: 'system', id: 'secrets.rotate', name: 'trimtab secrets rotate' } },
    {
      action: 'data-key.rotated',
      target: { kind: 'data-key', id: String(done.number) },
      after: { dataKey: done.number, masterKeyId, resealed: done.resealed },
    },
  );
};
