import { makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import type { NavigationEntry } from '../../ui/feature.ts';
import { pagePath } from '../../ui/page/links.tsx';
import { navigationTexts } from '../navigation.ts';
import { useNavigation } from '../use-navigation.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: '0 4px' },
  groups: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '8px 0 16px',
    minHeight: '100%',
    boxSizing: 'border-box',
  },
  heading: {
    margin: 0,
    padding: '12px 12px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  divider: { height: '1px', margin: '6px 12px', backgroundColor: tokens.colorNeutralStroke2 },
  last: { marginTop: 'auto' },
  entry: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: '36px',
    boxSizing: 'border-box',
    padding: '4px 10px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '&[aria-current="page"]': {
      fontWeight: tokens.fontWeightSemibold,
      backgroundColor: tokens.colorNeutralBackground3Selected,
    },
    '&[aria-current="page"]::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: '8px',
      bottom: '8px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandForeground1,
    },
  },
  icon: { flexShrink: 0, fontSize: '20px' },
  label: { minWidth: 0, overflowWrap: 'anywhere' },
});

interface NavigationProps {
  readonly organisation: Membership | undefined;
  readonly iconsOnly?: boolean;
  readonly onChosen?: () => void;
}

/** The areas and pages of the organisation that its member may see. */
export const Navigation = ({ organisation, iconsOnly = false, onChosen }: NavigationProps) => {
  const { t } = useTranslation([...navigationTexts]);
  const styles = useStyles();
  const groups = useNavigation(organisation);
  if (organisation === undefined) return null;
  return (
    <div className={styles.groups}>
      {groups.map(({ area, entries }, index) => (
        <div key={area} className={mergeClasses(area === 'settings' && index > 0 && styles.last)}>
          {area !== 'overview' &&
            (iconsOnly ? (
              index > 0 && <div className={styles.divider} />
            ) : (
              <h2 className={styles.heading} id={`area-${area}`}>
                {t(`app:area.${area}`)}
              </h2>
            ))}
          <ul className={styles.list} aria-label={t(`app:area.${area}`)}>
            {entries.map((entry) => (
              <li key={entry.path}>
                <Entry
                  entry={entry}
                  label={t(entry.label)}
                  organisationId={organisation.organisationId}
                  iconsOnly={iconsOnly}
                  onChosen={onChosen}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
};

interface EntryProps {
  readonly entry: NavigationEntry;
  readonly label: string;
  readonly organisationId: string;
  readonly iconsOnly: boolean;
  readonly onChosen: (() => void) | undefined;
}

const Entry = ({ entry, label, organisationId, iconsOnly, onChosen }: EntryProps) => {
  const styles = useStyles();
  const Icon = entry.icon;
  const link = (
    <Link
      to={pagePath(organisationId, entry.path)}
      className={styles.entry}
      activeOptions={{ includeSearch: false }}
      onClick={onChosen}
      {...(iconsOnly ? { 'aria-label': label } : {})}
    >
      <Icon className={styles.icon} aria-hidden />
      {!iconsOnly && <span className={styles.label}>{label}</span>}
    </Link>
  );
  if (!iconsOnly) return link;
  return (
    <Tooltip content={label} relationship="inaccessible" positioning="after">
      {link}
    </Tooltip>
  );
};
