import type { Clock } from '../../shared/time.ts';
import type { Audit } from '../audit/audit.ts';
import type { Database, Tx } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import type { SecretTables } from './tables.ts';

export interface DestroyOptions {
  readonly db: Database;
  readonly tenancy: Tenancy;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
}

/**
 * How long a retired data key is kept, in milliseconds: transactions that read a value just before it was sealed
 * anew can still open it.
 */
const retiredKeptMs = 3_600_000;

/** Destroys retired data keys of all organisations, once they were kept long enough; run it every hour. */
export const destroyRetiredKeys = async ({ db, tenancy, audit, clock }: DestroyOptions): Promise<void> => {
  const retiredBefore = new Date(clock.now().getTime() - retiredKeptMs);
  for (const organisationId of await listHolders(db))
    await tenancy.write({ organisationId }, async (tx) => {
      const destroyed = await destroy(tx, organisationId, retiredBefore);
      if (destroyed.length === 0) return;
      const actor = { kind: 'system', id: 'secrets.destroy-keys', name: 'Trimtab' } as const;
      await audit.record(
        tx,
        { organisationId, actor },
        { action: 'data-key.destroyed', after: { dataKeys: destroyed } },
      );
    });
};

const destroy = async (tx: Tx, organisationId: string, retiredBefore: Date): Promise<number[]> => {
  const rows = await tx
    .withTables<SecretTables>()
    .updateTable('dataKey')
    .set({ wrapped: null })
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'retired')
    .where('wrapped', 'is not', null)
    .where('retiredAt', '<', retiredBefore)
    .returning('number')
    .execute();
  return rows.map((row) => row.number);
};

/** The organisations that hold data keys. */
export const listHolders = async (db: Database): Promise<string[]> => {
  const rows = await db
    .withTables<SecretTables>()
    .selectFrom('dataKeyHolder')
    .select('organisationId')
    .orderBy('organisationId')
    .execute();
  return rows.map((row) => row.organisationId);
};
