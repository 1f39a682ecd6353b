import { DataPieRegular } from '@fluentui/react-icons/svg/data-pie';
import type { Feature } from '../../ui/feature.ts';
import { findViews } from './views/find-views.ts';

/** The cost explorer: a question, its answer as chart and table, and the way down to a single charge. */
export const feature: Feature = {
  id: 'explorer',
  texts: ['explorer'],
  pages: [
    {
      path: 'cloud/explorer',
      permission: 'cost.read',
      load: async () => (await import('./explorer-page.tsx')).ExplorerPage,
    },
  ],
  navigation: [
    {
      area: 'cloud',
      path: 'cloud/explorer',
      label: 'explorer:title',
      icon: DataPieRegular,
      permission: 'cost.read',
      order: 10,
    },
  ],
  searches: [{ id: 'views', label: 'explorer:views.title', permission: 'cost.read', search: findViews }],
};
