import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { AuditProblem } from '../../../shared/licences/audit-result.ts';
import { storableJson } from '../../../shared/storable-text.ts';
import { type KeptState, tables } from '../tables.ts';

/** What the present state of a tenant was judged from. */
export interface Judgement {
  readonly connectionId: string;
  readonly organisationId: string;
  readonly syncId: string;
  readonly syncStartedAt: Date;
  readonly asOf: string;
  readonly judgedAt: Date;
  readonly users: number;
  readonly problems: readonly AuditProblem[];
}

/** The judgement that stands; undefined before the first. */
export const findJudgement = (tx: Tx, connectionId: string) =>
  tables(tx)
    .selectFrom('licenceJudgement')
    .select(['syncId', 'syncStartedAt', 'users', 'kept', sql<string>`as_of::text`.as('asOf')])
    .where('connectionId', '=', connectionId)
    .executeTakeFirst();

/** Tenants of the organisation in scope whose landed facts can be judged anew. */
export const listJudged = async (
  tx: Tx,
): Promise<readonly { readonly connectionId: string; readonly syncId: string }[]> => {
  const rows = await tables(tx)
    .selectFrom('licenceJudgement')
    .select(['connectionId', 'syncId'])
    .orderBy('connectionId')
    .execute();
  return rows.flatMap(({ connectionId, syncId }) => (syncId === null ? [] : [{ connectionId, syncId }]));
};

/** Records what the present state was judged from. */
export const saveJudgement = (tx: Tx, judgement: Judgement) => {
  const { connectionId, problems, ...rest } = judgement;
  const values = { ...rest, problems: storableJson(problems), kept: null };
  return tables(tx)
    .insertInto('licenceJudgement')
    .values({ connectionId, ...values })
    .onConflict((conflict) => conflict.column('connectionId').doUpdateSet(values))
    .execute();
};

/** Records why a later sync did not replace the present state. */
export const saveKept = (tx: Tx, connectionId: string, kept: KeptState) =>
  tables(tx)
    .updateTable('licenceJudgement')
    .set({ kept: storableJson(kept) })
    .where('connectionId', '=', connectionId)
    .execute();

/**
 * Holds the place of the one who writes a tenant's present state until the transaction ends. The two keys are a
 * space of locks of its own (PostgreSQL, advisory locks).
 */
export const lockState = (tx: Tx, connectionId: string) =>
  sql`select pg_advisory_xact_lock(hashtext('licence state'), hashtext(${connectionId}))`.execute(tx);

/** The same for its findings: triage waits for a judge that moves them, and the other way round. */
export const lockFindings = (tx: Tx, connectionId: string) =>
  sql`select pg_advisory_xact_lock(hashtext('licence findings'), hashtext(${connectionId}))`.execute(tx);

/** The run that waits to judge a sync, held until the transaction ends; undefined where none waits. */
export const lockQueuedJudging = async (
  tx: Tx,
  of: { readonly connectionId: string; readonly syncId: string },
): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    select id from run
    where kind = 'licences.judge' and state = 'queued' and cancel_requested_at is null
      and subject->>'connectionId' = ${of.connectionId} and subject->>'syncId' = ${of.syncId}
    order by created_at limit 1 for update`.execute(tx);
  return rows[0]?.id;
};
