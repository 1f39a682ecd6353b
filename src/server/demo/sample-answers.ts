import type { ReportName, ReportPeriod } from '../../emulators/microsoft/tenant/tenant.ts';
import type { GivenSource } from '../../features/connections/feature.ts';
import { sampleTenantAt } from './sample-tenant.ts';

/** The reports that judging reads, over their longest period; the activations know none. */
const reports: readonly ReportName[] = [
  'getOffice365ActiveUserDetail',
  'getM365AppUserDetail',
  'getMailboxUsageDetail',
  'getOneDriveUsageAccountDetail',
  'getSharePointActivityUserDetail',
  'getTeamsUserActivityUserDetail',
  'getEmailActivityUserDetail',
  'getYammerActivityUserDetail',
  'getMicrosoft365CopilotUsageUserDetail',
];

/** … and of these the month, which the pages of usage show. */
const monthly: readonly ReportName[] = [
  'getEmailActivityUserDetail',
  'getOneDriveUsageAccountDetail',
  'getSharePointActivityUserDetail',
  'getTeamsUserActivityUserDetail',
  'getYammerActivityUserDetail',
  'getMicrosoft365CopilotUsageUserDetail',
  'getM365AppUserDetail',
];

const pageSize = 500;

const inPages = (items: readonly unknown[]): string[] => {
  const pages: string[] = [];
  for (let from = 0; from === 0 || from < items.length; from += pageSize)
    pages.push(JSON.stringify({ value: items.slice(from, from + pageSize) }));
  return pages;
};

/** What Microsoft Graph would have answered of the sample's tenant on a day. */
export const sampleAnswers = (asOf: string, present: string): readonly GivenSource[] => {
  const tenant = sampleTenantAt(asOf, present);
  const csv = (name: ReportName, period: ReportPeriod = 'D180'): string[] => [
    `${[...tenant.report(name, period, { concealed: false })].join('\r\n')}\r\n`,
  ];
  const purposes = [...tenant.mailboxPurpose].map(([id, userPurpose]) => ({
    id,
    mailboxSettings: { userPurpose },
  }));
  return [
    { name: 'organization', pages: inPages([tenant.organization]) },
    { name: 'subscribedSkus', pages: inPages(tenant.subscribedSkus) },
    { name: 'subscriptions', pages: inPages(tenant.subscriptions) },
    { name: 'users', pages: inPages(tenant.users) },
    { name: 'groups', pages: inPages(tenant.groups) },
    { name: 'mailboxSettings', pages: inPages(purposes) },
    { name: 'getOffice365ActivationsUserDetail', pages: csv('getOffice365ActivationsUserDetail') },
    ...reports.map((name) => ({ name: `${name}.D180`, pages: csv(name) })),
    ...monthly.map((name) => ({ name: `${name}.D30`, pages: csv(name, 'D30') })),
  ];
};
