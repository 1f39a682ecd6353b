import { AppError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { Audit } from '../audit/audit.ts';
import type { Database } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { listHolders } from './destroy-keys.ts';
import type { Keyring } from './keyring.ts';
import type { MasterKeys } from './master-keys.ts';
import { type OrganisationRotated, rotateOrganisation } from './rotate-organisation.ts';
import { findSealedColumns } from './sealed-columns.ts';
import type { SecretTables } from './tables.ts';

export interface RotateOptions {
  readonly db: Database;
  readonly tenancy: Tenancy;
  readonly keyring: Keyring;
  readonly masterKeys: MasterKeys;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly batchSize?: number;
  /** Told after every organisation; `fraction` is 0 to 1. */
  readonly onProgress?: (fraction: number, message: string) => void;
}

export interface Rotated {
  /** An earlier change of keys that had been interrupted was finished, rather than a new one begun. */
  readonly resumed: boolean;
  readonly organisations: number;
  readonly resealed: number;
}

/**
 * Gives every organisation a new data key under the current master key and seals all values with it, while the
 * program works: values open throughout. Interrupted at any point, the next call goes on where it stopped.
 * @throws AppError `unprocessable` naming values that cannot be opened; everything else is done by then, and the
 * keys of the organisations concerned are kept
 */
export const rotateKeys = async (options: RotateOptions): Promise<Rotated> => {
  const { db, clock, newId, masterKeys, batchSize = 200, onProgress } = options;
  const columns = await findSealedColumns(db);
  const { id: rotationId, resumed } = await beginRotation(db, newId, clock);
  const { id: masterKeyId } = await masterKeys.current();
  const holders = await listHolders(db);
  const rotation = { ...options, columns, rotationId, masterKeyId, batchSize };
  let resealed = 0;
  const unreadable: OrganisationRotated['unreadable'][number][] = [];
  for (const [index, organisationId] of holders.entries()) {
    const done = await rotateOrganisation(rotation, organisationId);
    resealed += done.resealed;
    unreadable.push(...done.unreadable);
    onProgress?.((index + 1) / holders.length, `${index + 1} of ${holders.length} organisations`);
  }
  if (unreadable.length > 0) throw cannotOpen(unreadable);
  await db
    .withTables<SecretTables>()
    .updateTable('keyRotation')
    .set({ finishedAt: clock.now() })
    .where('id', '=', rotationId)
    .execute();
  return { resumed, organisations: holders.length, resealed };
};

const beginRotation = async (
  db: Database,
  newId: NewId,
  clock: Clock,
): Promise<{ id: string; resumed: boolean }> => {
  const id = newId();
  const tables = db.withTables<SecretTables>();
  // The unique index allows one unfinished rotation: whoever finds one goes on with it.
  const begun = await tables
    .insertInto('keyRotation')
    .values({ id, startedAt: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (begun) return { id, resumed: false };
  const running = await tables
    .selectFrom('keyRotation')
    .select('id')
    .where('finishedAt', 'is', null)
    .executeTakeFirst();
  // Finished between the two statements: begin again.
  return running ? { id: running.id, resumed: true } : beginRotation(db, newId, clock);
};

const cannotOpen = (unreadable: OrganisationRotated['unreadable']): AppError =>
  new AppError('unprocessable', {
    detail: `${unreadable.length} ${unreadable.length === 1 ? 'secret' : 'secrets'} cannot be opened: changed, moved, or put back from an older state. All others are sealed with new keys.`,
    fix: 'Find out who wrote to the database, enter these secrets again, and repeat the command.',
    meta: { unreadable: unreadable.slice(0, 100) },
  });
