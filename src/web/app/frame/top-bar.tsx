import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { NavigationRegular } from '@fluentui/react-icons/svg/navigation';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { Notices } from './notices.tsx';
import { OrganisationSwitcher } from './organisation-switcher.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    height: '48px',
    boxSizing: 'border-box',
    padding: '0 8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  home: {
    display: 'inline-flex',
    padding: '4px 8px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  middle: { flexGrow: 1, display: 'flex', justifyContent: 'center', minWidth: 0 },
  search: {
    justifyContent: 'flex-start',
    width: 'min(420px, 100%)',
    minWidth: '120px',
    color: tokens.colorNeutralForeground3,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  },
  keys: {
    marginLeft: 'auto',
    padding: '0 6px',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusSmall,
  },
});

interface TopBarProps {
  readonly organisation: Membership | undefined;
  readonly isNarrow: boolean;
  readonly navigationOpen: boolean;
  readonly onToggleNavigation: () => void;
  readonly onSearch: () => void;
}

/** Where one is, what one looks for, who one is. */
export const TopBar = ({
  organisation,
  isNarrow,
  navigationOpen,
  onToggleNavigation,
  onSearch,
}: TopBarProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  return (
    <header className={styles.bar}>
      <Button
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-label={t('navigation.toggle')}
        aria-expanded={navigationOpen}
        onClick={onToggleNavigation}
      />
      {!isNarrow && (
        <Link to="/" className={styles.home} aria-label={t('home')}>
          <Brand />
        </Link>
      )}
      <OrganisationSwitcher organisation={organisation} />
      <div className={styles.middle}>
        {!isNarrow && (
          <Button
            className={styles.search}
            icon={<SearchRegular />}
            onClick={onSearch}
            aria-keyshortcuts="/ Control+K"
          >
            {t('search.label')}
            <kbd className={styles.keys}>/</kbd>
          </Button>
        )}
      </div>
      {isNarrow && (
        <Tooltip content={t('search.label')} relationship="label">
          <Button appearance="subtle" icon={<SearchRegular />} onClick={onSearch} />
        </Tooltip>
      )}
      {organisation?.permissions.includes('run.read') === true && <Notices />}
      <AccountMenu />
    </header>
  );
};
