import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import type { Feature } from '../../ui/feature.ts';

/** Cost exports on their way into the lake: upload, progress, what came of each. */
export const feature: Feature = {
  id: 'imports',
  texts: ['imports'],
  pages: [
    {
      path: 'cloud/imports',
      permission: 'cost.read',
      load: async () => (await import('./imports-page.tsx')).ImportsPage,
    },
    {
      path: 'cloud/imports/$importId',
      permission: 'cost.read',
      load: async () => (await import('./detail/import-page.tsx')).ImportPage,
    },
  ],
  navigation: [
    {
      area: 'cloud',
      path: 'cloud/imports',
      label: 'imports:title',
      icon: ArrowImportRegular,
      permission: 'cost.read',
      order: 20,
    },
  ],
  runKinds: [
    {
      kind: 'lake.import',
      label: 'imports:title',
      path: 'cloud/imports',
      warns: (result) => Number(result?.rowsRejected ?? 0) > 0,
    },
    { kind: 'sample.load', label: 'app:notices.sample', path: 'cloud/imports', continues: true },
  ],
};
