import type {
  CompanySubscription,
  EmulatedGroup,
  EmulatedUser,
  MailboxPurpose,
  Organization,
  SubscribedSku,
} from './entities.ts';

/** Usage reports by their Graph function (`/reports/NAME(period='D7')`). */
export const reportNames = [
  'getOffice365ActiveUserDetail',
  'getM365AppUserDetail',
  'getMailboxUsageDetail',
  'getOneDriveUsageAccountDetail',
  'getSharePointActivityUserDetail',
  'getTeamsUserActivityUserDetail',
  'getEmailActivityUserDetail',
  'getYammerActivityUserDetail',
  'getOffice365ActivationsUserDetail',
  'getMicrosoft365CopilotUsageUserDetail',
  'getOffice365ServicesUserCounts',
  'getSharePointSiteUsageDetail',
  'getMailboxUsageStorage',
  'getOneDriveUsageStorage',
] as const;
export type ReportName = (typeof reportNames)[number];

export const reportPeriods = ['D7', 'D30', 'D90', 'D180'] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

export interface ReportOptions {
  /** As `displayConcealedNames` has it: names of people, groups and sites become hashes. */
  readonly concealed: boolean;
}

export type PlantedRule =
  | `W0${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | `O0${1 | 2 | 3 | 4}`
  | `D0${1 | 2 | 3 | 4}`
  | `R0${1 | 2 | 3 | 5 | 8 | 9}`
  | `G0${1 | 2}`;

/** One finding that an exact audit of the tenant must report. */
export interface PlantedFinding {
  readonly rule: PlantedRule;
  readonly subject: { readonly kind: 'user' | 'sku' | 'subscription'; readonly id: string };
  /** The SKU spoken of; for D04 the bundle. */
  readonly skuPartNumber: string;
  /** Seats: 1 for a user, more for a SKU or a subscription. */
  readonly quantity: number;
  /** The stronger rule that counts the same seat. */
  readonly supersededBy: PlantedRule | null;
}

/** An account that the pages of the emulated sign-in offer; there are no passwords. */
export interface SignInAccount {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly role: 'Global Administrator' | 'Global Reader' | 'User';
}

/** What the tenant's administrators know and Graph does not: the accounts that no rule may touch. */
export interface TenantPolicy {
  readonly exclude: {
    readonly users: readonly string[];
    readonly groups: readonly string[];
    readonly skus: readonly string[];
  };
  readonly protect: { readonly users: readonly string[] };
}

/** A tenant of Microsoft 365 as it looked on one day. Plain data, never changed. */
export interface EmulatedTenant {
  readonly id: string;
  readonly displayName: string;
  /** The default domain, below `.example`. */
  readonly domain: string;
  /** The day the tenant is seen at, `2026-11-22`. */
  readonly asOf: string;
  /** Whether Entra ID P1 or P2 is there, so that `signInActivity` can be read. */
  readonly isPremium: boolean;
  readonly organization: Organization;
  /** In the order of their creation. */
  readonly users: readonly EmulatedUser[];
  /** Licence groups and a few others. */
  readonly groups: readonly EmulatedGroup[];
  readonly subscribedSkus: readonly SubscribedSku[];
  readonly subscriptions: readonly CompanySubscription[];
  /** By user id; a user without a mailbox is missing. */
  readonly mailboxPurpose: ReadonlyMap<string, MailboxPurpose>;
  readonly signInAccounts: readonly SignInAccount[];
  readonly policy: TenantPolicy;
  /**
   * A report as lines of CSV without line ends or byte order mark, the header first. Refreshed two days before
   * `asOf`. A D180 report knows everything; in shorter ones counts are of that period.
   */
  report(name: ReportName, period: ReportPeriod, options: ReportOptions): Iterable<string>;
  /**
   * Everything that an exact audit on `asOf` reports, and nothing else: with `policy`, Microsoft's US list prices
   * of July 2026, mailbox purposes, groups, subscriptions and the unconcealed reports of D180 of all per-user reports.
   */
  readonly planted: readonly PlantedFinding[];
}

export interface TenantOptions {
  /** Any safe integer; the same options give the same tenant to the byte. */
  readonly seed: number;
  /** Users on `present`, 20 … 100,000. */
  readonly users: number;
  /** The day the tenant is seen at. */
  readonly asOf: string;
  /**
   * The day on which the tenant has `users` users; by default `asOf`. With an earlier `asOf` this is the same
   * tenant as it looked then: those of its users (same ids) who were there, with activity up to that day.
   */
  readonly present?: string;
  /** Share of users that waste something, 0 … 0.9; default 0.18. The first users cover every rule whatever it is. */
  readonly wasteShare?: number;
  /** Whether Graph tells sign-ins; default true. Without, nothing is planted that needs them (W09). */
  readonly isPremium?: boolean;
}
