import { makeStyles } from '@fluentui/react-components';
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import { DataPieRegular } from '@fluentui/react-icons/svg/data-pie';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { costKindSchema } from '../../../shared/explorer/question.ts';
import type { LicenceOverview } from '../../../shared/licences/contract.ts';
import { currencySchema } from '../../../shared/money.ts';
import type { Overview } from '../../../shared/overview/contract.ts';
import { SkeletonBlock, SkeletonTiles } from '../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../ui/feedback/states.tsx';
import { ChoiceButton } from '../../ui/filter/choice-button.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { Page } from '../../ui/page/page.tsx';
import { useDataRuns } from '../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../ui/session/session.ts';
import { useSearchState } from '../../ui/state/use-search-state.ts';
import { ConformanceSection } from './conformance-section.tsx';
import { FreshnessSection } from './freshness-section.tsx';
import { isRead, licenceOverviewQuery } from './licences/licence-query.ts';
import { LicenceSide } from './licences/licence-side.tsx';
import { Loading } from './loading.tsx';
import { loadsOf } from './loads.ts';
import { NothingYet } from './nothing-yet.tsx';
import { NoCosts, NoLicences } from './other-side.tsx';
import { overviewQuery } from './overview-query.ts';
import { OverviewTiles } from './overview-tiles.tsx';
import { questionsOf } from './questions.ts';
import { Side } from './side.tsx';
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

/** Where the organisation stands: what its licences and clouds cost, what can be saved, what changed, what to trust. */
export const OverviewPage = () => {
  const { t } = useTranslation('overview');
  const { organisationId, isSample } = useOrganisation();
  const goTo = useGoTo();
  const [{ cost, currency }] = useSearchState(searchSchema);
  const loads = loadsOf(useDataRuns(organisationId), isSample);
  const seesLicences = useAllowed('licence.read');
  const overview = useQuery(overviewQuery(organisationId, cost, currency));
  const licences = useQuery({ ...licenceOverviewQuery(organisationId), enabled: seesLicences });
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
  // While something loads, nothing is asked.
  const isLoading = loads.length > 0;
  const isPending = overview.isPending || (seesLicences && licences.isPending);
  const hasCosts = overview.data !== undefined && overview.data.month !== null;
  const hasLicences = licences.data !== undefined && isRead(licences.data);
  const isEmpty = !hasCosts && !hasLicences && !overview.isError && !licences.isError;
  const isConnected = licences.data?.connections.some(({ state }) => state === 'connected') ?? false;
  return (
    <Page title={t('title')} answers={t('answers')} commands={hasCosts ? commands : []}>
      <Loading loads={loads} />
      {isPending ? (
        <>
          <SkeletonTiles />
          <SkeletonBlock heightPx={320} />
        </>
      ) : isEmpty && !isConnected ? (
        !isLoading && <NothingYet />
      ) : (
        <>
          {seesLicences && <Licences query={licences} isConnected={isConnected} isLoading={isLoading} />}
          <Costs query={overview} isLoading={isLoading} />
        </>
      )}
    </Page>
  );
};

interface SideProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly isLoading: boolean;
}

const Licences = ({
  query,
  isConnected,
  isLoading,
}: SideProps<LicenceOverview> & { readonly isConnected: boolean }) => {
  if (query.data === undefined)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (isRead(query.data)) return <LicenceSide overview={query.data} />;
  return isLoading ? null : <NoLicences isConnected={isConnected} />;
};

const Costs = ({ query, isLoading }: SideProps<Overview>) => {
  const { t } = useTranslation('overview');
  const { data } = query;
  if (data === undefined) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (data.month === null) return isLoading ? null : <NoCosts />;
  return (
    <Side title={t('cloud.title')}>
      <Month overview={data} month={data.month} />
    </Side>
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
