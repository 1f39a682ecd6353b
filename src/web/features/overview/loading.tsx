import { useTranslation } from 'react-i18next';
import { RunProgress } from '../../ui/feedback/run-progress.tsx';
import { Section } from '../../ui/page/section.tsx';
import { isUnfinished, type LiveRuns } from '../../ui/run/live-runs.ts';

/** What is being loaded at the moment, as it happens; nothing when nothing is. */
export const Loading = ({ runs }: { readonly runs: LiveRuns }) => {
  const { t } = useTranslation('overview');
  const active = [...runs.values()].filter(isUnfinished);
  if (active.length === 0) return null;
  return (
    <Section title={t('loading.title')} lead={t('loading.lead')}>
      {active.map((run) => (
        <RunProgress
          key={run.id}
          fraction={run.state === 'running' ? run.progress : undefined}
          message={run.message || t(run.kind === 'sample.load' ? 'loading.sample' : 'loading.import')}
        />
      ))}
    </Section>
  );
};
