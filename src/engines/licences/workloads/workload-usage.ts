import type { WorkloadUsage } from '../../../shared/licences/usage-contract.ts';
import { type Workload, workloads } from '../../../shared/licences/user-contract.ts';
import { dayText, noDay } from '../activity/days.ts';
import { type ReportFacts, reportNames } from '../reports/report-facts.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import type { User } from '../tenant/tenant.ts';
import type { UsageTotals } from './usage-totals.ts';
import { type WorkloadActivity, workloadActivity, workloadSources } from './workload-activity.ts';

/** A workload of a tenant on the day of the audit; `missing` names the report that would tell more. */
export type TenantWorkload = Omit<WorkloadUsage, 'storagePerUserBytes'>;

/** Adds up the use of every workload over the users of a tenant. */
export interface WorkloadCounter {
  /** Takes a user with the workloads that its licences include. */
  observe(user: User, licensed: ReadonlySet<Workload>): void;
  finish(): readonly TenantWorkload[];
}

type Bucket = WorkloadUsage['recency'][number]['bucket'];
const buckets: readonly (readonly [Bucket, number])[] = [
  ['7', 7],
  ['30', 30],
  ['90', 90],
  ['180', 180],
];

/** A period ends on the day of the refresh and includes it, so that the buckets add up to who is active. */
const bucketOf = (lastDay: number, untilDay: number): Bucket => {
  if (lastDay === noDay) return 'never';
  return buckets.find(([, days]) => untilDay - lastDay < days)?.[0] ?? 'older';
};

/** Reports without a period (Office 365 active users) are about the last activity ever: a month is asked of them. */
const plainPeriodDays = 30;

interface Tally {
  licensed: number;
  active: number;
  readonly byBucket: Map<Bucket, number>;
}

const count = (tally: Tally, bucket: Bucket, users: number): void => {
  tally.byBucket.set(bucket, (tally.byBucket.get(bucket) ?? 0) + users);
};

interface Frame {
  /** The report that counts its use; undefined when it was not read. */
  readonly own: ReportFacts | undefined;
  readonly totals: UsageTotals | undefined;
  /** The storage report's. */
  readonly storage: UsageTotals | undefined;
  /** The report of all workloads stands in where its own is missing. */
  readonly read: ReportFacts | undefined;
  /** The last day that the report speaks of, and the first of its period. */
  readonly until: number;
  readonly activeFrom: number;
  readonly isConcealed: boolean;
}

const frameOf = (
  context: RuleContext,
  totals: ReadonlyMap<string, UsageTotals>,
  workload: Workload,
): Frame => {
  const { reports, column, storage } = workloadSources[workload];
  const name = reports[0] ?? '';
  const own = context.reports.get(name);
  const read = own ?? (column === null ? undefined : context.reports.get(reportNames.activeUsers));
  const periodDays = totals.get(name)?.periodDays ?? plainPeriodDays;
  const until = read && read.refreshedDay !== noDay ? read.refreshedDay : context.asOfDay;
  return {
    own,
    totals: totals.get(name),
    storage: storage === null ? undefined : totals.get(storage),
    read,
    until,
    activeFrom: until - periodDays + 1,
    isConcealed: read?.concealed === true,
  };
};

/** Hashes belong to nobody: their rows are counted as they are, whether a licence stands behind them or not. */
const countRows = (tally: Tally, { totals, activeFrom, until }: Frame): void => {
  for (const [day, rows] of totals?.lastDays ?? []) {
    count(tally, bucketOf(day, until), rows);
    if (day !== noDay && day >= activeFrom) tally.active += rows;
  }
};

const countUser = (tally: Tally, frame: Frame, activity: WorkloadActivity): void => {
  tally.licensed += 1;
  if (frame.read === undefined || frame.isConcealed) return;
  count(tally, bucketOf(activity.lastDay, frame.until), 1);
  if (activity.lastDay !== noDay && activity.lastDay >= frame.activeFrom) tally.active += 1;
};

const average = (total: number, users: number): number | null =>
  users === 0 ? null : Math.round((total / users) * 100) / 100;

const present = (workload: Workload, frame: Frame, tally: Tally): TenantWorkload => {
  const { own, totals, read } = frame;
  const order: readonly Bucket[] = [...buckets.map(([bucket]) => bucket), 'older', 'never'];
  return {
    workload,
    licensed: tally.licensed,
    active: tally.active,
    never: tally.byBucket.get('never') ?? 0,
    periodDays: own ? (totals?.periodDays ?? null) : null,
    refreshedOn: read ? dayText(read.refreshedDay) : null,
    missing: own ? null : (workloadSources[workload].reports[0] ?? null),
    concealed: frame.isConcealed,
    figures: (totals?.figures ?? []).map(({ name, total }) => ({
      name,
      total,
      perActiveUser: average(total, tally.active),
    })),
    storageBytes: frame.storage?.storageBytes ?? null,
    quotaBytes: frame.storage?.quotaBytes ?? null,
    recency:
      read === undefined ? [] : order.map((bucket) => ({ bucket, users: tally.byBucket.get(bucket) ?? 0 })),
  };
};

/** @param totals the reports added up, by name */
export const createWorkloadCounter = (
  context: RuleContext,
  totals: ReadonlyMap<string, UsageTotals>,
): WorkloadCounter => {
  const { reports } = context;
  const counted = workloads.map((workload) => ({
    workload,
    frame: frameOf(context, totals, workload),
    tally: { licensed: 0, active: 0, byBucket: new Map<Bucket, number>() },
  }));
  return {
    observe: (user, licensed) => {
      for (const { workload, frame, tally } of counted) {
        if (!licensed.has(workload)) continue;
        countUser(tally, frame, workloadActivity(reports, workload, user));
      }
    },
    finish: () =>
      counted.map(({ workload, frame, tally }) => {
        if (frame.isConcealed) countRows(tally, frame);
        return present(workload, frame, tally);
      }),
  };
};
