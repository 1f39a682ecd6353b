import {
  Badge,
  Button,
  Input,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components';
import { BuildingRegular } from '@fluentui/react-icons/svg/building';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { useMe } from '../../ui/session/session.ts';
import { organisationTree } from './organisation-tree.ts';

/** More than this and typing is quicker than looking. */
const filterFrom = 8;

const useStyles = makeStyles({
  trigger: { minWidth: 0, maxWidth: 'min(320px, 60vw)', flexShrink: 1, fontWeight: tokens.fontWeightRegular },
  name: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  sample: { flexShrink: 0, marginLeft: '8px' },
  chevron: { flexShrink: 0, marginLeft: '6px' },
  surface: { padding: '8px', width: 'min(360px, 90vw)', boxSizing: 'border-box' },
  list: { listStyleType: 'none', margin: '4px 0 0', padding: 0, maxHeight: '60vh', overflowY: 'auto' },
  entry: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px',
    padding: '8px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: { fontWeight: tokens.fontWeightSemibold, backgroundColor: tokens.colorNeutralBackground1Selected },
  badge: { flexShrink: 0 },
  none: { padding: '8px', color: tokens.colorNeutralForeground2 },
});

/** Which organisation is shown, and the way to another. */
export const OrganisationSwitcher = ({ organisation }: { readonly organisation: Membership | undefined }) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { organisations } = useMe();
  if (organisation === undefined || organisations.length === 0) return null;
  // What is seen is what is heard, the badge included.
  const shown = organisation.isSample ? `${organisation.name} ${t('switcher.sample')}` : organisation.name;
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-start" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.trigger}
          icon={<BuildingRegular />}
          title={organisation.name}
          aria-label={t('switcher.label', { name: shown })}
        >
          <span className={styles.name}>{organisation.name}</span>
          {organisation.isSample && (
            <Badge appearance="tint" color="brand" className={styles.sample}>
              {t('switcher.sample')}
            </Badge>
          )}
          <ChevronDown16Regular className={styles.chevron} aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('switcher.title')}>
        <OrganisationList current={organisation.organisationId} onChosen={() => setOpen(false)} />
      </PopoverSurface>
    </Popover>
  );
};

const OrganisationList = ({
  current,
  onChosen,
}: {
  readonly current: string;
  readonly onChosen: () => void;
}) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const { organisations } = useMe();
  const { collator } = useFormats();
  const [wanted, setWanted] = useState('');
  const tree = useMemo(() => organisationTree(organisations, collator.compare), [organisations, collator]);
  const text = wanted.trim().toLocaleLowerCase();
  const found = tree.filter(({ membership }) => membership.name.toLocaleLowerCase().includes(text));
  return (
    <>
      {organisations.length >= filterFrom && (
        <Input
          value={wanted}
          onChange={(_, data) => setWanted(data.value)}
          placeholder={t('switcher.filter')}
          aria-label={t('switcher.filter')}
          style={{ width: '100%' }}
        />
      )}
      <ul className={styles.list}>
        {found.map(({ membership, depth }) => (
          <li
            key={membership.organisationId}
            style={{ paddingInlineStart: `${text === '' ? depth * 16 : 0}px` }}
          >
            <Link
              to={`/o/${membership.organisationId}`}
              className={mergeClasses(styles.entry, membership.organisationId === current && styles.current)}
              aria-current={membership.organisationId === current ? 'true' : undefined}
              onClick={onChosen}
            >
              {membership.name}
              {membership.isSample ? (
                <Badge appearance="tint" color="brand" className={styles.badge}>
                  {t('switcher.sample')}
                </Badge>
              ) : (
                <Badge appearance="outline" color="informative" className={styles.badge}>
                  {t(`kind.${membership.kind}`)}
                </Badge>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {found.length === 0 && <div className={styles.none}>{t('switcher.none')}</div>}
    </>
  );
};
