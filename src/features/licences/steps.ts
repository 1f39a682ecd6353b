import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Evidence } from '../../shared/licences/audit-result.ts';
import type { FindingState } from '../../shared/licences/contract.ts';
import { batchesOf, type PackedRows, type RowRecord, recordsAs } from './insert-records.ts';

/** A finding goes from one state to another. */
export interface Step {
  readonly findingId: string;
  /** Null at the first sight. */
  readonly from: FindingState | null;
  readonly to: FindingState;
  readonly reason?: string | null;
  readonly until?: string | null;
  /** What convicts at this step; null where nothing does. */
  readonly evidence: readonly Evidence[] | null;
}

/** Who decided, and when; `by` is null where a sync did. */
export interface Decision {
  readonly organisationId: string;
  readonly at: Date;
  readonly by: { readonly personId: string | null; readonly name: string } | null;
}

const columns = {
  id: 'uuid',
  finding_id: 'uuid',
  from_state: 'text',
  to_state: 'text',
  reason: 'text',
  until: 'date',
  evidence: 'jsonb',
};

/** As much as its columns take. */
const longestName = 200;
const longestReason = 1000;

export const stepRecord = (newId: NewId, step: Step): RowRecord => {
  const { findingId, from, to, reason, until, evidence } = step;
  return {
    id: newId(),
    finding_id: findingId,
    from_state: from,
    to_state: to,
    reason: reason?.slice(0, longestReason) ?? null,
    until: until ?? null,
    evidence,
  };
};

/** Notes what became of findings, each with its evidence where that is not what was noted last. */
export const insertSteps = async (
  tx: Tx,
  { organisationId, at, by }: Decision,
  rows: readonly RowRecord[] | PackedRows,
): Promise<void> => {
  await sql`insert into finding_event
      (id, organisation_id, finding_id, at, from_state, to_state, by_person, by_name, reason, until, evidence)
    select r.id, ${organisationId}::uuid, r.finding_id, ${at}::timestamptz, r.from_state, r.to_state,
      ${by?.personId ?? null}::uuid, ${by?.name.slice(0, longestName) ?? null}::text, r.reason, r.until,
      case when r.evidence is distinct from (
        select e.evidence from finding_event e
        where e.finding_id = r.finding_id and e.evidence is not null
        order by e.sequence desc limit 1) then r.evidence end
    from ${recordsAs('r', columns, rows)}`.execute(tx);
};

/** The same, however many there are. */
export const writeSteps = async (
  tx: Tx,
  decision: Decision,
  steps: Iterable<Step>,
  newId: NewId,
): Promise<void> => {
  for (const batch of batchesOf(steps)) {
    const rows = batch.map((step) => stepRecord(newId, step));
    await insertSteps(tx, decision, rows);
  }
};
