import { sql } from 'kysely';
import { ruleDefinitions } from '../../../engines/licences/rules/definitions.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { notFound } from '../../../shared/errors.ts';
import type { FindingDetail, FindingState } from '../../../shared/licences/contract.ts';
import { findingColumns, presentFinding, type readFindings } from './findings.ts';

type Row = Awaited<ReturnType<typeof readFindings>>[number];

interface EventRow {
  readonly at: Date;
  readonly fromState: FindingState | null;
  readonly toState: FindingState;
  readonly byName: string | null;
  readonly reason: string | null;
  readonly until: string | null;
  readonly evidence: FindingDetail['evidence'] | null;
}

const mostRelated = 50;
const mostEvents = 500;

const readRelated = async (tx: Tx, of: Row): Promise<readonly Row[]> => {
  const { rows } = await sql<Row>`
    select ${findingColumns} from finding f
    where f.connection_id = ${of.connectionId} and f.subject_kind = ${of.subjectKind}
      and f.subject_id = ${of.subjectId} and f.sku_part_number = ${of.skuPartNumber}
      and f.id <> ${of.id} and f.state <> 'gone'
    order by f.rule limit ${mostRelated}`.execute(tx);
  return rows;
};

const readEvents = async (tx: Tx, findingId: string): Promise<readonly EventRow[]> => {
  const { rows } = await sql<EventRow>`
    select e.at, e.from_state, e.to_state, e.by_name, e.reason, e.until::text as until, e.evidence
    from finding_event e where e.finding_id = ${findingId} order by e.sequence desc limit ${mostEvents}`.execute(
    tx,
  );
  return rows.toReversed();
};

/**
 * A finding with its evidence, its rule, what became of it, and the others on the same seat.
 *
 * @throws AppError not_found, also for another organisation's
 */
export const readFinding = async (tx: Tx, findingId: string): Promise<FindingDetail> => {
  const { rows } = await sql<Row>`
    select ${findingColumns} from finding f where f.id = ${findingId}`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('finding');
  const { title, finds, saving } = ruleDefinitions[row.rule];
  const events = await readEvents(tx, row.id);
  const related = await readRelated(tx, row);
  return {
    finding: presentFinding(row),
    evidence: row.evidence,
    related: related.map(presentFinding),
    history: events.map((event) => ({
      at: event.at.toISOString(),
      from: event.fromState,
      to: event.toState,
      by: event.byName,
      reason: event.reason,
      until: event.until,
      evidence: event.evidence,
    })),
    rule: { id: row.rule, title, finds, definition: `Saving: ${saving}.` },
  };
};
