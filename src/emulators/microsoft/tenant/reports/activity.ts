import { trueFalse } from './csv.ts';
import {
  assignedProducts,
  countWithin,
  deletion,
  drawFor,
  isThere,
  perUser,
  type Report,
} from './report-context.ts';

/** https://learn.microsoft.com/graph/api/reportroot-getemailactivityuserdetail */
export const emailActivity: Report = perUser(
  'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,' +
    'Receive Count,Read Count,Meeting Created Count,Meeting Interacted Count,Assigned Products,Report Period',
  ({ account }) => account.workloads.exchange,
  (context, subject) => {
    const { use } = subject.account.sketch;
    const draw = drawFor(context, subject, 'email');
    const count = (least: number, most: number): number =>
      countWithin(context, draw.between(least, most), use.exchange);
    return [
      context.refreshDate,
      context.name(subject.userPrincipalName),
      context.name(subject.account.user.displayName),
      ...deletion(subject),
      context.date(use.exchange),
      count(10, 2400),
      count(100, 9000),
      count(60, 7000),
      count(1, 120),
      count(1, 400),
      assignedProducts(subject),
      context.periodDays,
    ];
  },
);

/** https://learn.microsoft.com/graph/api/reportroot-getsharepointactivityuserdetail */
export const sharePointActivity: Report = perUser(
  'Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,' +
    'Synced File Count,Shared Internally File Count,Shared Externally File Count,Visited Page Count,' +
    'Assigned Products,Report Period',
  ({ account }) => account.workloads.sharePoint,
  (context, subject) => {
    const { use } = subject.account.sketch;
    const draw = drawFor(context, subject, 'sharePoint');
    const count = (most: number): number => countWithin(context, draw.between(1, most), use.sharePoint);
    return [
      context.refreshDate,
      context.name(subject.userPrincipalName),
      ...deletion(subject),
      context.date(use.sharePoint),
      count(1500),
      count(800),
      count(120),
      count(20),
      count(900),
      assignedProducts(subject),
      context.periodDays,
    ];
  },
);

/** https://learn.microsoft.com/graph/api/reportroot-getyammeractivityuserdetail; it cannot say 'deleted' as the others do. */
export const yammerActivity: Report = perUser(
  'Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,Last Activity Date,' +
    'Posted Count,Read Count,Liked Count,Assigned Products,Report Period',
  (subject) => isThere(subject) && subject.account.workloads.yammer,
  (context, subject) => {
    const { use } = subject.account.sketch;
    const draw = drawFor(context, subject, 'yammer');
    const count = (most: number): number => countWithin(context, draw.between(1, most), use.yammer);
    return [
      context.refreshDate,
      context.name(subject.userPrincipalName),
      context.name(subject.account.user.displayName),
      'active',
      context.date(subject.account.ageDays),
      context.date(use.yammer),
      count(20),
      count(400),
      count(60),
      assignedProducts(subject),
      context.periodDays,
    ];
  },
);

/** A duration as reports write it, `PT1H30M`. */
const duration = (seconds: number): string => {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds % 60}S`;
};

/** https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail */
export const teamsActivity: Report = perUser(
  'Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,User Principal Name,' +
    'Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,' +
    'Private Chat Message Count,Call Count,Meeting Count,Post Messages,Reply Messages,Urgent Messages,' +
    'Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,' +
    'Ad Hoc Meetings Attended Count,Scheduled One-time Meetings Organized Count,' +
    'Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count,' +
    'Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,' +
    'Audio Duration In Seconds,Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,' +
    'Is Licensed,Report Period',
  ({ account }) => account.workloads.teams,
  (context, subject) => {
    const { use } = subject.account.sketch;
    const draw = drawFor(context, subject, 'teams');
    const count = (most: number): number => countWithin(context, draw.between(1, most), use.teams);
    const [posts, replies, chats] = [count(80), count(160), count(4000)];
    const calls = countWithin(context, use.calls, use.called);
    const organised = countWithin(context, use.organised, use.called);
    const attended = count(300);
    // Each meeting is ad hoc, planned once or recurring.
    const split = (total: number): readonly [number, number, number] => {
      const adHoc = Math.floor(total / 4);
      const once = Math.floor((total - adHoc) / 2);
      return [adHoc, once, total - adHoc - once];
    };
    const [organisedAdHoc, organisedOnce, organisedRecurring] = split(organised);
    const [attendedAdHoc, attendedOnce, attendedRecurring] = split(attended);
    const seconds = [(calls + organised + attended) * 900, attended * 300, attended * 120];
    return [
      context.refreshDate,
      context.displayName,
      null,
      context.name(subject.account.user.id),
      context.name(subject.userPrincipalName),
      context.date(use.teams),
      ...deletion(subject),
      assignedProducts(subject),
      posts + replies,
      chats,
      calls,
      organised + attended,
      posts,
      replies,
      0,
      organised,
      attended,
      organisedAdHoc,
      attendedAdHoc,
      organisedOnce,
      attendedOnce,
      organisedRecurring,
      attendedRecurring,
      ...seconds.map(duration),
      ...seconds,
      trueFalse(false),
      trueFalse(true),
      context.periodDays,
    ];
  },
);
