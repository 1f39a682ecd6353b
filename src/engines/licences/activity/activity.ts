import type { Confidence, Evidence } from '../../../shared/licences/audit-result.ts';
import { Exact } from '../../../shared/money.ts';
import type { Parameters } from '../policy.ts';
import type { ReportFacts, UserReport } from '../reports/report-facts.ts';
import type { User } from '../tenant/tenant.ts';
import { dayText, noDay } from './days.ts';

/** `unknown`: no source covers the user; it is never treated as inactive. */
export type ActivityState = 'active' | 'stale' | 'inactive' | 'never' | 'unknown';

export interface CoveringReport {
  readonly facts: ReportFacts;
  readonly user: UserReport;
}

/** What the sources say of one user's activity. */
export interface Activity {
  readonly state: ActivityState;
  /** Days from the last activity to the audit; null when there is none. */
  readonly idleDays: number | null;
  readonly confidence: Confidence;
  readonly isCoveredBySignIn: boolean;
  /** Reports with dates of activity that cover the user. */
  readonly reports: readonly CoveringReport[];
  /** The latest activity in reports; `noDay` when they have none. */
  readonly lastReportDay: number;
  readonly areReportsFresh: boolean;
  evidence(): readonly Evidence[];
}

/** Judges a source as a whole. */
export interface SourceQuality {
  isFresh(report: ReportFacts): boolean;
  /** Fresh, and enough of its rows belong to directory users. */
  isSound(report: ReportFacts): boolean;
}

/** @param asOfDay the day of the audit, as days since 1970-01-01 */
export const createSourceQuality = (asOfDay: number, parameters: Parameters): SourceQuality => {
  const leastShare = new Exact(parameters.mappedShare);
  const sound = new Map<ReportFacts, boolean>();
  const isFresh = ({ refreshedDay }: ReportFacts): boolean =>
    refreshedDay !== noDay && asOfDay - refreshedDay <= parameters.freshDays;
  const isSound = (report: ReportFacts): boolean =>
    isFresh(report) && leastShare.times(report.rows).lte(report.mappedRows);
  return {
    isFresh,
    isSound: (report) => {
      const known = sound.get(report) ?? isSound(report);
      sound.set(report, known);
      return known;
    },
  };
};

interface JudgeOptions {
  readonly asOfDay: number;
  readonly parameters: Parameters;
  readonly quality: SourceQuality;
  readonly reports: readonly ReportFacts[];
  /** Whether any user of the export has a sign-in activity: then users without one never signed in. */
  readonly hasSignIns: boolean;
}

const latestOf = (reports: readonly CoveringReport[]): CoveringReport | undefined => {
  let latest: CoveringReport | undefined;
  for (const report of reports) {
    if (report.user.lastDay > (latest?.user.lastDay ?? noDay)) latest = report;
  }
  return latest;
};

const stateOf = (idleDays: number | null, isCovered: boolean, parameters: Parameters): ActivityState => {
  if (!isCovered) return 'unknown';
  if (idleDays === null) return 'never';
  if (idleDays >= parameters.inactiveDays) return 'inactive';
  return idleDays >= parameters.staleDays ? 'stale' : 'active';
};

const weakNote = 'counts failed sign-ins too: no time of a successful one is known';

const evidenceOf = (
  user: User,
  reports: readonly CoveringReport[],
  isCoveredBySignIn: boolean,
  idleDays: number | null,
): readonly Evidence[] => {
  const evidence: Evidence[] = [];
  if (user.signIn) {
    const { field, day, isWeak } = user.signIn;
    const seen = { source: 'users', field, value: dayText(day) };
    evidence.push(isWeak ? { ...seen, note: weakNote } : seen);
  } else if (isCoveredBySignIn) {
    evidence.push({ source: 'users', field: 'signInActivity', value: null });
  }
  const latest = latestOf(reports);
  if (latest) {
    const { lastColumn, lastDay } = latest.user;
    evidence.push({ source: latest.facts.name, field: lastColumn, value: dayText(lastDay) });
  } else {
    for (const { facts } of reports) {
      evidence.push({ source: facts.name, field: 'Last Activity Date', value: null });
    }
  }
  if (idleDays !== null) evidence.push({ source: 'audit', field: 'daysIdle', value: String(idleDays) });
  return evidence;
};

/** Judges the activity of users by sign-ins and usage reports (docs/licences.md, 'Activity'). */
export const createActivityJudge = (options: JudgeOptions): ((user: User) => Activity) => {
  const { asOfDay, parameters, quality, hasSignIns } = options;
  const sources = options.reports
    .filter(({ isPerUser, hasActivity }) => isPerUser && hasActivity)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return (user) => {
    const reports: CoveringReport[] = [];
    for (const facts of sources) {
      const covering = facts.of(user.place);
      if (covering) reports.push({ facts, user: covering });
    }
    const isCoveredBySignIn = user.signIn !== null || hasSignIns;
    const lastReportDay = latestOf(reports)?.user.lastDay ?? noDay;
    const lastDay = Math.max(lastReportDay, user.signIn?.day ?? noDay);
    const idleDays = lastDay === noDay ? null : asOfDay - lastDay;
    const isSound = reports.every(({ facts }) => quality.isSound(facts));
    const kinds = (isCoveredBySignIn ? 1 : 0) + (reports.length > 0 ? 1 : 0);
    return {
      state: stateOf(idleDays, kinds > 0, parameters),
      idleDays,
      confidence: !isSound || kinds === 0 ? 'low' : kinds === 2 ? 'high' : 'medium',
      isCoveredBySignIn,
      reports,
      lastReportDay,
      areReportsFresh: reports.every(({ facts }) => quality.isFresh(facts)),
      evidence: () => evidenceOf(user, reports, isCoveredBySignIn, idleDays),
    };
  };
};
