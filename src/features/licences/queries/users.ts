import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { InputOf } from '../../../shared/endpoint.ts';
import type { LicenceUser, listLicenceUsers } from '../../../shared/licences/contract.ts';
import {
  all,
  amountsOf,
  type Condition,
  contains,
  isAnyOf,
  ofConnection,
  type SumRow,
  savingsOf,
  undecided,
} from './scope.ts';

type ListQuery = InputOf<typeof listLicenceUsers>['query'];
export type UserFilter = Omit<ListQuery, 'limit' | 'cursor' | 'sort' | 'direction'>;
export type UserOrder = Pick<ListQuery, 'sort' | 'direction'>;

const isTrue = (column: string, wanted: 'true' | 'false' | undefined): Condition[] =>
  wanted === undefined ? [] : [sql`${sql.ref(column)} is ${wanted === 'true' ? sql`true` : sql`false`}`];

const findingOf = (user: string): Condition =>
  sql`f.connection_id = ${sql.ref(`${user}.connection_id`)} and f.subject_kind = 'user'
    and f.subject_id = ${sql.ref(`${user}.user_id`)} and f.state = ${undecided}`;

/** The condition of a list of users. */
export const userCondition = (filter: UserFilter): Condition =>
  all([
    ofConnection('u.connection_id', filter.connectionId),
    ...contains(['u.principal_name', 'u.display_name', 'u.department', 'u.job_title'], filter.search),
    ...isAnyOf('u.state', filter.state),
    ...isAnyOf('u.department', filter.department),
    ...isAnyOf('u.country', filter.country),
    ...isAnyOf('u.cost_centre', filter.costCentre),
    ...isTrue('u.is_enabled', filter.enabled),
    ...isTrue('u.is_guest', filter.guest),
    ...(filter.skuId === undefined ? [] : [sql`u.sku_ids && ${filter.skuId}::text[]`]),
    ...(filter.licensed === undefined
      ? []
      : [filter.licensed === 'true' ? sql`u.sku_ids <> '{}'` : sql`u.sku_ids = '{}'`]),
    ...(filter.rule === undefined
      ? []
      : [
          sql`exists (select from finding f where ${findingOf('u')} and f.rule = any(${filter.rule}::text[]))`,
        ]),
  ]);

export interface UserRow {
  readonly connectionId: string;
  readonly userId: string;
  readonly principalName: string;
  readonly displayName: string | null;
  readonly isEnabled: boolean | null;
  readonly isGuest: boolean;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly country: string | null;
  readonly costCentre: string | null;
  readonly createdOn: string | null;
  readonly mailboxPurpose: string | null;
  readonly state: LicenceUser['state'];
  readonly lastActivityOn: string | null;
  readonly skuIds: readonly string[];
  readonly costs: readonly { readonly currency: string; readonly amount: string }[];
  readonly sums: readonly SumRow[];
  readonly findings: number;
}

export const userColumns = sql`u.connection_id, u.user_id, u.principal_name, u.display_name, u.is_enabled, u.is_guest,
  u.department, u.job_title, u.country, u.cost_centre, u.created_on::text as created_on, u.mailbox_purpose, u.state,
  u.last_activity_on::text as last_activity_on, u.sku_ids, u.costs`;

/** What undecided findings could save at a user, and how many there are. */
export const userSavings = sql`left join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('currency', g.currency, 'kind', g.kind, 'amount', g.amount::text))
        filter (where g.currency is not null and g.amount is not null), '[]') as sums,
      coalesce(sum(g.n), 0)::int as findings, sum(g.amount) as saving
    from (select f.currency, f.saving_kind as kind, sum(f.monthly_saving) as amount,
        count(*) filter (where f.superseded_by is null) as n
      from finding f where ${findingOf('u')} group by 1, 2) g) s on true`;

const orders: Readonly<Record<ListQuery['sort'], RawBuilder<unknown>>> = {
  principalName: sql`lower(u.principal_name)`,
  displayName: sql`lower(u.display_name)`,
  department: sql`u.department`,
  country: sql`u.country`,
  costCentre: sql`u.cost_centre`,
  lastActivity: sql`u.last_activity_on`,
  cost: sql`u.monthly_cost`,
  saving: sql`s.saving`,
};

/** Users in the order asked for; equal ones by name, so that pages never overlap. */
export const readUsers = async (
  tx: Tx,
  filter: UserFilter,
  { sort, direction }: UserOrder,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<readonly UserRow[]> => {
  const way = direction === 'ascending' ? sql`asc` : sql`desc`;
  const { rows } = await sql<UserRow>`
    select ${userColumns}, s.sums, s.findings
    from licence_user u ${userSavings}
    where ${userCondition(filter)}
    order by ${orders[sort]} ${way} nulls last, lower(u.principal_name), u.id
    limit ${limit} offset ${from}`.execute(tx);
  return rows;
};

/** How many users there are. */
export const countUsers = async (tx: Tx, filter: UserFilter): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from licence_user u where ${userCondition(filter)}`.execute(tx);
  return rows[0]?.n ?? 0;
};

/** What departments, countries and cost centres there are to choose from. */
export const readChoices = async (tx: Tx, connectionId: string | undefined) => {
  const of = async (column: string, most: number): Promise<string[]> => {
    const { rows } = await sql<{ value: string }>`
      select distinct ${sql.ref(column)} as value from licence_user u
      where ${ofConnection('u.connection_id', connectionId)} and ${sql.ref(column)} is not null
      order by 1 limit ${most}`.execute(tx);
    return rows.map(({ value }) => value);
  };
  return {
    departments: await of('u.department', 2000),
    countries: await of('u.country', 500),
    costCentres: await of('u.cost_centre', 2000),
  };
};

/** Names of SKUs by tenant and id. */
export type SkuNames = ReadonlyMap<string, { readonly partNumber: string; readonly name: string }>;

/** The key of a SKU of a tenant in `SkuNames`. */
export const skuKeyOf = (connectionId: string, skuId: string): string => `${connectionId} ${skuId}`;

/** A user as the API shows it in lists. */
export const presentUser = (row: UserRow, names: SkuNames): LicenceUser => ({
  connectionId: row.connectionId,
  id: row.userId,
  principalName: row.principalName,
  displayName: row.displayName,
  isEnabled: row.isEnabled,
  isGuest: row.isGuest,
  department: row.department,
  jobTitle: row.jobTitle,
  country: row.country,
  costCentre: row.costCentre,
  createdOn: row.createdOn,
  mailboxPurpose: row.mailboxPurpose,
  state: row.state,
  lastActivityOn: row.lastActivityOn,
  skus: row.skuIds.map((skuId) => {
    const named = names.get(skuKeyOf(row.connectionId, skuId));
    return { skuId, skuPartNumber: named?.partNumber ?? skuId, name: named?.name ?? skuId };
  }),
  monthlyCost: amountsOf(row.costs),
  savings: savingsOf(row.sums),
  findings: row.findings,
});
