import { makeStyles } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { GridRegular } from '@fluentui/react-icons/svg/grid';
import { TableRegular } from '@fluentui/react-icons/svg/table';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { exportUsage, type Inventory } from '../../../../shared/licences/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { SkeletonBlock } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { FactsLine } from '../common/facts-line.tsx';
import { TenantChoice } from '../common/tenant-choice.tsx';
import { TenantGate, useFacts } from '../common/tenant-gate.tsx';
import { useTenant } from '../common/use-tenant.ts';
import { usageQuery } from '../licence-queries.ts';
import { UsageTable } from './usage-table.tsx';
import { WorkloadCard } from './workload-card.tsx';

const searchSchema = z.object({ view: z.enum(['cards', 'table']).default('cards') });

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gap: '16px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(440px, 100%), 1fr))',
    alignItems: 'stretch',
  },
});

/** What of Microsoft 365 is used, by how many of those who are licensed, and how that changes. */
export const UsagePage = () => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const [connectionId] = useTenant();
  const [{ view }, change] = useSearchState(searchSchema);
  const mayExport = useAllowed('licence.export');
  const hasFacts = useFacts() !== undefined;
  const other = view === 'cards' ? 'table' : 'cards';
  const commands = [
    {
      id: 'view',
      label: t(`usage.as.${other}`),
      icon: view === 'cards' ? TableRegular : GridRegular,
      onClick: () => change({ view: other }),
    },
    ...(mayExport
      ? (['csv', 'xlsx'] as const).map((format) => ({
          id: format,
          label: t('exportAs', { format: format.toUpperCase() }),
          icon: ArrowDownloadRegular,
          onClick: () =>
            download(exportUsage, { params: { organisationId }, query: { connectionId, format } }),
        }))
      : []),
  ];
  return (
    <Page title={t('usage.title')} answers={t('usage.answers')} commands={hasFacts ? commands : []}>
      <TenantGate>{(inventory) => <Content inventory={inventory} view={view} />}</TenantGate>
    </Page>
  );
};

interface ContentProps {
  readonly inventory: Inventory;
  readonly view: 'cards' | 'table';
}

const Content = ({ inventory: { facts }, view }: ContentProps) => {
  const { organisationId } = useOrganisation();
  const [connectionId] = useTenant();
  const usage = useQuery(usageQuery(organisationId, connectionId));
  return (
    <>
      <TenantChoice facts={facts} />
      <FactsLine facts={facts.filter((fact) => (connectionId ?? fact.connectionId) === fact.connectionId)} />
      {usage.data === undefined &&
        (usage.isError ? (
          <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />
        ) : (
          <CardSkeletons />
        ))}
      {usage.data !== undefined && <Workloads workloads={usage.data.workloads} view={view} />}
    </>
  );
};

const Workloads = ({
  workloads,
  view,
}: Pick<ContentProps, 'view'> & { readonly workloads: Parameters<typeof UsageTable>[0]['workloads'] }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  if (workloads.length === 0) return <EmptyState title={t('usage.none')}>{t('usage.noneDetail')}</EmptyState>;
  if (view === 'table') return <UsageTable workloads={workloads} />;
  return (
    <div className={styles.cards}>
      {workloads.map((each) => (
        <WorkloadCard key={each.workload} usage={each} />
      ))}
    </div>
  );
};

const CardSkeletons = () => {
  const styles = useStyles();
  return (
    <div className={styles.cards}>
      {['a', 'b', 'c', 'd'].map((key) => (
        <SkeletonBlock key={key} heightPx={420} />
      ))}
    </div>
  );
};
