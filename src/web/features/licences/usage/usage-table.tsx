import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { weakReasonText } from '../common/source-text.ts';
import { figureWords } from './figure-text.ts';
import { recencyOf, shareOf, type Workload } from './usage-data.ts';

const keyOf = ({ workload }: Workload) => workload;

/** The workloads as a table. */
export const UsageTable = ({ workloads }: { readonly workloads: readonly Workload[] }) => {
  const { t } = useTranslation('licences');
  const state = useGridState('licence-usage');
  const columns = useUsageColumns();
  return (
    <DataGrid
      label={t('usage.title')}
      columns={columns}
      rows={workloads}
      keyOf={keyOf}
      nameOf={keyOf}
      state={state}
      hug
      empty={<EmptyState title={t('usage.none')}>{t('usage.noneDetail')}</EmptyState>}
    />
  );
};

const useUsageColumns = (): readonly Column<Workload>[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  return useMemo(() => {
    const bytes = (
      id: 'storageBytes' | 'storagePerUserBytes' | 'quotaBytes',
      label: string,
    ): Column<Workload> => ({
      id,
      label,
      kind: 'quantity',
      minWidthPx: 136,
      value: (usage) => (usage[id] === null ? null : String(usage[id])),
      cell: (usage) => {
        const value = usage[id];
        return value === null ? <Missing missing={t('usage.notStored')} /> : formats.bytes(value);
      },
    });
    const count = (id: 'licensed' | 'active' | 'never', label: string): Column<Workload> => ({
      id,
      label,
      kind: 'quantity',
      missing: t('usage.unknownShare'),
      value: (usage) => (id !== 'licensed' && usage.missing !== null ? null : String(usage[id])),
    });
    return [
      {
        id: 'workload',
        label: t('workloadLabel'),
        kind: 'text',
        fixed: true,
        value: ({ workload, missing }) =>
          missing === null
            ? t(`workload.${workload}`)
            : `${t(`workload.${workload}`)} (${weakReasonText(missing, t)})`,
      },
      count('licensed', t('usage.licensed')),
      count('active', t('usage.active')),
      {
        id: 'share',
        label: t('usage.share'),
        kind: 'percent',
        missing: t('usage.unknownShare'),
        value: shareOf,
      },
      count('never', t('usage.never')),
      bytes('storageBytes', t('storage')),
      bytes('storagePerUserBytes', t('usage.storagePerUser')),
      bytes('quotaBytes', t('usage.quota')),
      {
        id: 'recency',
        label: t('usage.recency'),
        kind: 'text',
        minWidthPx: 260,
        value: (usage) =>
          recencyOf(usage)
            .map(({ bucket, users }) => `${t(`usage.bucket.${bucket}`)}: ${formats.count(users)}`)
            .join(' · '),
      },
      {
        id: 'figures',
        label: t('usage.averages'),
        kind: 'text',
        minWidthPx: 260,
        value: ({ figures }) =>
          figures
            .flatMap((figure) => figureWords(figure, t, formats))
            .map(({ term, value }) => `${term}: ${value}`)
            .join(' · '),
      },
      {
        id: 'refreshedOn',
        label: t('usage.refreshedLabel'),
        kind: 'day',
        missing: t('usage.unknownShare'),
        value: ({ refreshedOn }) => refreshedOn,
      },
    ];
  }, [t, formats]);
};
