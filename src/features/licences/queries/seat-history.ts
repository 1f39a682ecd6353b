import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import { all, amountsOf, ofConnection, type SumRow, savingsOf } from './scope.ts';

export interface HistoryScope {
  readonly connectionId?: string | undefined;
  /** One SKU; without it, paid SKUs together. */
  readonly skuId?: string | undefined;
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  readonly step: 'day' | 'month';
}

interface DayRow {
  readonly day: string;
  readonly bought: number;
  readonly assigned: number;
  readonly active: number;
  readonly stale: number;
  readonly inactive: number;
  readonly never: number;
  readonly unknown: number;
  readonly monthlyCost: string | null;
  readonly currency: string | null;
  readonly savings: Readonly<Record<string, string>>;
}

/**
 * Snapshots of seats. Each point takes every tenant's latest snapshot of the week before it (of the month before,
 * by month): a tenant whose sync failed that day does not look as if it had vanished.
 */
export const readSeatDays = async (tx: Tx, scope: HistoryScope): Promise<readonly DayRow[]> => {
  const narrow = all([
    ofConnection('d.connection_id', scope.connectionId),
    scope.skuId === undefined ? sql`d.is_paid` : sql`d.sku_id = ${scope.skuId}`,
  ]);
  const bucket = scope.step === 'month' ? sql`date_trunc('month', d.day)` : sql`d.day`;
  const reach = scope.step === 'month' ? 31 : 7;
  const { rows } = await sql<DayRow>`
    with point as (
      select max(d.day) as day from licence_sku_day d
      where ${narrow} and d.day between ${scope.from}::date and ${scope.to}::date group by ${bucket}),
    tenant as (
      select distinct d.connection_id from licence_sku_day d
      where ${narrow} and d.day between ${scope.from}::date and ${scope.to}::date),
    picked as (
      select p.day as point, t.connection_id, (
        select max(d.day) from licence_sku_day d
        where d.connection_id = t.connection_id and d.day <= p.day and d.day > p.day - ${reach}::int) as day
      from point p cross join tenant t)
    select p.point::text as day, d.bought, d.assigned, d.active, d.stale, d.inactive, d.never, d.unknown,
      d.monthly_cost::text as monthly_cost, d.currency, d.savings
    from picked p join licence_sku_day d on d.connection_id = p.connection_id and d.day = p.day
    where ${narrow}
    order by p.point, d.connection_id, d.sku_id`.execute(tx);
  return rows;
};

const sum = (rows: readonly DayRow[], of: (row: DayRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

const savingRows = ({ savings, currency }: DayRow): SumRow[] =>
  currency === null
    ? []
    : Object.entries(savings).map(([kind, amount]) => ({ currency, kind, amount: String(amount) }));

/** One point a day with its seats, holders by activity, cost and possible saving. */
export const pointsOf = (rows: readonly DayRow[]) =>
  [...Map.groupBy(rows, ({ day }) => day)].map(([day, of]) => ({
    day,
    bought: sum(of, ({ bought }) => bought),
    assigned: sum(of, ({ assigned }) => assigned),
    holders: {
      active: sum(of, ({ active }) => active),
      stale: sum(of, ({ stale }) => stale),
      inactive: sum(of, ({ inactive }) => inactive),
      never: sum(of, ({ never }) => never),
      unknown: sum(of, ({ unknown }) => unknown),
    },
    monthlyCost: amountsOf(of.map(({ currency, monthlyCost }) => ({ currency, amount: monthlyCost }))),
    savings: savingsOf(of.flatMap(savingRows)),
  }));
