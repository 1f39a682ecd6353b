/** What a connection to Microsoft may read: the levels of consent, and for each the permissions and their reasons. */

/**
 * Levels of consent. `user`: who signs in, nothing else. `administrator`: directory, licences and usage of one
 * organisation. `partner`: on behalf of customers, through their delegated relationship with a partner.
 */
export const consentLevels = ['user', 'administrator', 'partner'] as const;
export type ConsentLevel = (typeof consentLevels)[number];

/** What is read from Microsoft Graph, each of it complete or missing on its own. */
export const graphSources = [
  'organization',
  'users',
  'subscribedSkus',
  'subscriptions',
  'groups',
  'mailboxSettings',
  'reportSettings',
] as const;
export type GraphSource = (typeof graphSources)[number];

/** Usage reports that the rules read (Microsoft Graph v1.0, reportRoot and copilotReportRoot). */
export const usageReports = [
  'getOffice365ActiveUserDetail',
  'getM365AppUserDetail',
  'getMailboxUsageDetail',
  'getOneDriveUsageAccountDetail',
  'getSharePointActivityUserDetail',
  'getTeamsUserActivityUserDetail',
  'getEmailActivityUserDetail',
  'getYammerActivityUserDetail',
  'getOffice365ActivationsUserDetail',
  'getOffice365ServicesUserCounts',
  'getMicrosoft365CopilotUsageUserDetail',
] as const;
export type UsageReport = (typeof usageReports)[number];
export type SourceName = GraphSource | `reports/${UsageReport}`;

export const permissionNames = [
  'openid',
  'profile',
  'email',
  'User.Read',
  'offline_access',
  'Organization.Read.All',
  'LicenseAssignment.Read.All',
  'User.Read.All',
  'AuditLog.Read.All',
  'Group.Read.All',
  'MailboxSettings.Read',
  'Reports.Read.All',
  'ReportSettings.Read.All',
  'DelegatedAdminRelationship.Read.All',
] as const;
export type PermissionName = (typeof permissionNames)[number];

/** A kind of grant: on behalf of who signed in, or for the application itself (an administrator grants it once). */
export type GrantKind = 'delegated' | 'application';

export interface GraphPermission {
  /** As Microsoft names it. The console translates by `connections.permission.NAME`. */
  readonly name: PermissionName;
  readonly grants: readonly GrantKind[];
  /** What it is needed for, in English. */
  readonly why: string;
  readonly sources: readonly SourceName[];
  /** Keys of pages that stop working without it (`connections.page.KEY`). */
  readonly pages: readonly string[];
  /** Ids of licence rules that find nothing, or less, without it. */
  readonly rules: readonly string[];
  /** A connection without it is refused; without the others it shows less and says what. */
  readonly required: boolean;
}

const reports: readonly SourceName[] = usageReports.map((name) => `reports/${name}` as const);
const everyUserRule = ['W01', 'W02', 'W03', 'W04', 'W05', 'W06', 'D01', 'D02', 'D03', 'D04', 'G01', 'G02'];
const activityRules = ['W02', 'W03', 'W04', 'W09'];
const usageRules = ['W02', 'W03', 'W04', 'W07', 'W09', 'R01', 'R02', 'R03', 'R05', 'R08', 'R09'];

const signIn = (name: PermissionName, why: string): GraphPermission => ({
  name,
  grants: ['delegated'],
  why,
  sources: [],
  pages: ['sign-in'],
  rules: [],
  required: true,
});

const profile: readonly GraphPermission[] = [
  signIn('openid', 'Signs you in with your work account.'),
  signIn('profile', 'Reads your name from the sign-in.'),
  signIn('email', 'Reads your address from the sign-in.'),
  signIn('User.Read', 'Reads your own profile: name, address, organisation.'),
];

const read = (
  name: PermissionName,
  why: string,
  rest: Pick<GraphPermission, 'sources' | 'pages' | 'rules'> & Partial<GraphPermission>,
): GraphPermission => ({ name, why, grants: ['delegated', 'application'], required: false, ...rest });

const directory: readonly GraphPermission[] = [
  read('LicenseAssignment.Read.All', 'Reads which licences you own and how many are assigned.', {
    sources: ['subscribedSkus'],
    pages: ['licences', 'findings', 'overview'],
    rules: [...everyUserRule, 'O01', 'O02'],
    required: true,
  }),
  read('User.Read.All', 'Reads users: state, department, licences and how each licence reaches them.', {
    sources: ['users'],
    pages: ['licences', 'findings', 'overview'],
    rules: everyUserRule,
    required: true,
  }),
  read('Organization.Read.All', 'Reads the organisation’s name and the terms of its subscriptions.', {
    sources: ['organization', 'subscriptions'],
    pages: ['renewals'],
    rules: ['O03', 'O04'],
  }),
  read('AuditLog.Read.All', 'Reads when each user last signed in (needs Entra ID P1 or P2).', {
    sources: ['users'],
    pages: ['findings'],
    rules: activityRules,
  }),
  read(
    'Group.Read.All',
    'Reads groups that assign licences, so that a change is proposed at the right place.',
    {
      sources: ['groups'],
      pages: ['findings'],
      rules: ['D01'],
    },
  ),
  read('MailboxSettings.Read', 'Reads what a mailbox is for: a person, shared, a room, equipment.', {
    // Delegated, it opens only the mailbox of who signed in (Microsoft Graph, userPurpose).
    grants: ['application'],
    sources: ['mailboxSettings'],
    pages: ['findings'],
    rules: ['W01', 'W07', 'W08'],
  }),
  read('Reports.Read.All', 'Reads Microsoft’s usage reports: last activity for each service and user.', {
    sources: reports,
    pages: ['findings', 'usage'],
    rules: usageRules,
  }),
  read('ReportSettings.Read.All', 'Reads whether Microsoft conceals names in usage reports.', {
    sources: ['reportSettings'],
    pages: ['usage'],
    rules: [],
  }),
];

