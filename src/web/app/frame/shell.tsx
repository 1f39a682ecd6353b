import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import { SkeletonPage } from '../../ui/feedback/skeletons.tsx';
import { useMediaQuery } from '../../ui/state/use-media-query.ts';
import { usePreferences } from '../../ui/theme/preferences.tsx';
import { useSearchKeys } from '../search/use-search-keys.ts';
import { Navigation } from './navigation-list.tsx';
import { SkipLink } from './skip-link.tsx';
import { TopBar } from './top-bar.tsx';
import { WhenWanted } from './when-wanted.tsx';

const CommandSearch = lazy(async () => ({
  default: (await import('../search/command-search.tsx')).CommandSearch,
}));
const NavigationDrawer = lazy(async () => ({
  default: (await import('./navigation-drawer.tsx')).NavigationDrawer,
}));

/** Below this there is no room for a navigation beside the page. */
export const narrow = '(max-width: 800px)';

const useStyles = makeStyles({
  shell: {
    display: 'grid',
    gridTemplateRows: '48px minmax(0, 1fr)',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  top: { gridColumn: '1 / -1' },
  navigation: {
    boxSizing: 'border-box',
    width: '220px',
    overflowY: 'auto',
    overflowX: 'hidden',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  icons: { width: '49px' },
  main: { gridColumnEnd: '-1', overflowY: 'auto', overflowX: 'hidden', minWidth: 0, outlineStyle: 'none' },
});

interface ShellProps {
  readonly organisation: Membership | undefined;
  readonly children: ReactNode;
}

/** The frame of every signed-in page: top bar, navigation, content. */
export const Shell = ({ organisation, children }: ShellProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const isNarrow = useMediaQuery(narrow);
  const { navigation, change } = usePreferences();
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [searching, setSearching] = useState(false);
  const search = useCallback(() => setSearching(true), []);
  useSearchKeys(search);
  const iconsOnly = navigation === 'icons';
  const toggle = () =>
    isNarrow ? setDrawerOpen(true) : change({ navigation: iconsOnly ? 'open' : 'icons' });

  return (
    <div className={styles.shell}>
      <SkipLink />
      <div className={styles.top}>
        <TopBar
          organisation={organisation}
          isNarrow={isNarrow}
          navigationOpen={isNarrow ? drawerOpen : !iconsOnly}
          onToggleNavigation={toggle}
          onSearch={search}
        />
      </div>
      {!isNarrow && (
        <nav
          aria-label={t('navigation.label')}
          className={mergeClasses(styles.navigation, iconsOnly && styles.icons)}
        >
          <Navigation organisation={organisation} iconsOnly={iconsOnly} />
        </nav>
      )}
      <main id="content" tabIndex={-1} className={styles.main}>
        <Suspense fallback={<SkeletonPage />}>{children}</Suspense>
      </main>
      <WhenWanted wanted={isNarrow && drawerOpen}>
        <NavigationDrawer
          organisation={organisation}
          open={isNarrow && drawerOpen}
          onClose={() => setDrawerOpen(false)}
        />
      </WhenWanted>
      <WhenWanted wanted={searching}>
        <CommandSearch organisation={organisation} open={searching} onOpenChange={setSearching} />
      </WhenWanted>
    </div>
  );
};
