import { trueFalse } from './csv.ts';
import {
  assignedDate,
  assignedProducts,
  deletion,
  perUser,
  type Report,
  type ReportContext,
  type Subject,
} from './report-context.ts';

/** Whether reports of all workloads list a user: somebody who holds a licence with at least one. */
export const hasWorkload = ({ account: { workloads } }: Subject): boolean =>
  workloads.exchange || workloads.oneDrive || workloads.teams || workloads.yammer;

/** Days since the last use of each workload, in the order of the report; null without the licence. */
export const workloadDays = ({ account: { sketch, workloads } }: Subject) => {
  const { use } = sketch;
  return {
    exchange: workloads.exchange ? use.exchange : null,
    oneDrive: workloads.oneDrive && use.oneDriveBytes !== null ? use.oneDrive : null,
    sharePoint: workloads.sharePoint ? use.sharePoint : null,
    skype: null,
    yammer: workloads.yammer ? use.yammer : null,
    teams: workloads.teams ? use.teams : null,
  };
};

const order = ['exchange', 'oneDrive', 'sharePoint', 'skype', 'yammer', 'teams'] as const;

/** https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail */
export const activeUserDetail: Report = perUser(
  'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Has Exchange License,' +
    'Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,' +
    'Has Teams License,Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,' +
    'Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,' +
    'Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,' +
    'Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date,Assigned Products',
  hasWorkload,
  (context, subject) => {
    const { workloads, user } = subject.account;
    const days = workloadDays(subject);
    const assigned = assignedDate(context, subject);
    return [
      context.refreshDate,
      context.name(subject.userPrincipalName),
      context.name(user.displayName),
      ...deletion(subject),
      ...order.map((workload) => trueFalse(workloads[workload])),
      ...order.map((workload) => context.date(days[workload])),
      ...order.map((workload) => (workloads[workload] ? assigned : null)),
      assignedProducts(subject),
    ];
  },
);

const counted = ['exchange', 'oneDrive', 'sharePoint', 'skype', 'yammer', 'teams'] as const;

const countOf = (context: ReportContext) => {
  const active = counted.map(() => 0);
  const licensed = counted.map(() => 0);
  let users = 0;
  let activeUsers = 0;
  for (const subject of context.subjects) {
    if (subject.deletedDay !== null || !hasWorkload(subject)) continue;
    const days = workloadDays(subject);
    users += 1;
    if (counted.some((workload) => context.isWithin(days[workload]))) activeUsers += 1;
    for (const [place, workload] of counted.entries()) {
      if (!subject.account.workloads[workload]) continue;
      licensed[place] = (licensed[place] ?? 0) + 1;
      if (context.isWithin(days[workload])) active[place] = (active[place] ?? 0) + 1;
    }
  }
  return { active, licensed, users, activeUsers };
};

/** https://learn.microsoft.com/graph/api/reportroot-getoffice365servicesusercounts */
export const servicesUserCounts: Report = {
  header: [
    'Report Refresh Date',
    ...['Exchange', 'OneDrive', 'SharePoint', 'Skype For Business', 'Yammer', 'Teams', 'Office 365'].flatMap(
      (service) => [`${service} Active`, `${service} Inactive`],
    ),
    'Report Period',
  ],
  *rows(context) {
    const { active, licensed, users, activeUsers } = countOf(context);
    yield [
      context.refreshDate,
      ...counted.flatMap((_, place) => {
        const used = active[place] ?? 0;
        return [used, (licensed[place] ?? 0) - used];
      }),
      activeUsers,
      users - activeUsers,
      context.periodDays,
    ];
  },
};
