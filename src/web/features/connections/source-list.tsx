import { Caption1, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleRegular } from '@fluentui/react-icons/svg/circle';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { useTranslation } from 'react-i18next';
import type { SyncSource } from '../../../shared/connections/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { reasonText, sourceText } from './connection-words.ts';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: '0 40px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(420px, 100%), 1fr))',
  },
  item: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    gap: '2px 8px',
    alignItems: 'start',
    padding: '8px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  icon: { display: 'flex', fontSize: '20px', lineHeight: 1 },
  complete: { color: tokens.colorPaletteGreenForeground1 },
  weak: { color: tokens.colorStatusWarningForeground3 },
  failed: { color: tokens.colorPaletteRedForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  name: { minWidth: 0, overflowWrap: 'anywhere', lineHeight: tokens.lineHeightBase300 },
  state: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2, lineHeight: '20px' },
  more: { gridColumn: '2 / -1', color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

type State = SyncSource['state'];

const icons: Readonly<Record<Exclude<State, 'reading'>, FluentIcon>> = {
  waiting: CircleRegular,
  complete: CheckmarkCircleRegular,
  partial: WarningRegular,
  missing: SubtractCircleRegular,
  failed: DismissCircleRegular,
};

/** What a sync reads, source by source: what is there, what is not and why, and what to do about it. */
export const SourceList = ({ sources }: { readonly sources: readonly SyncSource[] }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={t('sources')}>
      {sources.map((source) => (
        <SourceItem key={source.name} source={source} />
      ))}
    </ul>
  );
};

const SourceItem = ({ source }: { readonly source: SyncSource }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const formats = useFormats();
  const { name, state, items, pages, refreshedOn, concealed, reason } = source;
  const reached = state === 'reading' || state === 'complete' || state === 'partial';
  const said = reason === null ? undefined : reasonText(reason, t);
  return (
    <li className={styles.item}>
      <SourceIcon state={state} />
      <span className={styles.name}>{sourceText(name, t)}</span>
      <Caption1 className={styles.state} title={t('pages', { count: pages })}>
        {reached && items > 0
          ? t('items', { count: items, number: formats.count(items) })
          : t(`sourceState.${state}`)}
      </Caption1>
      {refreshedOn !== null && (
        <Caption1 className={styles.more}>{t('refreshedOn', { day: formats.day(refreshedOn) })}</Caption1>
      )}
      {concealed && (
        <Caption1 className={mergeClasses(styles.more, styles.weak)}>{t('concealedSource')}</Caption1>
      )}
      {said !== undefined && (
        <Caption1 className={styles.more} title={reason?.detail}>
          {[said.why, said.remedy].filter(Boolean).join(' ')}
        </Caption1>
      )}
    </li>
  );
};

const SourceIcon = ({ state }: { readonly state: State }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const label = t(`sourceState.${state}`);
  if (state === 'reading') return <Spinner size="extra-tiny" aria-label={label} />;
  const Icon = icons[state];
  const colour = {
    waiting: styles.quiet,
    complete: styles.complete,
    partial: styles.weak,
    missing: styles.weak,
    failed: styles.failed,
  }[state];
  return (
    <span className={mergeClasses(styles.icon, colour)} role="img" aria-label={label} title={label}>
      <Icon aria-hidden />
    </span>
  );
};
