import { Badge, type BadgeProps, Caption1, makeStyles, ProgressBar } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/runs/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { type Judged, type Outcome, outcomeOf } from './import-outcome.ts';

const colours: Readonly<Record<Outcome, NonNullable<BadgeProps['color']>>> = {
  waiting: 'informative',
  imported: 'success',
  partly: 'warning',
  shrunk: 'warning',
  unchanged: 'informative',
  failed: 'danger',
  cancelled: 'warning',
  removed: 'informative',
};

interface ImportStateProps {
  readonly of: Judged;
  readonly run: Run | undefined;
}

const isWorking = ({ of: { state }, run }: ImportStateProps): boolean =>
  state === 'waiting' && run?.state === 'running';

const useStyles = makeStyles({
  progress: { display: 'flex', alignItems: 'center', gap: '8px' },
  bar: { flexGrow: 1, minWidth: '48px' },
  share: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

/** Where an import stands, in a row of the list: how far while it works, what came of it afterwards. */
export const ImportStateCell = (props: ImportStateProps) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  const { run } = props;
  if (run === undefined || !isWorking(props)) return <ImportStateBadge {...props} />;
  const label = run.cancelRequested ? t('cancelling') : run.message || t('working');
  return (
    <span className={styles.progress} title={label}>
      <ProgressBar className={styles.bar} value={run.progress} thickness="large" aria-label={label} />
      <Caption1 className={styles.share}>{formats.percentWhole(run.progress.toFixed(4))}</Caption1>
    </span>
  );
};

/** How an import went, in a word. */
export const ImportStateBadge = (props: ImportStateProps) => {
  const { t } = useTranslation('imports');
  const outcome = outcomeOf(props.of);
  return (
    <Badge appearance="tint" color={isWorking(props) ? 'brand' : colours[outcome]}>
      {isWorking(props) ? t('importing') : t(`state.${outcome}`)}
    </Badge>
  );
};
