import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { groupings } from '../../../shared/licences/contract.ts';
import { type FindingFilter, findingCondition } from './findings.ts';
import { type SumRow, savingsOf } from './scope.ts';

type Grouping = (typeof groupings)[number];

const keys: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  rule: sql`f.rule`,
  department: sql`f.department`,
  country: sql`f.country`,
  costCentre: sql`f.cost_centre`,
  sku: sql`f.sku_part_number`,
  savingKind: sql`f.saving_kind`,
  confidence: sql`f.confidence`,
  state: sql`f.state`,
};

interface GroupRow {
  readonly key: string | null;
  readonly label: string | null;
  readonly findings: number;
  readonly subjects: number;
  readonly unpriced: number;
  readonly sums: readonly SumRow[];
}

/** At most as many groups as a page can show: the largest by number of findings. */
const mostGroups = 5000;

/** Findings counted by one property, most findings first. */
export const groupFindingsBy = async (tx: Tx, filter: FindingFilter, by: Grouping) => {
  const { rows } = await sql<GroupRow>`
    with part as (
      select ${keys[by]} as key, f.currency, f.saving_kind, count(*) as n, max(f.sku_name) as name,
        count(*) filter (where f.monthly_saving is null) as unpriced, sum(f.monthly_saving) as amount
      from finding f where ${findingCondition(filter)} group by 1, 2, 3),
    subject as (
      select ${keys[by]} as key, count(distinct (f.connection_id, f.subject_kind, f.subject_id)) as n
      from finding f where ${findingCondition(filter)} group by 1)
    select p.key, ${by === 'sku' ? sql`max(p.name)` : sql`p.key`} as label, sum(p.n)::int as findings,
      max(s.n)::int as subjects, sum(p.unpriced)::int as unpriced,
      coalesce(jsonb_agg(jsonb_build_object('currency', p.currency, 'kind', p.saving_kind, 'amount', p.amount::text))
        filter (where p.currency is not null and p.amount is not null), '[]') as sums
    from part p join subject s on s.key is not distinct from p.key
    group by p.key order by sum(p.n) desc, p.key limit ${mostGroups}`.execute(tx);
  return rows.map(({ sums, ...group }) => ({ ...group, savings: savingsOf(sums) }));
};
