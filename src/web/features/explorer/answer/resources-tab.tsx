import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../../../shared/explorer/contract.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { daysOf } from '../../../ui/filter/day-range.ts';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import type { GridExport } from '../../../ui/grid/grid-toolbar.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Pager } from '../../../ui/page/pager.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { resourcesQuery } from '../explorer-queries.ts';
import type { Explorer } from '../state/use-explorer.ts';

interface ResourcesTabProps {
  readonly explorer: Explorer;
  readonly exports: readonly GridExport[];
}

const keyOf = ({ providerName, resourceId }: Resource) => JSON.stringify([providerName, resourceId]);

/** The day of the last charge: its period ends with the midnight after it. */
const lastDay = ({ firstCharge, lastCharge }: Resource): string =>
  lastCharge > firstCharge ? daysOf({ from: firstCharge, to: lastCharge }).last : lastCharge;

/** The resources behind the answer, largest cost first; a row opens its charge lines. */
export const ResourcesTab = ({ explorer, exports }: ResourcesTabProps) => {
  const { t } = useTranslation('explorer');
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const { question, change } = explorer;
  const resources = useInfiniteQuery(resourcesQuery(organisationId, question));
  const rows = useMemo(() => resources.data?.pages.flatMap(({ items }) => items), [resources.data]);
  const columns = useResourceColumns(resources.data?.pages[0]?.currency ?? 'XXX');
  const state = useGridState('explorer-resources', 'table-');
  const open = useCallback(
    ({ resourceId, providerName }: Resource) => {
      if ((resourceId?.length ?? 0) > 1000) return;
      change({
        charges: [
          { dimension: 'ResourceId', op: 'include', values: [resourceId] },
          { dimension: 'ProviderName', op: 'include', values: [providerName] },
        ],
      });
    },
    [change],
  );
  return (
    <DataGrid
      label={t('tab.resources')}
      columns={columns}
      rows={rows}
      error={rows === undefined ? resources.error : null}
      onRetry={() => void resources.refetch()}
      keyOf={keyOf}
      nameOf={({ resourceName, resourceId }) => resourceName ?? resourceId ?? t('noResource')}
      state={state}
      onOpen={open}
      exports={exports}
      hug
      footer={
        <Pager
          shown={rows?.length ?? 0}
          hasMore={resources.hasNextPage}
          busy={resources.isFetchingNextPage}
          onMore={() =>
            void resources.fetchNextPage().then(({ error }) => error !== null && toasts.problem(error))
          }
        />
      }
      empty={<EmptyState title={t('noCharge')}>{t('noChargeDetail')}</EmptyState>}
    />
  );
};

const useResourceColumns = (currency: string): readonly Column<Resource>[] => {
  const { t } = useTranslation('explorer');
  return useMemo(() => {
    const text = (
      id: string,
      label: string,
      value: Column<Resource>['value'],
      hidden = false,
    ): Column<Resource> => ({
      id,
      label,
      kind: 'text',
      value,
      hidden,
      missing: t('noValueOf', { dimension: label }),
    });
    return [
      {
        id: 'name',
        label: t('resource'),
        kind: 'text',
        fixed: true,
        grow: 2,
        minWidthPx: 220,
        value: ({ resourceName, resourceId }) => resourceName ?? resourceId,
        missing: t('noResource'),
      },
      {
        id: 'total',
        label: t('measure.cost'),
        kind: 'money',
        value: ({ total }) => total,
        currency: () => currency,
      },
      text('service', t('dimension.ServiceName'), ({ serviceName }) => serviceName),
      text('provider', t('dimension.ProviderName'), ({ providerName }) => providerName),
      text('subAccount', t('dimension.SubAccountName'), (row) => row.subAccountName ?? row.subAccountId),
      text('region', t('dimension.RegionId'), ({ regionId }) => regionId),
      text('type', t('dimension.ResourceType'), ({ resourceType }) => resourceType, true),
      text('id', t('dimension.ResourceId'), ({ resourceId }) => resourceId, true),
      {
        id: 'first',
        label: t('firstCharge'),
        kind: 'day',
        value: ({ firstCharge }) => firstCharge,
        hidden: true,
      },
      { id: 'last', label: t('lastCharge'), kind: 'day', value: lastDay },
      { id: 'rows', label: t('rows'), kind: 'quantity', value: ({ rows }) => String(rows), hidden: true },
    ];
  }, [t, currency]);
};
