import type { Feature } from '../../ui/feature.ts';

/** The signed-in person's own things. */
export const feature: Feature = {
  id: 'account',
  texts: [],
  pages: [],
  navigation: [],
  plainPages: [
    {
      path: '/account',
      kind: 'personal',
      load: async () => (await import('./account-page.tsx')).AccountPage,
    },
  ],
};
