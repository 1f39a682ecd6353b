import { z } from 'zod';

/** The roles of a member in an organisation, strongest first. */
export const roles = [
  'owner',
  'administrator',
  'approver',
  'analyst',
  'billing',
  'support',
  'member',
] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Kinds of organisation: a provider serves partners, a partner serves customers. */
export const organisationKinds = ['provider', 'partner', 'customer'] as const;
export const organisationKindSchema = z.enum(organisationKinds);
export type OrganisationKind = z.infer<typeof organisationKindSchema>;

/** What each kind may have below it. */
export const childKinds: Readonly<Record<OrganisationKind, readonly OrganisationKind[]>> = {
  provider: ['partner', 'customer'],
  partner: ['customer'],
  customer: [],
};

/** What can be permitted. Reading and changing are always apart. */
export const permissions = [
  'organisation.read',
  'organisation.manage',
  'organisation.create',
  'relationship.manage',
  'member.read',
  'member.manage',
  'apiKey.manage',
  'audit.read',
  'settings.read',
  'settings.manage',
  'cost.read',
  'cost.export',
  'cost.import',
  'view.save',
  'view.share',
  'run.read',
  'run.control',
  'connection.read',
  'connection.manage',
  'licence.read',
  'licence.export',
  'licence.manage',
  'finding.triage',
] as const;
export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;

const reading: readonly Permission[] = [
  'organisation.read',
  'member.read',
  'audit.read',
  'settings.read',
  'cost.read',
  'cost.export',
  'run.read',
  'connection.read',
  'licence.read',
  'licence.export',
];

const granted: Record<Role, readonly Permission[]> = {
  owner: permissions,
  administrator: permissions,
  // An approver decides what becomes of a finding.
  approver: [...reading, 'view.save', 'finding.triage'],
  // An analyst reads everything and changes nothing but its own saved views.
  analyst: [...reading, 'view.save'],
  billing: [
    'organisation.read',
    'cost.read',
    'cost.export',
    'cost.import',
    'run.read',
    'view.save',
    'licence.read',
    'licence.export',
  ],
  support: ['organisation.read', 'member.read', 'run.read', 'connection.read', 'licence.read'],
  member: ['organisation.read'],
};

/** Whether a member of this role may do this. */
export const allows = (role: Role, permission: Permission): boolean => granted[role].includes(permission);

/** The permissions of a role, for the console to hide what cannot be done. */
export const permissionsOf = (role: Role): readonly Permission[] => granted[role];

/**
 * What a relationship never carries, whatever role it delegates: how far partners reach, and keys that would
 * outlive the relationship, stay with the organisation's own members.
 */
const neverDelegated: readonly Permission[] = ['relationship.manage', 'apiKey.manage'];

/** The permissions of somebody who comes with this role from a parent organisation. */
export const delegatedPermissionsOf = (role: Role): readonly Permission[] =>
  granted[role].filter((permission) => !neverDelegated.includes(permission));

/**
 * The strongest role that is no stronger than both: how far a partner's role reaches into a customer.
 * `support` and `billing` are not ordered among each other; they meet at `member`.
 */
export const meetRoles = (own: Role, delegated: Role): Role => {
  if (own === delegated) return own;
  const common = (role: Role): boolean =>
    granted[role].every((permission) => allows(own, permission) && allows(delegated, permission));
  // One of the two where one contains the other: two roles may permit the same and still be called differently.
  return [delegated, own, ...roles].find((role) => role !== 'owner' && common(role)) ?? 'member';
};
