import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import { type PackedRows, recordsAs } from '../insert-records.ts';
import { type Decision, insertSteps } from '../steps.ts';
import type { FindingBatch } from './finding-rows.ts';

const columns = {
  id: 'uuid',
  organisation_id: 'uuid',
  connection_id: 'uuid',
  rule: 'text',
  subject_kind: 'text',
  subject_id: 'text',
  subject_label: 'text',
  sku_part_number: 'text',
  sku_name: 'text',
  state: 'text',
  quantity: 'numeric',
  monthly_saving: 'numeric',
  currency: 'text',
  price_source: 'text',
  saving_kind: 'text',
  confidence: 'text',
  automation: 'text',
  superseded_by: 'text',
  evidence: 'jsonb',
  action: 'jsonb',
  department: 'text',
  country: 'text',
  cost_centre: 'text',
  first_seen_on: 'date',
  last_seen_on: 'date',
  snoozed_until: 'date',
};
const names = Object.keys(columns);
/** What a later sight of the same finding never changes. */
const fixed = new Set(['id', 'organisation_id', 'connection_id', 'first_seen_on']);

/** States in which the decision of a person holds, or is remembered. */
const keepDecision = sql`excluded.state in ('snoozed', 'dismissed', 'planned', 'done', 'gone')`;

/** Writes findings; those that are as they were stay untouched, as when other prices change nothing for them. */
const upsert = async (tx: Tx, rows: PackedRows): Promise<void> => {
  const list = sql.join(names.map((name) => sql.ref(name)));
  const moving = names.filter((name) => !fixed.has(name));
  const changes = moving.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  const before = sql.join(moving.map((name) => sql`finding.${sql.ref(name)}`));
  const after = sql.join(moving.map((name) => sql`excluded.${sql.ref(name)}`));
  await sql`insert into finding (${list}) select ${list} from ${recordsAs('r', columns, rows)}
    on conflict (connection_id, rule, subject_kind, subject_id, sku_part_number) do update set
      ${sql.join(changes)},
      decided_by = case when ${keepDecision} then finding.decided_by end,
      decided_at = case when ${keepDecision} then finding.decided_at end
    where (${before}) is distinct from (${after})
      or (finding.decided_at is not null and not ${keepDecision})`.execute(tx);
};

const stateColumns = { id: 'uuid', state: 'text' };

/** Moves findings that were not found; a snooze ends with its state. */
const moveUnfound = async (tx: Tx, rows: PackedRows): Promise<void> => {
  await sql`update finding f set state = r.state, snoozed_until = null
    from ${recordsAs('r', stateColumns, rows)} where f.id = r.id`.execute(tx);
};

/** The findings that are kept, as the JSON of `KnownFinding`; one value, however many there are. */
export const readKnownFindings = async (tx: Tx, connectionId: string): Promise<string> => {
  const { rows } = await sql<{ known: string }>`
    select coalesce(json_agg(json_build_object('id', id, 'rule', rule, 'subjectKind', subject_kind,
      'subjectId', subject_id, 'skuPartNumber', sku_part_number, 'state', state,
      'snoozedUntil', snoozed_until::text)), '[]')::text as known
    from finding where connection_id = ${connectionId}`.execute(tx);
  return rows[0]?.known ?? '[]';
};

/** Writes what became of findings. The caller holds the tenant's findings. */
export const writeFindings = async (
  tx: Tx,
  decision: Decision,
  { what, rows }: FindingBatch,
): Promise<void> => {
  if (what === 'found') await upsert(tx, rows);
  else if (what === 'unfound') await moveUnfound(tx, rows);
  else await insertSteps(tx, decision, rows);
};
