import type { Activity } from '../activity/activity.ts';
import { noDay } from '../activity/days.ts';
import { reportNames, type UserReport, type Workload } from '../reports/report-facts.ts';
import { freshReport, type RuleContext } from '../rules/rule-context.ts';
import type { User } from '../tenant/tenant.ts';

/** `unknown`: no fresh report says; today's plan then stays. */
export type Observed = 'used' | 'unused' | 'unknown';
/** How much room a mailbox or OneDrive takes: what a frontline plan holds, a standard one, or more (or unknown). */
export type Room = 'kiosk' | 'standard' | 'any';
/** Why a user counts as absent. */
export type Absence = 'disabled' | 'left' | 'inactive' | 'never';

/** What fresh reports say of one user, in a few words: many users have the same. */
export interface Use {
  /** `unseen`: no source covers the user. */
  readonly mode: 'unseen' | 'absent' | 'seen';
  readonly absence: Absence | null;
  readonly mail: Observed;
  readonly mailRoom: Room;
  readonly mailArchive: Observed;
  readonly desktop: Observed;
  readonly files: Observed;
  readonly filesRoom: Room;
  readonly teams: Observed;
  readonly calling: Observed;
  readonly copilot: Observed;
  readonly yammer: Observed;
  /** A shared mailbox of 50 GB or more, or with an archive, needs a licence whoever signs in. */
  readonly hasLargeSharedMailbox: boolean;
  readonly isMember: boolean;
}

/** GB = 10⁹ bytes. Frontline: 2 GB of mail and of files; Exchange Plan 1: 50 GB; OneDrive of SharePoint Plan 1: 1 TB. */
const kioskBytes = 2e9;
const standardMailBytes = 50e9;
const standardFilesBytes = 1e12;
/** A report of calls says that there were none when it looks back so many days (as R08). */
const callingPeriodDays = 90;

const absenceOf = (context: RuleContext, user: User, activity: Activity): Absence | null => {
  if (user.isEnabled === false) return 'disabled';
  if (user.leaveDay !== noDay && user.leaveDay < context.asOfDay) return 'left';
  return activity.state === 'inactive' || activity.state === 'never' ? activity.state : null;
};

const roomOf = (bytes: number | null, standardBytes: number): Room => {
  if (bytes === null || bytes >= standardBytes) return 'any';
  return bytes < kioskBytes ? 'kiosk' : 'standard';
};

/** Answers whether a workload was used, by the report of all workloads or the workload's own. */
const workloadJudge =
  (context: RuleContext, user: User) =>
  (own: string, ...workloads: readonly Workload[]): Observed => {
    const days: number[] = [];
    const all = freshReport(context, reportNames.activeUsers, user)?.workloadDays;
    if (all) days.push(...workloads.map((workload) => all[workload]));
    const report = freshReport(context, own, user);
    if (report) days.push(report.lastDay);
    if (days.length === 0) return 'unknown';
    const last = Math.max(...days);
    return last !== noDay && context.asOfDay - last < context.parameters.inactiveDays ? 'used' : 'unused';
  };

/** Nobody without a row has a mailbox or a OneDrive, as far as a fresh and well-mapped report can tell. */
const isSurelyAbsent = (context: RuleContext, name: string, report: UserReport | undefined): boolean => {
  const facts = context.reports.get(name);
  return report === undefined && facts !== undefined && !facts.concealed && context.quality.isSound(facts);
};

const desktopOf = (context: RuleContext, user: User): Observed => {
  const apps = freshReport(context, reportNames.apps, user);
  if (!apps) return 'unknown';
  if (apps.usesDesktop) return 'used';
  return apps.periodDays >= context.parameters.desktopDays ? 'unused' : 'unknown';
};

const callingOf = (context: RuleContext, user: User): Observed => {
  const teams = freshReport(context, reportNames.teams, user);
  if (!teams || teams.callsAndMeetings === null) return 'unknown';
  if (teams.callsAndMeetings > 0) return 'used';
  return teams.periodDays >= callingPeriodDays ? 'unused' : 'unknown';
};

const copilotOf = (context: RuleContext, user: User, hasOldSeat: boolean): Observed => {
  const report = freshReport(context, reportNames.copilot, user);
  if (!report) return 'unknown';
  const { copilotIdleDays } = context.parameters;
  if (report.lastDay !== noDay && context.asOfDay - report.lastDay < copilotIdleDays) return 'used';
  return hasOldSeat ? 'unused' : 'unknown';
};

const mailOf = (context: RuleContext, activity: Observed, mailbox: UserReport | undefined): Observed => {
  if (mailbox !== undefined || activity === 'used') return 'used';
  return activity === 'unused' && isSurelyAbsent(context, reportNames.mailbox, mailbox)
    ? 'unused'
    : 'unknown';
};

const filesOf = (context: RuleContext, activity: Observed, drive: UserReport | undefined): Observed => {
  if (activity === 'used' || (drive?.storageBytes ?? 0) > 0) return 'used';
  const isEmpty = drive?.storageBytes === 0 || isSurelyAbsent(context, reportNames.oneDrive, drive);
  return activity === 'unused' && isEmpty ? 'unused' : 'unknown';
};

const filesRoomOf = (drive: UserReport | undefined, desktop: Observed): Room => {
  const room = roomOf(drive?.storageBytes ?? null, standardFilesBytes);
  return room === 'kiosk' && desktop !== 'unused' ? 'standard' : room;
};

/**
 * Reads what a user uses from fresh reports. `hasOldCopilotSeat` says whether the user's Copilot seats are old enough
 * to be judged (`copilotGraceDays`).
 */
export const readUse = (
  context: RuleContext,
  user: User,
  activity: Activity,
  hasOldCopilotSeat: boolean,
): Use => {
  const absence = absenceOf(context, user, activity);
  const judge = workloadJudge(context, user);
  const mailbox = freshReport(context, reportNames.mailbox, user);
  const drive = freshReport(context, reportNames.oneDrive, user);
  const desktop = desktopOf(context, user);
  const hasArchive = mailbox?.hasArchive ?? null;
  const mailRoom = hasArchive === false ? roomOf(mailbox?.storageBytes ?? null, standardMailBytes) : 'any';
  const purpose = context.tenant.purposes?.get(user.id.toLowerCase());
  return {
    mode: absence !== null ? 'absent' : activity.state === 'unknown' ? 'unseen' : 'seen',
    absence,
    mail: mailOf(context, judge('getEmailActivityUserDetail', 'mail'), mailbox),
    // A frontline plan opens in the browser and on phones only: it is no answer to desktop apps in use.
    mailRoom: mailRoom === 'kiosk' && desktop !== 'unused' ? 'standard' : mailRoom,
    mailArchive: hasArchive === null ? 'unknown' : hasArchive ? 'used' : 'unused',
    desktop,
    files: filesOf(context, judge('getSharePointActivityUserDetail', 'oneDrive', 'sharePoint'), drive),
    filesRoom: filesRoomOf(drive, desktop),
    teams: judge(reportNames.teams, 'teams'),
    calling: callingOf(context, user),
    copilot: copilotOf(context, user, hasOldCopilotSeat),
    yammer: judge('getYammerActivityUserDetail', 'yammer'),
    hasLargeSharedMailbox: purpose === 'shared' && mailRoom === 'any',
    isMember: user.isEnabled !== false && !user.isGuest,
  };
};
