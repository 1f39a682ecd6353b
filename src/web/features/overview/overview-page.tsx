import { makeStyles } from '@fluentui/react-components';
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import { DataPieRegular } from '@fluentui/react-icons/svg/data-pie';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { costKindSchema } from '../../../shared/explorer/question.ts';
import { currencySchema } from '../../../shared/money.ts';
import type { Overview } from '../../../shared/overview/contract.ts';
import { SkeletonBlock, SkeletonTiles } from '../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../ui/feedback/states.tsx';
import { ChoiceButton } from '../../ui/filter/choice-button.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { Page } from '../../ui/page/page.tsx';
import { useDataRuns } from '../../ui/run/use-data-runs.ts';
import { useOrganisation } from '../../ui/session/session.ts';
import { useSearchState } from '../../ui/state/use-search-state.ts';
import { ConformanceSection } from './conformance-section.tsx';
import { FreshnessSection } from './freshness-section.tsx';
import { Loading } from './loading.tsx';
import { loadsOf } from './loads.ts';
import { NothingYet } from './nothing-yet.tsx';
import { overviewQuery } from './overview-query.ts';
import { OverviewTiles } from './overview-tiles.tsx';
import { questionsOf } from './questions.ts';
import { MoversSection, ProvidersSection, ServicesSection } from './spend-sections.tsx';
import { TrendSection } from './trend-section.tsx';

const searchSchema = z.object({
  cost: costKindSchema.default('billed'),
  currency: currencySchema.optional(),
});

const useStyles = makeStyles({
  choices: { display: 'flex', flexWrap: 'wrap', gap: '4px', marginLeft: '-12px' },
  columns: {
    display: 'grid',
    gap: '32px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    alignItems: 'start',
  },
});

/** Where the organisation stands this month: what it spends, where that leads, what changed, what to trust. */
export const OverviewPage = () => {
  const { t } = useTranslation('overview');
  const { organisationId, isSample } = useOrganisation();
  const goTo = useGoTo();
  const [{ cost, currency }] = useSearchState(searchSchema);
  const loads = loadsOf(useDataRuns(organisationId), isSample);
  const overview = useQuery(overviewQuery(organisationId, cost, currency));
  const { data } = overview;
  const commands = [
    {
      id: 'explore',
      label: t('explore'),
      icon: DataPieRegular,
      onClick: () => goTo({ path: 'cloud/explorer' }),
    },
    {
      id: 'imports',
      label: t('imports'),
      icon: ArrowImportRegular,
      onClick: () => goTo({ path: 'cloud/imports' }),
    },
  ];
  return (
    <Page title={t('title')} answers={t('answers')} commands={data?.month ? commands : []}>
      <Loading loads={loads} />
      {data === undefined && overview.isError && (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {data === undefined && overview.isPending && (
        <>
          <SkeletonTiles />
          <SkeletonBlock heightPx={320} />
        </>
      )}
      {/* While something loads, nothing is asked. */}
      {data?.month === null && loads.length === 0 && <NothingYet />}
      {data !== undefined && data.month !== null && <Month overview={data} month={data.month} />}
    </Page>
  );
};

interface MonthProps {
  readonly overview: Overview;
  readonly month: NonNullable<Overview['month']>;
}

const Month = ({ overview, month }: MonthProps) => {
  const styles = useStyles();
  const questions = useMemo(() => questionsOf(overview, month), [overview, month]);
  const parts = { overview, month, questions, currency: overview.currency ?? 'XXX' };
  return (
    <>
      <Choices overview={overview} />
      <OverviewTiles {...parts} />
      <TrendSection {...parts} />
      <div className={styles.columns}>
        <ServicesSection {...parts} />
        <MoversSection {...parts} />
        <ProvidersSection {...parts} />
        <FreshnessSection overview={overview} />
      </div>
      <ConformanceSection conformance={overview.conformance} />
    </>
  );
};

const Choices = ({ overview }: { readonly overview: Overview }) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const [, change] = useSearchState(searchSchema);
  return (
    <div className={styles.choices}>
      <ChoiceButton
        label={t('costLabel')}
        value={overview.cost}
        choices={costKindSchema.options.map((value) => ({
          value,
          label: t(`cost.${value}`),
          detail: t(`costDetail.${value}`),
        }))}
        onChange={(cost) => change({ cost })}
      />
      {overview.currencies.length > 1 && (
        <ChoiceButton
          label={t('currency')}
          value={overview.currency ?? ''}
          choices={overview.currencies.map((value) => ({ value, label: value }))}
          onChange={(currency) => change({ currency })}
        />
      )}
    </div>
  );
};
