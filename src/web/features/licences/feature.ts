import { CertificateRegular } from '@fluentui/react-icons/svg/certificate';
import { DataUsageRegular } from '@fluentui/react-icons/svg/data-usage';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { ScalesRegular } from '@fluentui/react-icons/svg/scales';
import type { Feature } from '../../ui/feature.ts';

const permission = 'licence.read';
const area = 'licences';

/** Microsoft 365 licences: what there is, who uses it, what is wasted, and the cheapest way to cover every need. */
export const feature: Feature = {
  id: 'licences',
  texts: ['licences'],
  pages: [
    {
      path: 'licences/inventory',
      permission,
      load: async () => (await import('./inventory/inventory-page.tsx')).InventoryPage,
    },
    {
      path: 'licences/users',
      permission,
      load: async () => (await import('./users/users-page.tsx')).UsersPage,
    },
    {
      path: 'licences/findings',
      permission,
      load: async () => (await import('./findings/findings-page.tsx')).FindingsPage,
    },
    { path: 'licences/mix', permission, load: async () => (await import('./mix/mix-page.tsx')).MixPage },
    {
      path: 'licences/usage',
      permission,
      load: async () => (await import('./usage/usage-page.tsx')).UsagePage,
    },
  ],
  navigation: [
    {
      area,
      path: 'licences/inventory',
      label: 'licences:inventory.title',
      icon: CertificateRegular,
      permission,
      order: 10,
    },
    {
      area,
      path: 'licences/users',
      label: 'licences:users.title',
      icon: PeopleRegular,
      permission,
      order: 20,
    },
    {
      area,
      path: 'licences/findings',
      label: 'licences:findings.title',
      icon: LightbulbRegular,
      permission,
      order: 30,
    },
    { area, path: 'licences/mix', label: 'licences:mix.title', icon: ScalesRegular, permission, order: 40 },
    {
      area,
      path: 'licences/usage',
      label: 'licences:usage.title',
      icon: DataUsageRegular,
      permission,
      order: 50,
    },
  ],
  runKinds: [{ kind: 'licences.mix', label: 'licences:mix.title', path: 'licences/mix' }],
  searches: [
    {
      id: 'licence-users',
      label: 'licences:users.title',
      permission,
      search: async (...asked) => (await import('./find-users.ts')).findUsers(...asked),
    },
    {
      id: 'licence-skus',
      label: 'licences:inventory.title',
      permission,
      search: async (...asked) => (await import('./find-skus.ts')).findSkus(...asked),
    },
  ],
};
