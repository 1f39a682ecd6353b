import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../../platform/postgres/database.ts';
import {
  type Usage,
  type Workload,
  type WorkloadUsage,
  workloads,
} from '../../../shared/licences/contract.ts';
import { ofConnection } from './scope.ts';

const size = z.number().min(0).nullable();

/** The column `licence_workload_day.figures`: what the usage page shows beside the counts. */
export const workloadFiguresSchema = z.object({
  periodDays: z.int().min(0).nullable(),
  refreshedOn: z.string().max(10).nullable(),
  missing: z.string().max(200).nullable(),
  concealed: z.boolean(),
  figures: z
    .array(z.object({ name: z.string().max(200), total: z.number().min(0), perActiveUser: size }))
    .max(50),
  storageBytes: size,
  quotaBytes: size,
  recency: z
    .array(z.object({ bucket: z.enum(['7', '30', '90', '180', 'older', 'never']), users: z.int().min(0) }))
    .max(10),
});
export type WorkloadFigures = z.infer<typeof workloadFiguresSchema>;

interface DayRow {
  readonly point: string;
  readonly workload: Workload;
  readonly licensed: number;
  readonly active: number;
  readonly never: number;
  readonly figures: unknown;
}

type Day = Omit<DayRow, 'figures'> & WorkloadFigures;

/** The last snapshot of each month of 24, and of every day of the last 31; of each tenant the latest before it. */
const readDays = async (tx: Tx, connectionId: string | undefined): Promise<readonly Day[]> => {
  const narrow = ofConnection('d.connection_id', connectionId);
  const { rows } = await sql<DayRow>`
    with newest as (select max(d.day) as day from licence_workload_day d where ${narrow}),
    point as (
      select max(d.day) as day from licence_workload_day d, newest n
      where ${narrow} and d.day > n.day - interval '24 months' group by date_trunc('month', d.day)
      union select d.day from licence_workload_day d, newest n where ${narrow} and d.day > n.day - 31),
    tenant as (select distinct d.connection_id from licence_workload_day d where ${narrow}),
    picked as (
      select p.day as point, t.connection_id, (
        select max(d.day) from licence_workload_day d
        where d.connection_id = t.connection_id and d.day <= p.day and d.day > p.day - 31) as day
      from point p cross join tenant t)
    select p.point::text as point, d.workload, d.licensed, d.active, d.never, d.figures
    from picked p join licence_workload_day d on d.connection_id = p.connection_id and d.day = p.day
    order by p.point, d.workload, d.connection_id`.execute(tx);
  return rows.map(({ figures, ...row }) => ({ ...row, ...workloadFiguresSchema.parse(figures) }));
};

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

/** Null where nobody knows; else the sum of those who do. */
const sizes = <T>(items: readonly T[], of: (item: T) => number | null): number | null => {
  const known = items.flatMap((item) => of(item) ?? []);
  return known.length === 0 ? null : total(known, (value) => value);
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Figures of several tenants together: totals add up, averages are made again from them. */
const joinFigures = (days: readonly Day[]): WorkloadUsage['figures'] => {
  const active = total(days, (day) => day.active);
  const byName = Map.groupBy(
    days.flatMap(({ figures }) => figures),
    ({ name }) => name,
  );
  return [...byName].map(([name, of]) => {
    const sum = total(of, (figure) => figure.total);
    return { name, total: sum, perActiveUser: active === 0 ? null : rounded(sum / active) };
  });
};

const joinRecency = (days: readonly Day[]): WorkloadUsage['recency'] => {
  const byBucket = Map.groupBy(
    days.flatMap(({ recency }) => recency),
    ({ bucket }) => bucket,
  );
  return [...byBucket].map(([bucket, of]) => ({ bucket, users: total(of, ({ users }) => users) }));
};

const earliest = (days: readonly Day[]): string | null =>
  days.flatMap(({ refreshedOn }) => refreshedOn ?? []).sort()[0] ?? null;

const presentUsage = (workload: Workload, days: readonly Day[]): WorkloadUsage => {
  const licensed = total(days, (day) => day.licensed);
  const storageBytes = sizes(days, (day) => day.storageBytes);
  return {
    workload,
    licensed,
    active: total(days, ({ active }) => active),
    never: total(days, ({ never }) => never),
    periodDays: days.find(({ periodDays }) => periodDays !== null)?.periodDays ?? null,
    refreshedOn: earliest(days),
    missing: days.every(({ missing }) => missing !== null) ? (days[0]?.missing ?? null) : null,
    concealed: days.some(({ concealed }) => concealed),
    figures: joinFigures(days),
    storageBytes,
    quotaBytes: sizes(days, ({ quotaBytes }) => quotaBytes),
    storagePerUserBytes: storageBytes === null || licensed === 0 ? null : Math.round(storageBytes / licensed),
    recency: joinRecency(days),
  };
};

/** Every workload as the latest snapshots have it, with its trend. */
export const readUsage = async (
  tx: Tx,
  { connectionId }: { readonly connectionId?: string | undefined },
): Promise<Usage> => {
  const days = await readDays(tx, connectionId);
  const newest = days.at(-1)?.point;
  const of = (workload: Workload): Usage['workloads'] => {
    const own = days.filter((day) => day.workload === workload);
    const latest = own.filter(({ point }) => point === newest);
    if (latest.length === 0) return [];
    const trend = [...Map.groupBy(own, ({ point }) => point)].map(([day, at]) => ({
      day,
      licensed: total(at, ({ licensed }) => licensed),
      active: total(at, ({ active }) => active),
      storageBytes: sizes(at, ({ storageBytes }) => storageBytes),
      figures: joinFigures(at).map(({ name, perActiveUser }) => ({ name, perActiveUser })),
    }));
    return [{ ...presentUsage(workload, latest), trend }];
  };
  return { workloads: workloads.flatMap(of) };
};
