import { BuildingRegular } from '@fluentui/react-icons/svg/building';
import { BuildingPeopleRegular } from '@fluentui/react-icons/svg/building-people';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { KeyRegular } from '@fluentui/react-icons/svg/key';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import type { Feature } from '../../ui/feature.ts';
import { relationshipsPresent } from './relationships/relationship-queries.ts';

/** The organisation itself: what it is called, who belongs to it, what programs may do. */
export const feature: Feature = {
  id: 'settings',
  texts: ['settings'],
  pages: [
    {
      path: 'settings/organisation',
      permission: 'organisation.read',
      load: async () => (await import('./organisation-page.tsx')).OrganisationPage,
    },
    {
      path: 'settings/relationships',
      permission: 'organisation.read',
      load: async () => (await import('./relationships/relationships-page.tsx')).RelationshipsPage,
    },
    {
      path: 'settings/members',
      permission: 'member.read',
      load: async () => (await import('./members/members-page.tsx')).MembersPage,
    },
    {
      path: 'settings/api-keys',
      permission: 'apiKey.manage',
      load: async () => (await import('./api-keys/api-keys-page.tsx')).ApiKeysPage,
    },
    {
      path: 'settings/audit',
      permission: 'audit.read',
      load: async () => (await import('./audit/audit-page.tsx')).AuditPage,
    },
  ],
  navigation: [
    {
      area: 'settings',
      path: 'settings/organisation',
      label: 'settings:organisation.title',
      icon: BuildingRegular,
      permission: 'organisation.read',
      order: 10,
    },
    {
      area: 'settings',
      path: 'settings/relationships',
      label: 'settings:relationships.title',
      icon: BuildingPeopleRegular,
      permission: 'organisation.read',
      present: relationshipsPresent,
      order: 15,
    },
    {
      area: 'settings',
      path: 'settings/members',
      label: 'settings:members.title',
      icon: PeopleRegular,
      permission: 'member.read',
      order: 20,
    },
    {
      area: 'settings',
      path: 'settings/api-keys',
      label: 'settings:apiKeys.title',
      icon: KeyRegular,
      permission: 'apiKey.manage',
      order: 30,
    },
    {
      area: 'settings',
      path: 'settings/audit',
      label: 'settings:audit.title',
      icon: HistoryRegular,
      permission: 'audit.read',
      order: 40,
    },
  ],
};
