import type { Tx } from '../postgres/database.ts';
import type { SecretTables } from './tables.ts';

/** Organisations that have sealed something at some time, the installation itself among them. */
export const listKeyHolders = async (tx: Tx): Promise<string[]> => {
  const rows = await tx
    .withTables<SecretTables>()
    .selectFrom('dataKeyHolder')
    .select('organisationId')
    .orderBy('organisationId')
    .execute();
  return rows.map(({ organisationId }) => organisationId);
};
