import { makeStyles, mergeClasses, ProgressBar } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../shared/explorer/contract.ts';
import { SkeletonBlock, SkeletonRows } from '../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/page/page.tsx';
import { usePanel } from '../../ui/page/side-panel.tsx';
import { Tabs } from '../../ui/page/tabs.tsx';
import { useOrganisation } from '../../ui/session/session.ts';
import { CostsChart } from './answer/costs-chart.tsx';
import { Headline } from './answer/headline.tsx';
import { MoversTab } from './answer/movers-tab.tsx';
import { ResourcesTab } from './answer/resources-tab.tsx';
import { SeriesGrid } from './answer/series-grid.tsx';
import { QuestionBar } from './ask/question-bar.tsx';
import { ChargesPanel } from './drill/charges-panel.tsx';
import { enter } from './drill/drill.ts';
import { Trail } from './drill/trail.tsx';
import { costsQuery } from './explorer-queries.ts';
import { NoCharges } from './no-charges.tsx';
import { searchOfState, tabs } from './state/explorer-search.ts';
import { type Explorer, useExplorer } from './state/use-explorer.ts';
import { useExplorerCommands, useExports } from './use-explorer-commands.ts';
import { sameState } from './views/same-state.ts';
import { SaveViewDialog } from './views/save-view-dialog.tsx';
import { viewsQuery } from './views/view-queries.ts';
import { ViewsPanel } from './views/views-panel.tsx';

const useStyles = makeStyles({
  answer: { position: 'relative', display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  stale: {
    opacity: 0.6,
    transitionProperty: 'opacity',
    transitionDuration: '150ms',
    transitionDelay: '150ms',
  },
  progress: { position: 'absolute', top: '-9px', left: 0, right: 0 },
});

const viewsPanel = 'views';

/** What the cloud costs: asked by clicking, answered as chart and table, down to the single charge. */
export const ExplorerPage = () => {
  const { t } = useTranslation('explorer');
  const { organisationId } = useOrganisation();
  const explorer = useExplorer();
  const [panel, openPanel, closePanel] = usePanel();
  const [saving, setSaving] = useState(false);
  const views = useQuery(viewsQuery(organisationId));
  const view = views.data?.items.find(({ id }) => id === explorer.search.view);
  const costs = useQuery(costsQuery(organisationId, explorer.question));
  const commands = useExplorerCommands(explorer, {
    onSave: () => setSaving(true),
    onViews: () => openPanel(viewsPanel),
  });
  const { data, error } = costs;
  const failed = error !== null && (data === undefined || costs.isPlaceholderData || costs.isError);
  return (
    <Page
      title={view?.name ?? t('title')}
      answers={view === undefined || sameState(view.state, explorer.state) ? t('answers') : t('views.edited')}
      commands={commands}
    >
      <QuestionBar explorer={explorer} answer={data} />
      <Trail explorer={explorer} />
      {failed && <ErrorState error={error} onRetry={() => void costs.refetch()} />}
      {!failed && data === undefined && <AnswerSkeleton />}
      {!failed && data !== undefined && (
        <Answer explorer={explorer} answer={data} isStale={costs.isPlaceholderData} />
      )}
      {explorer.search.charges !== undefined && <ChargesPanel explorer={explorer} />}
      {panel === viewsPanel && (
        <ViewsPanel
          openId={view?.id}
          onClose={closePanel}
          onOpen={({ id, state }) =>
            explorer.change({ ...searchOfState(state), view: id, panel: undefined } as Parameters<
              Explorer['change']
            >[0])
          }
        />
      )}
      {saving && (
        <SaveViewDialog
          explorer={explorer}
          current={view?.isOwn === true ? view : undefined}
          onClose={() => setSaving(false)}
        />
      )}
    </Page>
  );
};

const AnswerSkeleton = () => (
  <>
    <SkeletonBlock heightPx={32} />
    <SkeletonBlock heightPx={320} />
    <SkeletonRows rows={8} />
  </>
);

interface AnswerProps {
  readonly explorer: Explorer;
  readonly answer: CostsAnswer;
  /** The answer to the question before, while the present one is on its way. */
  readonly isStale: boolean;
}

const Answer = ({ explorer, answer, isStale }: AnswerProps) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const { search, change } = explorer;
  const onEnter = useCallback(
    (key: readonly (string | null)[]) => {
      const entered = enter(search, key);
      if (entered?.kind === 'charges') change({ charges: [...entered.charges] });
      if (entered?.kind === 'level')
        change({ groupBy: [...entered.groupBy], trail: [...entered.trail], tab: undefined });
    },
    [search, change],
  );
  if (!isStale && answer.rowsMatched === 0 && answer.total.previous === null)
    return <NoCharges explorer={explorer} answer={answer} />;
  return (
    <div className={styles.answer} aria-busy={isStale}>
      {isStale && <ProgressBar className={styles.progress} aria-label={t('asking')} />}
      <div className={mergeClasses(styles.answer, isStale && styles.stale)}>
        <Headline answer={answer} />
        <CostsChart explorer={explorer} answer={answer} onEnter={onEnter} />
        <Tabs
          label={t('evidence')}
          tabs={tabs.map((id) => ({ id, label: t(`tab.${id}`) }))}
          selected={search.tab}
          onSelect={(tab) => change({ ...clearedGrid, tab })}
        />
        <Evidence explorer={explorer} answer={answer} onEnter={onEnter} />
      </div>
    </div>
  );
};

/** Each tab has its own columns: what sorted and filtered the earlier one means nothing to the next. */
const clearedGrid: object = { 'table-find': undefined, 'table-sort': undefined, 'table-filters': undefined };

interface EvidenceProps extends Omit<AnswerProps, 'isStale'> {
  readonly onEnter: (key: readonly (string | null)[]) => void;
}

const Evidence = ({ explorer, answer, onEnter }: EvidenceProps) => {
  const { tab } = explorer.search;
  const exports = useExports(explorer, tab === 'resources' ? 'resources' : 'series').filter(
    ({ id }) => id !== 'export-csv',
  );
  if (tab === 'movers') return <MoversTab explorer={explorer} />;
  if (tab === 'resources') return <ResourcesTab explorer={explorer} exports={exports} />;
  return <SeriesGrid explorer={explorer} answer={answer} onEnter={onEnter} exports={exports} />;
};
