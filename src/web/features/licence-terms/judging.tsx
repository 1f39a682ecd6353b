import { useTranslation } from 'react-i18next';
import { RunProgress } from '../../ui/feedback/run-progress.tsx';
import { isUnfinished, type LiveRuns } from '../../ui/run/live-runs.ts';

/** How far the findings are judged anew after a price or the policy changed; nothing when nothing is judged. */
export const Judging = ({ runs }: { readonly runs: LiveRuns }) => {
  const { t } = useTranslation('licence-terms');
  const judging = [...runs.values()].filter((run) => run.kind === 'licences.judge' && isUnfinished(run));
  if (judging.length === 0) return null;
  const done = judging.reduce((sum, { progress }) => sum + progress, 0) / judging.length;
  return (
    <div role="status">
      <RunProgress
        fraction={judging.every(({ state }) => state === 'queued') ? undefined : done}
        message={t('judging', { count: judging.length })}
      />
    </div>
  );
};
