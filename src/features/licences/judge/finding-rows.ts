import type { NewId } from '../../../shared/ids.ts';
import type { Finding } from '../../../shared/licences/audit-result.ts';
import type { FindingState } from '../../../shared/licences/contract.ts';
import type { PriceSource } from '../../../shared/licences/parts.ts';
import { storableText } from '../../../shared/storable-text.ts';
import type { RowRecord } from '../insert-records.ts';
import { type Batch, packRows } from '../pack-rows.ts';
import { type Step, stepRecord } from '../steps.ts';
import { type Before, nextState, type Sight } from './finding-life.ts';
import type { Owner } from './owner.ts';
import type { Profile } from './profiles.ts';

/** A finding of the audit with what lists group and filter by. */
export interface Found {
  readonly finding: Finding;
  readonly skuName: string;
  readonly priceSource: PriceSource;
  readonly profile: Profile | undefined;
}

/** A finding that is kept. */
export interface KnownFinding extends Before {
  readonly id: string;
  readonly rule: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly skuPartNumber: string;
}

const subjectIdOf = ({ subject }: Finding): string =>
  storableText(subject.kind === 'user' ? subject.id.toLowerCase() : subject.id);

const keyOf = (rule: string, kind: string, id: string, sku: string): string =>
  JSON.stringify([rule, kind, id, sku]);

const keyOfKnown = (known: KnownFinding): string =>
  keyOf(known.rule, known.subjectKind, known.subjectId, known.skuPartNumber);

const keyOfFound = ({ finding }: Found): string =>
  keyOf(finding.rule, finding.subject.kind, subjectIdOf(finding), storableText(finding.skuPartNumber));

/** What a judgement is of, and when. */
export interface Judging extends Owner {
  /** The day of the facts. */
  readonly asOf: string;
  /** The day of the judgement: snoozes end by it. */
  readonly today: string;
  readonly isNewSync: boolean;
}

const recordOf = (
  found: Found,
  id: string,
  known: KnownFinding | undefined,
  state: FindingState,
  judging: Judging,
): RowRecord => {
  const { finding, profile } = found;
  return {
    id,
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

interface Seen {
  readonly id: string;
  readonly found: Found;
  readonly before: KnownFinding | undefined;
  readonly state: FindingState;
}

interface Unfound {
  readonly before: KnownFinding;
  readonly state: FindingState;
}

/** What is written of findings: those that were found, those that were not, and what became of each. */
export type FindingBatch = Batch & { readonly what: 'found' | 'unfound' | 'steps' };

export interface FindingMoves {
  readonly moves: Moves;
  batches(): Generator<FindingBatch>;
}

interface Sights {
  readonly seen: readonly Seen[];
  readonly unfound: readonly Unfound[];
}

const packed = function* (what: FindingBatch['what'], rows: Iterable<RowRecord>): Generator<FindingBatch> {
  for (const batch of packRows(rows)) yield { what, ...batch };
};

function* batchesOf(judging: Judging, { seen, unfound }: Sights, newId: NewId): Generator<FindingBatch> {
  const rowsSeen = function* (): Generator<RowRecord> {
    for (const { id, found, before, state } of seen) yield recordOf(found, id, before, state, judging);
  };
  const rowsUnfound = function* (): Generator<RowRecord> {
    for (const { before, state } of unfound) yield { id: before.id, state };
  };
  const steps = function* (): Generator<RowRecord> {
    for (const { id, found, before, state } of seen) {
      for (const step of stepOf(id, before, state, found.finding)) yield stepRecord(newId, step);
    }
    for (const { before, state } of unfound) {
      for (const step of stepOf(before.id, before, state)) yield stepRecord(newId, step);
    }
  };
  yield* packed('found', rowsSeen());
  yield* packed('unfound', rowsUnfound());
  yield* packed('steps', steps());
}

/** Moves the findings of a tenant to what an audit found, each through its life (finding-life.ts), step by step. */
export const moveFindings = (
  judging: Judging,
  given: {
    readonly found: readonly Found[];
    readonly silentRules: ReadonlySet<string>;
    readonly newId: NewId;
  },
  before: readonly KnownFinding[],
): FindingMoves => {
  const { silentRules, newId } = given;
  const { isNewSync, today } = judging;
  const known = new Map(before.map((row) => [keyOfKnown(row), row]));
  const founds = new Map(given.found.map((each) => [keyOfFound(each), each]));
  const sightOf = (rule: string, isFound: boolean): Sight => ({
    ...{ isFound, isNewSync, today },
    mayVanish: !silentRules.has(rule),
  });
  const moves: Partial<Record<FindingState, number>> = {};
  const count = (from: FindingState | undefined, to: FindingState): void => {
    if (from !== to) moves[to] = (moves[to] ?? 0) + 1;
  };
  const seen: Seen[] = [];
  for (const [key, found] of founds) {
    const row = known.get(key);
    const state = nextState(row ?? null, sightOf(found.finding.rule, true));
    if (state === null) continue;
    seen.push({ id: row?.id ?? newId(), found, before: row, state });
    count(row?.state, state);
  }
  const unfound: Unfound[] = [];
  for (const [key, row] of known) {
    if (founds.has(key)) continue;
    const state = nextState(row, sightOf(row.rule, false));
    if (state === null || state === row.state) continue;
    unfound.push({ before: row, state });
    count(row.state, state);
  }
  return { moves, batches: () => batchesOf(judging, { seen, unfound }, newId) };
};
