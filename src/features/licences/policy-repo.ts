import type { Tx } from '../../platform/postgres/database.ts';
import { storableJson } from '../../shared/storable-text.ts';
import { tables } from './tables.ts';

/** The policy of the organisation in scope as it was set; undefined where all is default. */
export const findPolicy = (tx: Tx) =>
  tables(tx).selectFrom('licencePolicy').select(['policy', 'changedAt', 'changedBy']).executeTakeFirst();

/** Writes the policy of an organisation in place of the one before. */
export const savePolicy = (
  tx: Tx,
  row: {
    readonly organisationId: string;
    readonly policy: Readonly<Record<string, unknown>>;
    readonly changedAt: Date;
    readonly changedBy: string | null;
  },
) => {
  const { organisationId, changedAt, changedBy } = row;
  const policy = storableJson(row.policy);
  return tables(tx)
    .insertInto('licencePolicy')
    .values({ organisationId, policy, changedAt, changedBy })
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet({ policy, changedAt, changedBy }))
    .execute();
};
