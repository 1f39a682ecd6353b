import { dayText } from '../calendar.ts';
import { createDraw } from '../random.ts';
import { trueFalse } from './csv.ts';
import {
  countWithin,
  deletion,
  drawFor,
  lagDays,
  perUser,
  type Report,
  type ReportContext,
  type Subject,
} from './report-context.ts';

const GB = 1e9;

/** Mailboxes of people with Exchange, and shared and room mailboxes without a licence. */
const hasMailbox = ({ account: { sketch, workloads } }: Subject): boolean =>
  sketch.use.isInMailboxReport &&
  (workloads.exchange || ['shared', 'room', 'equipment'].includes(sketch.kind));

/** https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail */
export const mailboxUsageDetail: Report = perUser(
  'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Created Date,Last Activity Date,' +
    'Item Count,Storage Used (Byte),Issue Warning Quota (Byte),Prohibit Send Quota (Byte),' +
    'Prohibit Send/Receive Quota (Byte),Deleted Item Count,Deleted Item Size (Byte),Deleted Item Quota (Byte),' +
    'Has Archive,Report Period',
  hasMailbox,
  (context, subject) => {
    const { user, ageDays, sketch } = subject.account;
    const { use } = sketch;
    const draw = drawFor(context, subject, 'mailbox');
    const quota = (use.mailboxBytes >= 49 * GB ? 100 : 50) * GB;
    const items = Math.ceil(use.mailboxBytes / draw.between(60_000, 120_000));
    return [
      context.refreshDate,
      context.name(subject.userPrincipalName),
      context.name(user.displayName),
      ...deletion(subject),
      context.date(ageDays),
      context.date(use.exchange),
      items,
      use.mailboxBytes,
      quota * 0.98,
      quota * 0.99,
      quota,
      Math.floor(items * 0.04),
      Math.floor(use.mailboxBytes * 0.03),
      30 * GB,
      trueFalse(use.hasArchive),
      context.periodDays,
    ];
  },
);

const hasOneDrive = ({ account: { sketch, workloads } }: Subject): boolean =>
  workloads.oneDrive && sketch.use.oneDriveBytes !== null;

const personalSite = (context: ReportContext, subject: Subject): string =>
  `https://${context.domain.split('.')[0]}-my.sharepoint.com/personal/${subject.userPrincipalName.replace(/[^a-zA-Z0-9]/g, '_')}`;

/** Graph no longer tells ids of sites in usage reports. */
const noSiteId = '00000000-0000-0000-0000-000000000000';

/** https://learn.microsoft.com/graph/api/reportroot-getonedriveusageaccountdetail */
export const oneDriveUsageDetail: Report = perUser(
  'Report Refresh Date,Site Id,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,' +
    'Active File Count,Storage Used (Byte),Storage Allocated (Byte),Owner Principal Name,Report Period',
  hasOneDrive,
  (context, subject) => {
    const { user, sketch } = subject.account;
    const bytes = sketch.use.oneDriveBytes ?? 0;
    const draw = drawFor(context, subject, 'oneDrive');
    const files = Math.ceil(bytes / draw.between(400_000, 3_000_000));
    return [
      context.refreshDate,
      noSiteId,
      context.name(personalSite(context, subject)),
      context.name(user.displayName),
      trueFalse(subject.deletedDay !== null),
      context.date(sketch.use.oneDrive),
      files,
      Math.min(files, countWithin(context, draw.between(20, 900), sketch.use.oneDrive)),
      bytes,
      1099511627776,
      context.name(subject.userPrincipalName),
      context.periodDays,
    ];
  },
);

/** Bytes grow a little from day to day; on the last day they are the sum of the detail report. */
const dailyGrowth = 0.0004;

const daily = (
  header: string,
  cellsOf: (bytes: number, date: string) => readonly (string | number)[],
  covers: (subject: Subject) => boolean,
  bytesOf: (subject: Subject) => number,
): Report => ({
  header: header.split(','),
  *rows(context) {
    let total = 0;
    for (const subject of context.subjects) {
      if (subject.deletedDay === null && covers(subject)) total += bytesOf(subject);
    }
    for (let ago = 0; ago < context.periodDays; ago += 1) {
      const bytes = Math.round(total * (1 - dailyGrowth) ** ago);
      const date = dayText(context.asOfDay - lagDays - ago);
      yield [context.refreshDate, ...cellsOf(bytes, date), context.periodDays];
    }
  },
});

/** https://learn.microsoft.com/graph/api/reportroot-getmailboxusagestorage */
export const mailboxUsageStorage: Report = daily(
  'Report Refresh Date,Storage Used (Byte),Report Date,Report Period',
  (bytes, date) => [bytes, date],
  hasMailbox,
  ({ account }) => account.sketch.use.mailboxBytes,
);

/** https://learn.microsoft.com/graph/api/reportroot-getonedriveusagestorage */
export const oneDriveUsageStorage: Report = daily(
  'Report Refresh Date,Site Type,Storage Used (Byte),Report Date,Report Period',
  (bytes, date) => ['OneDrive', bytes, date],
  hasOneDrive,
  ({ account }) => account.sketch.use.oneDriveBytes ?? 0,
);

/** https://learn.microsoft.com/graph/api/reportroot-getsharepointsiteusagedetail: the sites of teams. */
export const sharePointSiteUsage: Report = {
  header: (
    'Report Refresh Date,Site Id,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,' +
    'Active File Count,Page View Count,Visited Page Count,Storage Used (Byte),Storage Allocated (Byte),' +
    'Root Web Template,Owner Principal Name,Report Period'
  ).split(','),
  *rows(context) {
    const host = `https://${context.domain.split('.')[0]}.sharepoint.com/sites`;
    for (const group of context.groups) {
      if (!group.groupTypes.includes('Unified')) continue;
      const draw = createDraw(context.seed, 'site', group.id);
      const lastDays = group.memberIds.length === 0 ? draw.between(100, 400) : draw.between(2, 20);
      const files = group.memberIds.length * draw.between(20, 90) + draw.between(5, 200);
      const views = countWithin(context, group.memberIds.length * draw.between(10, 60), lastDays);
      yield [
        context.refreshDate,
        noSiteId,
        context.name(`${host}/${group.mailNickname}`),
        context.name(`${group.displayName} Owners`),
        'False',
        context.date(lastDays),
        files,
        Math.min(files, countWithin(context, files, lastDays)),
        views,
        Math.floor(views / 3),
        files * draw.between(300_000, 2_500_000),
        27487790694400,
        'Group',
        context.name(group.mail ?? ''),
        context.periodDays,
      ];
    }
  },
};
