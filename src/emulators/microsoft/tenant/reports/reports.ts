import type { ReportName } from '../interface.ts';
import { activeUserDetail, servicesUserCounts } from './active-users.ts';
import { emailActivity, sharePointActivity, teamsActivity, yammerActivity } from './activity.ts';
import { activationsUserDetail, appUserDetail, copilotUserDetail } from './apps.ts';
import { csvLine } from './csv.ts';
import type { Report, ReportContext } from './report-context.ts';
import {
  mailboxUsageDetail,
  mailboxUsageStorage,
  oneDriveUsageDetail,
  oneDriveUsageStorage,
  sharePointSiteUsage,
} from './storage.ts';

const reports: Readonly<Record<ReportName, Report>> = {
  getOffice365ActiveUserDetail: activeUserDetail,
  getM365AppUserDetail: appUserDetail,
  getMailboxUsageDetail: mailboxUsageDetail,
  getOneDriveUsageAccountDetail: oneDriveUsageDetail,
  getSharePointActivityUserDetail: sharePointActivity,
  getTeamsUserActivityUserDetail: teamsActivity,
  getEmailActivityUserDetail: emailActivity,
  getYammerActivityUserDetail: yammerActivity,
  getOffice365ActivationsUserDetail: activationsUserDetail,
  getMicrosoft365CopilotUsageUserDetail: copilotUserDetail,
  getOffice365ServicesUserCounts: servicesUserCounts,
  getSharePointSiteUsageDetail: sharePointSiteUsage,
  getMailboxUsageStorage: mailboxUsageStorage,
  getOneDriveUsageStorage: oneDriveUsageStorage,
};

/** The lines of a report, its header first. */
export function* reportLines(name: ReportName, context: ReportContext): Iterable<string> {
  const report = reports[name];
  yield csvLine(report.header);
  for (const row of report.rows(context)) yield csvLine(row);
}
