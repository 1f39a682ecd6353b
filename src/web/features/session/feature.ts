import type { Feature } from '../../ui/feature.ts';

/** Getting in: set-up, sign-in, invitations, forgotten passwords. */
export const feature: Feature = {
  id: 'session',
  texts: [],
  pages: [],
  navigation: [],
  plainPages: [
    { path: '/sign-in', kind: 'public', load: async () => (await import('./sign-in-page.tsx')).SignInPage },
    { path: '/set-up', kind: 'public', load: async () => (await import('./set-up-page.tsx')).SetUpPage },
    {
      path: '/invitations/$token',
      kind: 'public',
      load: async () => (await import('./invitation-page.tsx')).InvitationPage,
    },
    {
      path: '/password/forgotten',
      kind: 'public',
      load: async () => (await import('./forgotten-password-page.tsx')).ForgottenPasswordPage,
    },
    {
      path: '/password/reset',
      kind: 'public',
      load: async () => (await import('./reset-password-page.tsx')).ResetPasswordPage,
    },
  ],
};
