import { z } from 'zod';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import type { Dimension } from '../../../shared/explorer/dimensions.ts';
import type { CostKind, Granularity, Sort } from '../../../shared/explorer/question.ts';
import type { Span } from '../charge-files.ts';
import {
  type Bindings,
  type ChargeScope,
  chargesSql,
  costColumn,
  createBindings,
  dimensionSql,
  instantSql,
} from './statement.ts';

/** Costs and quantities over time by dimensions, and the same for a period to compare with. */
export interface SeriesAsk {
  readonly scope: ChargeScope;
  readonly current: Span;
  /** Does not overlap the current one. */
  readonly previous: Span | undefined;
  readonly granularity: Granularity;
  readonly dimensions: readonly Dimension[];
  readonly cost: CostKind;
  /** Counts only charges with a quantity of this unit, and adds the quantities. */
  readonly consumedUnit: string | undefined;
  readonly limit: number;
  readonly sort: Sort;
}

/** The sum of one series in one bucket. */
export interface SeriesCell {
  /** 1 is the first series; `limit + 1` is all the others together. */
  readonly rank: number;
  /** Beginning of the bucket (ms since 1970); null for the previous period. */
  readonly bucketMs: number | null;
  readonly key: readonly (string | null)[];
  readonly cost: string;
  readonly quantity: string | null;
  readonly rows: number;
  /** How many series there are, those without a place in the answer included. */
  readonly groups: number;
}

const rowSchema = z.object({
  rank: z.number(),
  bucket: z.coerce.number().nullable(),
  key: z.array(z.string().nullable()).nullable(),
  cost: z.string(),
  quantity: z.string().nullable(),
  rows: z.coerce.number(),
  groups: z.coerce.number(),
});

/** Dimensions with a value per thing: their groups by time would be nearly as many as the rows. */
const countless: ReadonlySet<Dimension> = new Set<Dimension>([
  'ResourceId',
  'ResourceName',
  'ChargeDescription',
  'InvoiceId',
  'SkuPriceId',
  'AllocatedResourceId',
  'AllocatedResourceName',
  'CapacityReservationId',
]);

const bucketSql = ({ granularity, current, previous }: SeriesAsk): string => {
  const start = instantSql(current.from);
  const bucket =
    granularity === 'none'
      ? start
      : // A cast to a day is three times as fast as date_trunc.
        granularity === 'day'
        ? 'ChargePeriodStart::date::timestamp'
        : `date_trunc('${granularity}', ChargePeriodStart)`;
  if (!previous) return bucket;
  const end = instantSql(current.to);
  return `case when ChargePeriodStart >= ${start} and ChargePeriodStart < ${end} then ${bucket} end`;
};

/**
 * What everything else is made of, given `grouped` (keys, bucket, cost): `totals` has a row for each series,
 * `top` those with a place in the answer. Only they are ranked and joined: there may be a million others.
 */
const topSql = ({ granularity, previous, sort, limit }: SeriesAsk, names: readonly string[]): string => {
  const keys = names.join(', ');
  const byName = names.map((name) => `${name} nulls last`).join(', ');
  const order = {
    total: `abs(total) desc, abs(previous) desc, ${byName}`,
    change: `abs(total - previous) desc, abs(total) desc, ${byName}`,
    name: byName,
  }[sort];
  // Without time and comparison every group is a series already; copying a million of them takes longer than asking.
  const totals =
    granularity === 'none' && !previous
      ? `totals as not materialized (select ${keys}, coalesce(cost, 0) as total, 0 as previous from grouped)`
      : `totals as materialized (select ${keys}, coalesce(sum(cost) filter (bucket is not null), 0) as total,
          coalesce(sum(cost) filter (bucket is null), 0) as previous from grouped group by ${keys})`;
  return `${totals},
    top as materialized (select ${keys}, [${keys}] as key, row_number() over (order by ${order})::integer as rank
      from (select * from totals order by ${order} limit ${limit}))`;
};

