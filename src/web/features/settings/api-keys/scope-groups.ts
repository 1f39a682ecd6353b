import { type Permission, permissions } from '../../../../shared/access.ts';

/** Subjects by which the scopes of a key are chosen; what programs need most comes first. */
export const scopeGroups = ['licence', 'cost', 'run', 'people', 'organisation'] as const;
export type ScopeGroup = (typeof scopeGroups)[number];

const groupOf: Readonly<Record<Permission, ScopeGroup>> = {
  'organisation.read': 'organisation',
  'organisation.manage': 'organisation',
  'organisation.create': 'organisation',
  'relationship.manage': 'organisation',
  'settings.read': 'organisation',
  'settings.manage': 'organisation',
  'member.read': 'people',
  'member.manage': 'people',
  'apiKey.manage': 'people',
  'audit.read': 'people',
  'cost.read': 'cost',
  'cost.export': 'cost',
  'cost.import': 'cost',
  'view.save': 'cost',
  'view.share': 'cost',
  'run.read': 'run',
  'run.control': 'run',
  'connection.read': 'licence',
  'connection.manage': 'licence',
  'licence.read': 'licence',
  'licence.export': 'licence',
  'licence.manage': 'licence',
  'finding.triage': 'licence',
};

/** The scopes of a subject among those that may be given, in the order of the contract. */
export const scopesOf = (group: ScopeGroup, given: readonly Permission[]): readonly Permission[] =>
  permissions.filter((scope) => groupOf[scope] === group && given.includes(scope));
