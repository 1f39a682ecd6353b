/** Reports with a meaning of their own to a rule. The activity of every other per-user report counts too. */
export const reportNames = {
  activeUsers: 'getOffice365ActiveUserDetail',
  apps: 'getM365AppUserDetail',
  mailbox: 'getMailboxUsageDetail',
  oneDrive: 'getOneDriveUsageAccountDetail',
  teams: 'getTeamsUserActivityUserDetail',
  activations: 'getOffice365ActivationsUserDetail',
  copilot: 'getMicrosoft365CopilotUsageUserDetail',
} as const;

/** Workloads that getOffice365ActiveUserDetail gives a date of its own. */
export const workloads = ['mail', 'oneDrive', 'sharePoint', 'teams', 'yammer'] as const;
export type Workload = (typeof workloads)[number];
/** The latest day by workload; `noDay` for no activity. */
export type WorkloadDays = Record<Workload, number>;

/** What one report says of one user; periods of the same report are merged. */
export interface UserReport {
  /** The latest day in any column of last activity; `noDay` when all are empty. */
  lastDay: number;
  lastColumn: string;
  /** Null where the report does not tell workloads apart. */
  workloadDays: WorkloadDays | null;
  /** The longest period that covers the user, in days; 0 when the report has none. */
  periodDays: number;
  /** Windows or Mac in a Microsoft 365 Apps report, over the longest period. */
  usesDesktop: boolean;
  storageBytes: number | null;
  hasArchive: boolean | null;
  /** Calls and organised meetings of any period; null when the columns are missing. */
  callsAndMeetings: number | null;
  hasActivation: boolean;
}

/** A report, all its files and periods together. */
export interface ReportFacts {
  readonly name: string;
  /** The oldest refresh of its rows, as a day; `noDay` when none is given. */
  readonly refreshedDay: number;
  /** Rows of users that are not deleted. */
  readonly rows: number;
  readonly mappedRows: number;
  readonly concealed: boolean;
  /** Whether rows are about users at all; a report of counts is not. */
  readonly isPerUser: boolean;
  /** Whether it has columns of last activity. */
  readonly hasActivity: boolean;
  of(place: number): UserReport | undefined;
}