/** The cells of the answer from rows with keys, bucket, cost, quantity and a number of charges. */
const cellsSql = ({ limit }: SeriesAsk, names: readonly string[], rows: string, from: string): string =>
  `select coalesce(rank, ${limit + 1}) as rank, epoch_ms(bucket) as bucket,
      any_value(t.key) as key,
      coalesce(sum(cost), 0)::varchar as cost, sum(quantity)::varchar as quantity, ${rows} as rows,
      (select count(*) from totals) as groups
    from ${from} c left join top t on ${names.map((name) => `c.${name} is not distinct from t.${name}`).join(' and ')}
    group by rank, bucket`;

/** One scan: grouped by keys and time, ranked by what was grouped, and cut to the limit. */
const oneScan = (ask: SeriesAsk, bindings: Bindings): string => {
  const names = ask.dimensions.map((_, index) => `k${index}`);
  const keys = ask.dimensions.map((each, index) => `${dimensionSql(each, bindings)} as k${index}, `).join('');
  const grouped = `select ${keys}${bucketSql(ask)} as bucket, ${sums(ask)}, count(*) as rows
    ${charges(ask, bindings)} group by all`;
  if (names.length === 0) {
    return `with grouped as (${grouped})
      select 1 as rank, epoch_ms(bucket) as bucket, null::varchar[] as key,
        coalesce(cost, 0)::varchar as cost, quantity::varchar as quantity, rows, 1 as groups from grouped`;
  }
  return `with grouped as materialized (${grouped}), ${topSql(ask, names)}
    ${cellsSql(ask, names, 'sum(rows)', 'grouped')}`;
};

/** Two scans: the largest groups first, then their course in time; memory grows with groups, not with cells. */
const twoScans = (ask: SeriesAsk, bindings: Bindings): string => {
  const names = ask.dimensions.map((_, index) => `k${index}`);
  const keys = ask.dimensions.map((each, index) => `${dimensionSql(each, bindings)} as k${index}`).join(', ');
  const whole = { ...ask, granularity: 'none' } as const;
  const from = charges(ask, bindings);
  const quantity = ask.consumedUnit === undefined ? 'null' : 'ConsumedQuantity';
  return `with grouped as materialized (select ${keys}, ${bucketSql(whole)} as bucket, ${sums(ask)} ${from} group by all),
    ${topSql(whole, names)},
    charge as (select ${keys}, ${bucketSql(ask)} as bucket, ${costColumn[ask.cost]} as cost, ${quantity} as quantity ${from})
    ${cellsSql(ask, names, 'count(*)', 'charge')}`;
};

const sums = ({ cost, consumedUnit }: SeriesAsk): string =>
  `sum(${costColumn[cost]}) as cost, ${consumedUnit === undefined ? 'null' : 'sum(ConsumedQuantity)'} as quantity`;

const charges = (ask: SeriesAsk, bindings: Bindings): string => {
  const { scope, consumedUnit } = ask;
  if (consumedUnit === undefined) return chargesSql(scope, bindings);
  const ofUnit = [`ConsumedUnit = ${bindings.bind(consumedUnit)}`, 'ConsumedQuantity is not null'];
  return chargesSql(scope, bindings, ofUnit);
};

/** What a question of this shape is answered with, for reading and for measuring it. */
export const seriesStatement = (ask: SeriesAsk) => {
  const bindings = createBindings();
  const manyCells = ask.granularity !== 'none' && ask.dimensions.some((each) => countless.has(each));
  const sql = manyCells ? twoScans(ask, bindings) : oneScan(ask, bindings);
  return { sql, values: bindings.values };
};

/** The cells of all series in the answer; sums are exact decimals as text. */
export const costSeries = async (
  session: DuckDbSession,
  ask: SeriesAsk,
  signal?: AbortSignal,
): Promise<readonly SeriesCell[]> => {
  const { sql, values } = seriesStatement(ask);
  const rows = await session.all(sql, { values, signal });
  return rows.map((row) => {
    const { bucket, key, ...rest } = rowSchema.parse(row);
    return { ...rest, bucketMs: bucket, key: key ?? [] };
  });
};
