import type { PagedSource, ReportPeriod } from '../../connectors/microsoft/contract.ts';
import {
  permissionsFor,
  type SourceName,
  sourcesWithout,
  type UsageReport,
  usageReports,
} from '../../shared/connections/consent.ts';
import type { Connection } from '../../shared/connections/contract.ts';

/** One thing that a sync reads. `name` is what its answers are landed under. */
export type PlannedSource =
  | { readonly name: PagedSource; readonly kind: 'paged' }
  | { readonly name: 'reportSettings'; readonly kind: 'settings' }
  | { readonly name: 'mailboxSettings'; readonly kind: 'mailboxes' }
  | {
      readonly name: string;
      readonly kind: 'report';
      readonly report: UsageReport;
      readonly period: ReportPeriod;
    };

const paged = (name: PagedSource): PlannedSource => ({ name, kind: 'paged' });

/** What people compare is a month; these count what was done in their period. */
const monthlyToo: readonly UsageReport[] = [
  'getEmailActivityUserDetail',
  'getOneDriveUsageAccountDetail',
  'getSharePointActivityUserDetail',
  'getTeamsUserActivityUserDetail',
  'getYammerActivityUserDetail',
  'getMicrosoft365CopilotUsageUserDetail',
  'getM365AppUserDetail',
];

/**
 * The rules ask who was not there for long, so a per-user report is read over its longest period: its dates of last
 * activity serve every shorter question. Use of a workload is that of a month. At most two calls for each report:
 * Microsoft allows 14 in ten minutes.
 */
const periodsOf = (report: UsageReport): readonly ReportPeriod[] => {
  if (report === 'getOffice365ServicesUserCounts') return ['D30'];
  return monthlyToo.includes(report) ? ['D180', 'D30'] : ['D180'];
};

/** Installations are a state: that report knows no period. */
const isWithoutPeriod = (report: UsageReport): boolean => report === 'getOffice365ActivationsUserDetail';

/** Name of a report of one period: `getM365AppUserDetail.D180`. */
const reportSourceName = (report: UsageReport, period: ReportPeriod): string =>
  isWithoutPeriod(report) ? report : `${report}.${period}`;

/** Everything that a sync reads, the short answers first. */
export const syncPlan: readonly PlannedSource[] = [
  paged('organization'),
  paged('subscribedSkus'),
  paged('subscriptions'),
  { name: 'reportSettings', kind: 'settings' },
  paged('users'),
  paged('groups'),
  ...usageReports.flatMap((report) =>
    periodsOf(report).map(
      (period): PlannedSource => ({ name: reportSourceName(report, period), kind: 'report', report, period }),
    ),
  ),
  { name: 'mailboxSettings', kind: 'mailboxes' },
];

/** Without these there is nothing to judge: a sync that cannot read them has failed. */
export const isRequired = ({ name }: PlannedSource): boolean => name === 'users' || name === 'subscribedSkus';

/** Broader permissions that Microsoft's reference names as sufficient for those that are asked for. */
const containedIn: Readonly<Record<string, readonly string[]>> = {
  'directory.read.all': [
    'Organization.Read.All',
    'LicenseAssignment.Read.All',
    'User.Read.All',
    'Group.Read.All',
  ],
  'directory.readwrite.all': [
    'Organization.Read.All',
    'LicenseAssignment.Read.All',
    'User.Read.All',
    'Group.Read.All',
  ],
  'licenseassignment.readwrite.all': ['LicenseAssignment.Read.All'],
};

const withContained = (granted: readonly string[]): readonly string[] => [
  ...granted,
  ...granted.flatMap((name) => containedIn[name.toLowerCase()] ?? []),
];

const sourceOf = (planned: PlannedSource): SourceName =>
  planned.kind === 'report' ? `reports/${planned.report}` : planned.name;

/** The permission for want of which a source cannot be read at all; undefined where nothing is wanting. */
export const wantingFor = (planned: PlannedSource, granted: readonly string[]): string | undefined => {
  const wanting = sourcesWithout(withContained(granted)).find(({ name }) => name === sourceOf(planned));
  return wanting?.permissions[0];
};

/** Scopes that only make the sign-in work; Entra does not list them among what was granted. */
export const signInScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** Permissions of a connection's level and mode that were not granted. */
export const lackingOf = (
  { level, mode }: Pick<Connection, 'level' | 'mode'>,
  granted: readonly string[],
): string[] => {
  const have = new Set(withContained(granted).map((name) => name.toLowerCase()));
  return permissionsFor(level, mode).filter(
    (name) => !signInScopes.includes(name) && !have.has(name.toLowerCase()),
  );
};
