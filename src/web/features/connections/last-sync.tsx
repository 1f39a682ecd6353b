import { Caption1, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Sync } from '../../../shared/connections/contract.ts';
import type { Run } from '../../../shared/runs/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { Missing } from '../../ui/format/values.tsx';
import { isUnderWay } from './connection-queries.ts';
import { completeness } from './sync-facts.ts';

const useStyles = makeStyles({
  progress: { display: 'flex', alignItems: 'center', gap: '8px' },
  bar: { flexGrow: 1, minWidth: '48px' },
  share: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  failed: { color: tokens.colorPaletteRedForeground1 },
  weak: { color: tokens.colorStatusWarningForeground3 },
});

interface LastSyncProps {
  readonly sync: Sync | null;
  readonly run: Run | undefined;
}

/** How the last sync went, in one line: how far, how complete, or that it failed. */
export const LastSyncLine = ({ sync, run }: LastSyncProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const formats = useFormats();
  if (sync === null) return <Missing missing={t('neverSynced')} />;
  const { whole, total, weak } = completeness(sync);
  if (isUnderWay(sync)) {
    const label = t(`syncState.${sync.state}`);
    const fraction = run?.progress ?? 0;
    return (
      <span className={styles.progress} title={label}>
        <ProgressBar className={styles.bar} value={fraction} thickness="large" aria-label={label} />
        <Caption1 className={styles.share}>{formats.percentWhole(fraction.toFixed(4))}</Caption1>
      </span>
    );
  }
  if (sync.state !== 'complete')
    return (
      <span className={sync.state === 'failed' ? styles.failed : ''}>{t(`syncState.${sync.state}`)}</span>
    );
  return weak.length === 0 ? (
    <span>{t('allRead', { count: total })}</span>
  ) : (
    <span className={styles.weak}>{t('someRead', { whole, total })}</span>
  );
};
