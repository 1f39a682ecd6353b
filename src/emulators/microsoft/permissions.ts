/** Permissions of Microsoft Graph that the emulator knows, with the words of Microsoft's permissions reference. */
export interface GraphPermission {
  readonly name: string;
  readonly title: string;
  /** May be asked for on behalf of a signed-in user. */
  readonly isDelegated: boolean;
  /** May be given to an application itself. */
  readonly isApplication: boolean;
  /** A user who is no administrator may not consent to the delegated form. */
  readonly needsAdministrator: boolean;
}

type Row = readonly [name: string, kinds: 'delegated' | 'both', consent: 'user' | 'admin', title: string];

const rows: readonly Row[] = [
  ['User.Read', 'delegated', 'user', 'Sign you in and read your profile'],
  ['User.ReadBasic.All', 'both', 'user', 'Read all users’ basic profiles'],
  ['User.Read.All', 'both', 'admin', 'Read all users’ full profiles'],
  ['User.ReadWrite.All', 'both', 'admin', 'Read and write all users’ full profiles'],
  ['Directory.Read.All', 'both', 'admin', 'Read directory data'],
  ['Directory.ReadWrite.All', 'both', 'admin', 'Read and write directory data'],
  ['Organization.Read.All', 'both', 'admin', 'Read organization information'],
  ['Organization.ReadWrite.All', 'both', 'admin', 'Read and write organization information'],
  [
    'DelegatedAdminRelationship.Read.All',
    'both',
    'admin',
    'Read Delegated Admin relationships with customers',
  ],
  ['AuditLog.Read.All', 'both', 'admin', 'Read audit log data'],
  ['Group.Read.All', 'both', 'admin', 'Read all groups'],
  ['Group.ReadWrite.All', 'both', 'admin', 'Read and write all groups'],
  ['GroupMember.Read.All', 'both', 'admin', 'Read group memberships'],
  ['GroupMember.ReadWrite.All', 'both', 'admin', 'Read and write group memberships'],
  ['LicenseAssignment.Read.All', 'both', 'admin', 'Read all license assignments'],
  ['LicenseAssignment.ReadWrite.All', 'both', 'admin', 'Manage all license assignments'],
  ['MailboxSettings.Read', 'both', 'user', 'Read your mailbox settings'],
  ['MailboxSettings.ReadWrite', 'both', 'user', 'Read and write your mailbox settings'],
  ['Reports.Read.All', 'both', 'admin', 'Read all usage reports'],
  ['ReportSettings.Read.All', 'both', 'admin', 'Read all admin report settings'],
  ['ReportSettings.ReadWrite.All', 'both', 'admin', 'Read and write all admin report settings'],
];

const permissions: ReadonlyMap<string, GraphPermission> = new Map(
  rows.map(([name, kinds, consent, title]) => [
    name.toLowerCase(),
    {
      name,
      title,
      isDelegated: true,
      isApplication: kinds === 'both',
      needsAdministrator: consent === 'admin',
    },
  ]),
);

/** The permission of that name, in whatever case; undefined where Graph has none (of those emulated). */
export const permissionNamed = (name: string): GraphPermission | undefined =>
  permissions.get(name.toLowerCase());

export const permissionNames: readonly string[] = rows.map(([name]) => name);

/** Scopes of OpenID Connect, which every application may ask for. */
export const openidScopes = ['openid', 'profile', 'email', 'offline_access'] as const;