export interface Consent {
  readonly level: ConsentLevel;
  /** False while the product describes a level that it does not offer yet. */
  readonly offered: boolean;
  readonly purpose: string;
  readonly permissions: readonly GraphPermission[];
}

/** Each level with exactly the permissions that it asks for; all of them read, none changes anything. */
export const consents: Readonly<Record<ConsentLevel, Consent>> = {
  user: {
    level: 'user',
    offered: true,
    purpose: 'Shows who you are. Nothing of your organisation is read.',
    permissions: profile,
  },
  administrator: {
    level: 'administrator',
    offered: true,
    purpose: 'Reads directory, licences and usage of your organisation. Changes nothing.',
    permissions: [
      ...profile,
      signIn('offline_access', 'Keeps reading on schedule while you are away.'),
      ...directory,
    ],
  },
  partner: {
    level: 'partner',
    offered: false,
    purpose: 'Reads your customers’ licences through the relationships that they granted you.',
    permissions: [
      ...profile,
      signIn('offline_access', 'Keeps reading on schedule while you are away.'),
      read('DelegatedAdminRelationship.Read.All', 'Reads which customers granted you access, and how far.', {
        sources: [],
        pages: ['customers'],
        rules: [],
        required: true,
      }),
      ...directory,
    ],
  },
};

/** Names of the permissions of a level and kind of grant, as they are asked for. */
export const permissionsFor = (level: ConsentLevel, grant: GrantKind): readonly PermissionName[] =>
  consents[level].permissions.filter(({ grants }) => grants.includes(grant)).map(({ name }) => name);

export interface SourceDescription {
  readonly name: SourceName;
  /** The permissions that it needs, all of them; the last may be missing with less detail where `partial`. */
  readonly permissions: readonly PermissionName[];
  /** What it is read for, in English. The console translates by `connections.source.NAME`. */
  readonly purpose: string;
}

const source = (
  name: SourceName,
  permissions: readonly PermissionName[],
  purpose: string,
): SourceDescription => ({ name, permissions, purpose });

/** Everything that a connection reads, what it needs and what it is for. */
export const sources: readonly SourceDescription[] = [
  source('organization', ['Organization.Read.All'], 'Name and verified domains of the organisation'),
  source('users', ['User.Read.All', 'AuditLog.Read.All'], 'Users, their licences and last sign-in'),
  source('subscribedSkus', ['LicenseAssignment.Read.All'], 'Licences owned and seats assigned'),
  source('subscriptions', ['Organization.Read.All'], 'Subscriptions: number of seats, state, renewal'),
  source('groups', ['Group.Read.All'], 'Groups that assign licences'),
  source('mailboxSettings', ['MailboxSettings.Read'], 'Purpose of each mailbox'),
  source('reportSettings', ['ReportSettings.Read.All'], 'Whether names in reports are concealed'),
  ...usageReports.map((name) => source(`reports/${name}`, ['Reports.Read.All'], reportPurpose(name))),
];

function reportPurpose(name: UsageReport): string {
  const purposes: Record<UsageReport, string> = {
    getOffice365ActiveUserDetail: 'Last activity in each service',
    getM365AppUserDetail: 'Use of the apps on desktop, mobile and web',
    getMailboxUsageDetail: 'Mailbox size and archive',
    getOneDriveUsageAccountDetail: 'OneDrive size',
    getSharePointActivityUserDetail: 'Activity in SharePoint',
    getTeamsUserActivityUserDetail: 'Activity in Teams: calls and meetings',
    getEmailActivityUserDetail: 'Activity in e-mail',
    getYammerActivityUserDetail: 'Activity in Viva Engage',
    getOffice365ActivationsUserDetail: 'Installations of the desktop apps',
    getOffice365ServicesUserCounts: 'Active and inactive users of each service',
    getMicrosoft365CopilotUsageUserDetail: 'Activity in Copilot',
  };
  return purposes[name];
}

/** Which sources cannot be read with what was granted; names compare without regard to case. */
export const sourcesWithout = (granted: readonly string[]): readonly SourceDescription[] => {
  const have = new Set(granted.map((name) => name.toLowerCase()));
  return sources.filter(({ permissions: [first] }) => first !== undefined && !have.has(first.toLowerCase()));
};
