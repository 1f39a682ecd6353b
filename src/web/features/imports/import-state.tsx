import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Import, ImportState } from '../../../shared/imports/contract.ts';
import type { Run } from '../../../shared/runs/contract.ts';
import { RunProgress } from '../../ui/feedback/run-progress.tsx';
import { isUnfinished } from '../../ui/run/live-runs.ts';

const colours: Readonly<Record<ImportState, NonNullable<BadgeProps['color']>>> = {
  waiting: 'informative',
  imported: 'success',
  unchanged: 'informative',
  failed: 'danger',
  cancelled: 'warning',
  removed: 'informative',
};

interface ImportStateProps {
  readonly of: Pick<Import, 'state'>;
  readonly run: Run | undefined;
}

/** Where an import stands: how far while it works, what came of it afterwards. */
export const ImportStateCell = ({ of: { state }, run }: ImportStateProps) => {
  const { t } = useTranslation('imports');
  if (state === 'waiting' && run !== undefined && isUnfinished(run)) {
    return run.state === 'running' ? (
      <RunProgress fraction={run.progress} message={run.cancelRequested ? t('cancelling') : t('working')} />
    ) : (
      <ImportStateBadge state={state} />
    );
  }
  return <ImportStateBadge state={state} />;
};

export const ImportStateBadge = ({ state }: { readonly state: ImportState }) => {
  const { t } = useTranslation('imports');
  return (
    <Badge appearance="tint" color={colours[state]}>
      {t(`state.${state}`)}
    </Badge>
  );
};
