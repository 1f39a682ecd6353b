import { CalendarRegular } from '@fluentui/react-icons/svg/calendar';
import { OptionsRegular } from '@fluentui/react-icons/svg/options';
import { TagMultipleRegular } from '@fluentui/react-icons/svg/tag-multiple';
import type { Feature } from '../../ui/feature.ts';

const area = 'licences';
const permission = 'licence.read';

/** On what terms licences are held: when they renew, what a seat costs, and by what policy they are judged. */
export const feature: Feature = {
  id: 'licence-terms',
  texts: ['licence-terms'],
  pages: [
    {
      path: 'licences/renewals',
      permission,
      load: async () => (await import('./renewals/renewals-page.tsx')).RenewalsPage,
    },
    {
      path: 'licences/prices',
      permission,
      load: async () => (await import('./prices/prices-page.tsx')).PricesPage,
    },
    {
      path: 'licences/policy',
      permission,
      load: async () => (await import('./policy/policy-page.tsx')).PolicyPage,
    },
  ],
  navigation: [
    {
      area,
      path: 'licences/renewals',
      label: 'licence-terms:renewals.title',
      icon: CalendarRegular,
      permission,
      order: 60,
    },
    {
      area,
      path: 'licences/prices',
      label: 'licence-terms:prices.title',
      icon: TagMultipleRegular,
      permission,
      order: 70,
    },
    {
      area,
      path: 'licences/policy',
      label: 'licence-terms:policy.title',
      icon: OptionsRegular,
      permission,
      order: 80,
    },
  ],
};
