import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { InputOf } from '../../../shared/endpoint.ts';
import type { Evidence, Finding } from '../../../shared/licences/audit-result.ts';
import type { FindingRow, groupFindings, listFindings } from '../../../shared/licences/contract.ts';
import { formatDecimal } from '../../../shared/money.ts';
import { all, type Condition, contains, isAnyOf, ofConnection, type SumRow, undecided } from './scope.ts';

export type FindingFilter = Omit<InputOf<typeof groupFindings>['query'], 'by'>;
type ListQuery = InputOf<typeof listFindings>['query'];
export type FindingOrder = Pick<ListQuery, 'sort' | 'direction'>;

/** The condition of a list of findings; without states, those that wait for a decision. */
export const findingCondition = (filter: FindingFilter): Condition =>
  all([
    ofConnection('f.connection_id', filter.connectionId),
    ...contains(['f.subject_label', 'f.sku_part_number', 'f.sku_name'], filter.search),
    ...(filter.state === undefined ? [sql`f.state = ${undecided}`] : isAnyOf('f.state', filter.state)),
    ...isAnyOf('f.rule', filter.rule),
    ...isAnyOf('f.sku_part_number', filter.sku),
    ...isAnyOf('f.department', filter.department),
    ...isAnyOf('f.country', filter.country),
    ...isAnyOf('f.cost_centre', filter.costCentre),
    ...isAnyOf('f.saving_kind', filter.savingKind),
    ...isAnyOf('f.confidence', filter.confidence),
    ...isAnyOf('f.automation', filter.automation),
    ...(filter.subjectId === undefined ? [] : [sql`f.subject_id = ${filter.subjectId}`]),
    ...(filter.superseded === 'true' ? [] : [sql`f.superseded_by is null`]),
  ]);

interface Row {
  readonly id: string;
  readonly connectionId: string;
  readonly rule: FindingRow['rule'];
  readonly subjectKind: FindingRow['subject']['kind'];
  readonly subjectId: string;
  readonly subjectLabel: string;
  readonly skuPartNumber: string;
  readonly skuName: string;
  readonly state: FindingRow['state'];
  readonly quantity: string;
  readonly monthlySaving: string | null;
  readonly currency: string | null;
  readonly priceSource: FindingRow['priceSource'];
  readonly savingKind: FindingRow['savingKind'];
  readonly confidence: FindingRow['confidence'];
  readonly automation: FindingRow['automation'];
  readonly supersededBy: FindingRow['supersededBy'];
  readonly action: Finding['action'];
  readonly department: string | null;
  readonly country: string | null;
  readonly costCentre: string | null;
  readonly firstSeenOn: string;
  readonly lastSeenOn: string;
  readonly snoozedUntil: string | null;
  readonly evidence: Evidence[];
}

export const findingColumns = sql`f.id, f.connection_id, f.rule, f.subject_kind, f.subject_id, f.subject_label,
  f.sku_part_number, f.sku_name, f.state, f.quantity::text as quantity, f.monthly_saving::text as monthly_saving,
  f.currency, f.price_source, f.saving_kind, f.confidence, f.automation, f.superseded_by, f.action, f.department,
  f.country, f.cost_centre, f.first_seen_on::text as first_seen_on, f.last_seen_on::text as last_seen_on,
  f.snoozed_until::text as snoozed_until, f.evidence`;

/** A finding as the API shows it in lists. */
export const presentFinding = (row: Row): FindingRow => ({
  id: row.id,
  connectionId: row.connectionId,
  rule: row.rule,
  subject: { kind: row.subjectKind, id: row.subjectId, label: row.subjectLabel },
  skuPartNumber: row.skuPartNumber,
  skuName: row.skuName,
  state: row.state,
  quantity: formatDecimal(row.quantity),
  monthlySaving: row.monthlySaving === null ? null : formatDecimal(row.monthlySaving, 2),
  currency: row.currency,
  priceSource: row.priceSource,
  savingKind: row.savingKind,
  confidence: row.confidence,
  automation: row.automation,
  supersededBy: row.supersededBy,
  action: row.action,
  department: row.department,
  country: row.country,
  costCentre: row.costCentre,
  firstSeenOn: row.firstSeenOn,
  lastSeenOn: row.lastSeenOn,
  snoozedUntil: row.snoozedUntil,
});

const strength = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`array_position(array['low', 'medium', 'high'], ${column})`;

const orders: Readonly<Record<ListQuery['sort'], RawBuilder<unknown>>> = {
  rule: sql`f.rule`,
  label: sql`lower(f.subject_label)`,
  sku: sql`f.sku_name`,
  saving: sql`f.monthly_saving`,
  state: sql`f.state`,
  firstSeen: sql`f.first_seen_on`,
  department: sql`f.department`,
  confidence: strength(sql`f.confidence`),
};

/** Findings in the order asked for; equal ones by rule, subject and SKU, so that pages never overlap. */
export const readFindings = async (
  tx: Tx,
  filter: FindingFilter,
  { sort, direction }: FindingOrder,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<readonly Row[]> => {
  const way = direction === 'ascending' ? sql`asc` : sql`desc`;
  const { rows } = await sql<Row>`
    select ${findingColumns} from finding f where ${findingCondition(filter)}
    order by ${orders[sort]} ${way} nulls last, f.rule, lower(f.subject_label), f.sku_part_number, f.id
    limit ${limit} offset ${from}`.execute(tx);
  return rows;
};

/** How many there are and what they could save, by currency and kind. */
export const sumFindings = async (
  tx: Tx,
  filter: FindingFilter,
): Promise<{ readonly total: number; readonly sums: readonly SumRow[] }> => {
  const { rows } = await sql<{ n: number; currency: string | null; kind: string; amount: string | null }>`
    select count(*)::int as n, f.currency, f.saving_kind as kind, sum(f.monthly_saving)::text as amount
    from finding f where ${findingCondition(filter)} group by f.currency, f.saving_kind`.execute(tx);
  return {
    total: rows.reduce((total, { n }) => total + n, 0),
    sums: rows.flatMap(({ currency, kind, amount }) =>
      currency === null || amount === null ? [] : [{ currency, kind, amount }],
    ),
  };
};
