import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import { storableJson } from '../../../shared/storable-text.ts';
import { jsonOf, type PackedRows } from '../insert-records.ts';
import { tables } from '../tables.ts';

type Policy = Readonly<Record<string, unknown>>;

/** The mix of a tenant without who would hold what; undefined before somebody asked for it. */
export const findMix = (tx: Tx, connectionId: string) =>
  tables(tx)
    .selectFrom('licenceMix')
    .select(['policy', 'runId', 'syncId', 'computedPolicy', 'computedAt', 'result'])
    .where('connectionId', '=', connectionId)
    .executeTakeFirst();

/** Who would hold what, packed; undefined before the first computation. */
export const findAssignments = async (tx: Tx, connectionId: string): Promise<Buffer | undefined> => {
  const row = await tables(tx)
    .selectFrom('licenceMix')
    .select('assignments')
    .where('connectionId', '=', connectionId)
    .executeTakeFirst();
  return row?.assignments ?? undefined;
};

/** Keeps the policy that a mix is wanted with, and the run that computes it. */
export const saveWanted = (
  tx: Tx,
  row: { organisationId: string; connectionId: string; policy: Policy; runId: string },
) => {
  const { runId } = row;
  const policy = storableJson(row.policy);
  const none = { syncId: null, computedPolicy: null, computedAt: null, result: null, assignments: null };
  return tables(tx)
    .insertInto('licenceMix')
    .values({ ...row, ...none, policy })
    .onConflict((conflict) => conflict.column('connectionId').doUpdateSet({ policy, runId }))
    .execute();
};

export interface Computed {
  readonly connectionId: string;
  readonly runId: string;
  readonly syncId: string;
  readonly policy: Policy;
  readonly at: Date;
  /** As JSON. */
  readonly result: PackedRows;
  readonly assignments: Uint8Array;
}

/** Keeps what was computed. Nothing where the mix has gone with its connection. */
export const saveComputed = (tx: Tx, computed: Computed) =>
  tables(tx)
    .updateTable('licenceMix')
    .set({
      runId: computed.runId,
      syncId: computed.syncId,
      computedPolicy: storableJson(computed.policy),
      computedAt: computed.at,
      result: sql<string>`${jsonOf(computed.result)}::jsonb`,
      assignments: Buffer.from(computed.assignments),
    })
    .where('connectionId', '=', computed.connectionId)
    .execute();

/** The run that waits to compute the mix of a tenant, held until the transaction ends. */
export const lockQueuedMix = async (tx: Tx, connectionId: string): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    select id from run
    where kind = 'licences.mix' and state = 'queued' and cancel_requested_at is null
      and subject->>'connectionId' = ${connectionId}
    order by created_at limit 1 for update`.execute(tx);
  return rows[0]?.id;
};

/** When the present state of a tenant was judged, and from which sync; undefined before the first. */
export const findJudged = (tx: Tx, connectionId: string) =>
  tables(tx)
    .selectFrom('licenceJudgement')
    .select(['syncId', 'judgedAt'])
    .where('connectionId', '=', connectionId)
    .executeTakeFirst();
