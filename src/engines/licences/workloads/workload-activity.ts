import type { Workload } from '../../../shared/licences/user-contract.ts';
import { noDay } from '../activity/days.ts';
import {
  type ReportFacts,
  reportNames,
  type UserReport,
  type Workload as WorkloadColumn,
} from '../reports/report-facts.ts';
import type { User } from '../tenant/tenant.ts';

interface WorkloadSources {
  /** Its own reports: the first tells how much it is used. */
  readonly reports: readonly string[];
  /** Its column in the report of all workloads. */
  readonly column: WorkloadColumn | null;
  /** The report that tells how much room a user takes. */
  readonly storage: string | null;
}

/** Where the use of each workload can be read. */
export const workloadSources: Readonly<Record<Workload, WorkloadSources>> = {
  exchange: {
    reports: ['getEmailActivityUserDetail', reportNames.mailbox],
    column: 'mail',
    storage: reportNames.mailbox,
  },
  oneDrive: { reports: [reportNames.oneDrive], column: 'oneDrive', storage: reportNames.oneDrive },
  sharePoint: { reports: ['getSharePointActivityUserDetail'], column: 'sharePoint', storage: null },
  teams: { reports: [reportNames.teams], column: 'teams', storage: null },
  yammer: { reports: ['getYammerActivityUserDetail'], column: 'yammer', storage: null },
  copilot: { reports: [reportNames.copilot], column: null, storage: null },
  apps: { reports: [reportNames.apps], column: null, storage: null },
};

/** The use of one workload by one user. */
export interface WorkloadActivity {
  /** The latest day in any report; `noDay` when there is none. */
  readonly lastDay: number;
  /** Whether a report covers the user: without, no day means that nobody knows. */
  readonly isCovered: boolean;
  /** The report with that day, else the first that covers the user. */
  readonly source: string | null;
  readonly storageBytes: number | null;
}

type Reports = ReadonlyMap<string, ReportFacts>;

/** Days by report, of the reports that cover the user. */
const seenDays = (
  reports: Reports,
  { reports: own, column }: WorkloadSources,
  user: User,
): readonly (readonly [string, number])[] => {
  const days: (readonly [string, number])[] = [];
  const of = (name: string): UserReport | undefined => reports.get(name)?.of(user.place);
  for (const name of own) {
    const report = of(name);
    if (report) days.push([name, report.lastDay]);
  }
  const all = column && of(reportNames.activeUsers)?.workloadDays;
  if (all) days.push([reportNames.activeUsers, all[column]]);
  return days;
};

/** Reads the use of a workload by a user from the reports that there are. */
export const workloadActivity = (reports: Reports, workload: Workload, user: User): WorkloadActivity => {
  const sources = workloadSources[workload];
  const days = seenDays(reports, sources, user);
  let [source = null, lastDay = noDay] = days[0] ?? [];
  for (const [name, day] of days) if (day > lastDay) [source, lastDay] = [name, day];
  const { storage } = sources;
  const storageBytes = storage === null ? null : (reports.get(storage)?.of(user.place)?.storageBytes ?? null);
  return { lastDay, isCovered: days.length > 0, source, storageBytes };
};
