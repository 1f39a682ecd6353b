import { makeStyles } from '@fluentui/react-components';
import { Outlet } from '@tanstack/react-router';
import { ConnectionBanner } from './connection-banner.tsx';
import { PublicLayout } from './public-layout.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100dvh' },
  // The window less the banner: the frame below gives way instead of being pushed out at the bottom.
  frame: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
});

/** Around every page, signed in or not. */
export const Root = () => {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <ConnectionBanner />
      <div className={styles.frame}>
        <Outlet />
      </div>
    </div>
  );
};

/** Pages before signing in. */
export const PublicFrame = () => (
  <PublicLayout>
    <Outlet />
  </PublicLayout>
);
