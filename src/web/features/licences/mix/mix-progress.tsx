import { makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../../shared/runs/contract.ts';
import { RunProgress } from '../../../ui/feedback/run-progress.tsx';

const useStyles = makeStyles({ root: { maxWidth: '640px' } });

/** How far the computation is. */
export const MixProgress = ({ run }: { readonly run: Run | undefined }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  if (run === undefined) return null;
  return (
    <div className={styles.root}>
      <RunProgress
        fraction={run.state === 'running' ? run.progress : undefined}
        message={run.message || t('mix.computing')}
      />
    </div>
  );
};
