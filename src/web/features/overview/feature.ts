import { HomeRegular } from '@fluentui/react-icons/svg/home';
import type { Feature } from '../../ui/feature.ts';

/** Where the organisation stands, and the first page of somebody who belongs to none. */
export const feature: Feature = {
  id: 'overview',
  texts: ['overview'],
  pages: [
    {
      path: 'overview',
      permission: 'cost.read',
      load: async () => (await import('./overview-page.tsx')).OverviewPage,
    },
  ],
  plainPages: [
    { path: '/start', kind: 'personal', load: async () => (await import('./start-page.tsx')).StartPage },
  ],
  navigation: [
    {
      area: 'overview',
      path: 'overview',
      label: 'overview:title',
      icon: HomeRegular,
      permission: 'cost.read',
      order: 10,
    },
  ],
};
