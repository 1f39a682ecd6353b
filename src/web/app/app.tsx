import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { onSessionLost } from '../ui/api/session-events.ts';
import { Toasts } from '../ui/feedback/toasts.tsx';
import { pageTitleId } from '../ui/page/page-title.ts';
import { meQuery } from '../ui/session/session.ts';
import { PreferencesProvider } from '../ui/theme/preferences.tsx';
import { ThemeProvider } from '../ui/theme/theme-provider.tsx';
import { StepUp } from './frame/step-up.tsx';
import { createQueryClient } from './query-client.ts';
import { createConsoleRouter } from './router.tsx';

const createApp = () => {
  const queryClient = createQueryClient();
  return { queryClient, router: createConsoleRouter(queryClient) };
};

/** Everything around the pages. */
export const App = () => {
  const [{ queryClient, router }] = useState(createApp);

  // A session can end while a page is open: sign in again, and return to the same place.
  useEffect(
    () =>
      onSessionLost(() => {
        queryClient.removeQueries({ queryKey: meQuery.queryKey });
        const { href, pathname } = router.state.location;
        if (pathname !== '/sign-in')
          void router.navigate({ to: '/sign-in', search: { returnTo: href } as never });
      }),
    [queryClient, router],
  );
  // Screen readers and keyboards continue at the new page's heading.
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        const placed = document.activeElement?.closest('#content, [role="dialog"]') instanceof HTMLElement;
        if (pathChanged && fromLocation !== undefined && !placed)
          document.getElementById(pageTitleId)?.focus();
      }),
    [router],
  );

  return (
    <PreferencesProvider>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <StepUp />
          <Toasts />
        </QueryClientProvider>
      </ThemeProvider>
    </PreferencesProvider>
  );
};
