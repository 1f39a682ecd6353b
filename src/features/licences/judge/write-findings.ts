import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { NewId } from '../../../shared/ids.ts';
import type { Finding } from '../../../shared/licences/audit-result.ts';
import type { FindingState } from '../../../shared/licences/contract.ts';
import type { PriceSource } from '../../../shared/licences/parts.ts';
import { batchesOf, type RowRecord, recordsAs } from '../insert-records.ts';
import { type Step, writeSteps } from '../steps.ts';
import { type Before, nextState, type Sight } from './finding-life.ts';
import type { Profile } from './profiles.ts';
import type { Owner } from './write-users.ts';

/** A finding of the audit with what lists group and filter by. */
export interface Found {
  readonly finding: Finding;
  readonly skuName: string;
  readonly priceSource: PriceSource;
  readonly profile: Profile | undefined;
}

interface Known extends Before {
  readonly id: string;
  readonly rule: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly skuPartNumber: string;
}

const subjectIdOf = ({ subject }: Finding): string =>
  subject.kind === 'user' ? subject.id.toLowerCase() : subject.id;

const keyOf = (rule: string, kind: string, id: string, sku: string): string =>
  JSON.stringify([rule, kind, id, sku]);

const keyOfKnown = (known: Known): string =>
  keyOf(known.rule, known.subjectKind, known.subjectId, known.skuPartNumber);

const keyOfFound = ({ finding }: Found): string =>
  keyOf(finding.rule, finding.subject.kind, subjectIdOf(finding), finding.skuPartNumber);

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

const upsert = async (tx: Tx, rows: Iterable<RowRecord>): Promise<void> => {
  const list = sql.join(names.map((name) => sql.ref(name)));
  const changes = names
    .filter((name) => !fixed.has(name))
    .map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  for (const batch of batchesOf(rows)) {
    await sql`insert into finding (${list}) select ${list} from ${recordsAs('r', columns, batch)}
      on conflict (connection_id, rule, subject_kind, subject_id, sku_part_number) do update set
        ${sql.join(changes)},
        decided_by = case when ${keepDecision} then finding.decided_by end,
        decided_at = case when ${keepDecision} then finding.decided_at end`.execute(tx);
  }
};

const stateColumns = { id: 'uuid', state: 'text' };

/** Moves findings that were not found; a snooze ends with its state. */
const moveUnfound = async (tx: Tx, rows: Iterable<RowRecord>): Promise<void> => {
  for (const batch of batchesOf(rows)) {
    await sql`update finding f set state = r.state, snoozed_until = null
      from ${recordsAs('r', stateColumns, batch)} where f.id = r.id`.execute(tx);
  }
};

const listKnown = async (tx: Tx, connectionId: string): Promise<readonly Known[]> => {
  const { rows } = await sql<Known>`
    select id, rule, subject_kind, subject_id, sku_part_number, state, snoozed_until::text as snoozed_until
    from finding where connection_id = ${connectionId}`.execute(tx);
  return rows;
};

export interface Judging extends Owner {
  /** The day of the facts. */
  readonly asOf: string;
  /** The day of the judgement: snoozes end by it. */
  readonly today: string;
  readonly at: Date;
  readonly isNewSync: boolean;
  readonly silentRules: ReadonlySet<string>;
  readonly newId: NewId;
}

const recordOf = (
  found: Found,
  known: Known | undefined,
  state: FindingState,
  judging: Judging,
): RowRecord => {
  const { finding, profile } = found;
  return {
    id: known?.id ?? judging.newId(),
    organisation_id: judging.organisationId,
    connection_id: judging.connectionId,
    rule: finding.rule,
    subject_kind: finding.subject.kind,
    subject_id: subjectIdOf(finding),
    subject_label: finding.subject.label,
    sku_part_number: finding.skuPartNumber,
    sku_name: found.skuName,
    state,
    quantity: finding.quantity,
    monthly_saving: finding.monthlySaving,
    currency: finding.currency,
    price_source: found.priceSource,
    saving_kind: finding.savingKind,
    confidence: finding.confidence,
    automation: finding.automation,
    superseded_by: finding.supersededBy,
    evidence: finding.evidence,
    action: finding.action,
    department: profile?.department ?? null,
    country: profile?.country ?? null,
    cost_centre: profile?.costCentre ?? null,
    first_seen_on: judging.asOf,
    last_seen_on: judging.asOf,
    snoozed_until: state === 'snoozed' ? (known?.snoozedUntil ?? null) : null,
  };
};

/** How many findings came into each state by this judgement. */
export type Moves = Readonly<Partial<Record<FindingState, number>>>;

const snoozeEnded = 'snooze-ended';

const stepOf = (id: string, before: Before | undefined, state: FindingState, finding?: Finding): Step[] =>
  before?.state === state
    ? []
    : [
        {
          findingId: id,
          from: before?.state ?? null,
          to: state,
          reason: before?.state === 'snoozed' && state === 'open' ? snoozeEnded : null,
          evidence: finding?.evidence ?? null,
        },
      ];

/**
 * Moves the findings of a tenant to what an audit found, each through its life (finding-life.ts), and notes every
 * step. The caller holds the tenant's findings.
 */
export const writeFindings = async (tx: Tx, judging: Judging, found: readonly Found[]): Promise<Moves> => {
  const known = new Map((await listKnown(tx, judging.connectionId)).map((row) => [keyOfKnown(row), row]));
  const seen = new Map(found.map((each) => [keyOfFound(each), each]));
  const sightOf = (rule: string, isFound: boolean): Sight => ({
    isFound,
    isNewSync: judging.isNewSync,
    mayVanish: !judging.silentRules.has(rule),
    today: judging.today,
  });
  const steps: Step[] = [];
  const rows: RowRecord[] = [];
  for (const [key, each] of seen) {
    const before = known.get(key);
    const state = nextState(before ?? null, sightOf(each.finding.rule, true));
    if (state === null) continue;
    const row = recordOf(each, before, state, judging);
    rows.push(row);
    steps.push(...stepOf(String(row.id), before, state, each.finding));
  }
  const unfound: RowRecord[] = [];
  for (const [key, before] of known) {
    if (seen.has(key)) continue;
    const state = nextState(before, sightOf(before.rule, false));
    if (state === null || state === before.state) continue;
    unfound.push({ id: before.id, state });
    steps.push(...stepOf(before.id, before, state));
  }
  await upsert(tx, rows);
  await moveUnfound(tx, unfound);
  await writeSteps(tx, { ...judging, by: null }, steps);
  const moves: Partial<Record<FindingState, number>> = {};
  for (const { to } of steps) moves[to] = (moves[to] ?? 0) + 1;
  return moves;
};
