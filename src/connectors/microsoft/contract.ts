import type { GraphSource, UsageReport } from '../../shared/connections/consent.ts';

/** Sources that come in pages. */
export type PagedSource = Exclude<GraphSource, 'mailboxSettings' | 'reportSettings'>;

/** Why the users are read without `signInActivity`. */
export type SignInMissing = 'not_premium' | 'permission_missing';

/** Where a page begins: the link that the page before gave, exactly as given. */
export type NextLink = string;

export interface GraphPage {
  readonly source: PagedSource;
  /** The answer's bytes as received (decompressed), to be landed. */
  readonly body: Buffer;
  /** `value` of the answer, parsed; each item as Microsoft sent it. */
  readonly items: readonly unknown[];
  /** Where to resume after this page; null at the end. */
  readonly nextLink: NextLink | null;
  readonly readAt: Date;
  /**
   * True on a first page that begins the source again (the place to resume at had expired, or Microsoft refused
   * the page size or sign-in times half way): what was landed of this source in this run is to be discarded.
   */
  readonly restarted: boolean;
  /** Of `users`: whether `signInActivity` was asked for and given; null for other sources. */
  readonly withSignInActivity: boolean | null;
  /** Why sign-in times are missing: no Entra ID P1 or P2, or no AuditLog.Read.All; null where they are not. */
  readonly signInMissing: SignInMissing | null;
}

export interface GraphBatchRequest {
  /** Chosen by the caller, unique within the call. */
  readonly id: string;
  readonly method: 'GET';
  /** Relative to the version, `/users/ID/mailboxSettings/userPurpose`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GraphBatchAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a mailbox is for (Microsoft Graph, userPurpose); `unknown` is whatever Microsoft adds later. */
export const mailboxPurposes = [
  'user',
  'linked',
  'shared',
  'room',
  'equipment',
  'others',
  'unknown',
] as const;
export type MailboxPurpose = (typeof mailboxPurposes)[number];

export interface UserMailbox {
  readonly userId: string;
  /** Null where there is no answer; `reason` says why. */
  readonly purpose: MailboxPurpose | null;
  readonly reason: 'no_mailbox' | 'denied' | 'unavailable' | null;
}

export const reportPeriods = ['D7', 'D30', 'D90', 'D180'] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

/** Why a report is not there: no permission, or this cloud or tenant does not offer it. */
export type MissingReason = 'permission_missing' | 'not_offered';

export interface GraphReport {
  readonly name: UsageReport;
  /** Null for a report without a period. */
  readonly period: ReportPeriod | null;
  /** CSV as downloaded, byte order mark included. */
  readonly body: Buffer;
  readonly readAt: Date;
  readonly missing?: undefined;
}

export interface Missing {
  readonly missing: MissingReason;
  /** In a sentence for people. */
  readonly explanation: string;
}

export interface ReportSettings {
  readonly displayConcealedNames: boolean;
  readonly body: Buffer;
  readonly readAt: Date;
  readonly missing?: undefined;
}

/** What a reading tells while it runs; never names, addresses or tokens. */
export type GraphEvent =
  | { readonly type: 'throttled'; readonly what: string; readonly status: number; readonly waitMs: number }
  | {
      readonly type: 'retrying';
      readonly what: string;
      readonly reason: string;
      readonly attempt: number;
      readonly waitMs: number;
    }
  | { readonly type: 'source_restarted'; readonly source: PagedSource; readonly reason: string }
  | { readonly type: 'page_size_reduced'; readonly source: PagedSource; readonly pageSize: number }
  | { readonly type: 'sign_in_missing'; readonly reason: SignInMissing }
  | { readonly type: 'near_limit'; readonly share: number }
  | { readonly type: 'circuit'; readonly state: 'open' | 'half_open' | 'closed'; readonly until?: Date };

/** Reads one tenant. Every call may throw `MicrosoftError`; all of them may run side by side. */
export interface GraphReader {
  /** Pages of a source, in order, beginning at `resumeAt` where given. */
  pages(source: PagedSource, options?: { readonly resumeAt?: NextLink }): AsyncIterable<GraphPage>;
  /** Answers in the order in which they come; a refused item is an answer with its status. */
  batch(
    requests: Iterable<GraphBatchRequest> | AsyncIterable<GraphBatchRequest>,
  ): AsyncIterable<GraphBatchAnswer>;
  /** Purposes of the mailboxes of these users (ids), in lots, in the order in which they come. */
  mailboxPurposes(userIds: Iterable<string> | AsyncIterable<string>): AsyncIterable<readonly UserMailbox[]>;
  report(name: UsageReport, period: ReportPeriod): Promise<GraphReport | Missing>;
  reportSettings(): Promise<ReportSettings | Missing>;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Gives a valid access token for one connection; callers at the same time share one refresh. */
export interface TokenSource {
  token(): Promise<string>;
  /** A token other than this one, which Microsoft refused. */
  renew(refused: string): Promise<string>;
}

export interface EntraAccount {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly name: string;
}

export type Prompt = 'select_account' | 'consent' | 'login' | 'none';

export interface AuthorisationRequest {
  /** `organizations`, or the id of the only tenant that may answer. */
  readonly tenant: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly nonce: string;
  /** S256 challenge of the verifier that `redeem` is given. */
  readonly codeChallenge: string;
  readonly redirectUri: string;
  readonly prompt?: Prompt;
  readonly loginHint?: string;
}

export interface Redemption {
  readonly code: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  /** As in the authorisation request. */
  readonly tenant: string;
  readonly scopes: readonly string[];
}

export interface Redeemed {
  readonly tenantId: string;
  readonly account: EntraAccount;
  /** Without the resource's address: `User.Read.All`. */
  readonly grantedScopes: readonly string[];
  /** MSAL's cache with the refresh token: a secret, to be sealed by the caller. */
  readonly cache: string;
}

export interface DelegatedToken extends AccessToken {
  /** The cache after this call; to be sealed in place of the one given where it changed. */
  readonly cache: string;
  readonly changed: boolean;
}

/** Signs in at Entra ID as this application. Every call may throw `MicrosoftError`. */
export interface EntraClient {
  authorisationUrl(request: AuthorisationRequest): Promise<string>;
  /** Where an administrator consents to the application's own permissions. */
  adminConsentUrl(request: {
    readonly tenant: string;
    readonly redirectUri: string;
    readonly state: string;
  }): string;
  redeem(redemption: Redemption): Promise<Redeemed>;
  delegatedToken(request: {
    readonly cache: string;
    readonly tenantId: string;
    readonly account: Pick<EntraAccount, 'objectId'>;
    readonly scopes: readonly string[];
    /** Asks Entra although the cached token is still valid. */
    readonly forceRefresh?: boolean;
  }): Promise<DelegatedToken>;
  /** Asked of Entra at each call, whatever `forceRefresh` says; `createTokenSource` keeps it. */
  applicationToken(request: {
    readonly tenantId: string;
    readonly forceRefresh?: boolean;
  }): Promise<AccessToken>;
  close(): Promise<void>;
}
