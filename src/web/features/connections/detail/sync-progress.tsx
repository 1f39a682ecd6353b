import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Sync } from '../../../../shared/connections/contract.ts';
import type { Run } from '../../../../shared/runs/contract.ts';
import { RunProgress } from '../../../ui/feedback/run-progress.tsx';
import { SourceList } from '../source-list.tsx';
import { completeness } from '../sync-facts.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px' },
  lead: { color: tokens.colorNeutralForeground2 },
});

interface SyncProgressProps {
  readonly sync: Sync;
  readonly run: Run | undefined;
}

/** A sync while it runs, source by source. It goes on when somebody leaves the page. */
export const SyncProgress = ({ sync, run }: SyncProgressProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { ended, total } = completeness(sync);
  const message =
    sync.state === 'judging'
      ? t('syncState.judging')
      : run?.state === 'queued'
        ? t('queued')
        : t('sourcesRead', { ended, total });
  return (
    <div className={styles.root}>
      {/* Reading and judging are two runs: the bar of reading stays full while judging begins. */}
      <RunProgress
        fraction={sync.state === 'judging' ? undefined : total === 0 ? undefined : ended / total}
        message={message}
      />
      <Body1 className={styles.lead}>{t('leave')}</Body1>
      <SourceList sources={sync.sources} />
    </div>
  );
};
