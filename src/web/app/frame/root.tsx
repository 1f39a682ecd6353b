import { Outlet } from '@tanstack/react-router';
import { ConnectionBanner } from './connection-banner.tsx';
import { PublicLayout } from './public-layout.tsx';

/** Around every page, signed in or not. */
export const Root = () => (
  <>
    <ConnectionBanner />
    <Outlet />
  </>
);

/** Pages before signing in. */
export const PublicFrame = () => (
  <PublicLayout>
    <Outlet />
  </PublicLayout>
);
