import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { Change, Missing } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import type { GridExport } from '../../../ui/grid/grid-toolbar.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { useDimensionLabel } from '../ask/use-dimensions.ts';
import type { Explorer } from '../state/use-explorer.ts';
import { columnTotal, type SeriesRow, seriesRows } from './series-rows.ts';
import { useValueWriter } from './use-value-writer.ts';

interface SeriesGridProps {
  readonly explorer: Explorer;
  readonly answer: CostsAnswer;
  readonly onEnter: (key: readonly (string | null)[]) => void;
  readonly exports: readonly GridExport[];
}

const keyOf = (row: SeriesRow) => row.id;

/** The groups with total, share and change; a row leads one level down. */
export const SeriesGrid = ({ explorer, answer, onEnter, exports }: SeriesGridProps) => {
  const { t } = useTranslation('explorer');
  const state = useGridState('explorer-series', 'table-');
  const rows = useMemo(() => seriesRows(answer), [answer]);
  const columns = useSeriesColumns(explorer, answer);
  const nameOf = useCallback(
    (row: SeriesRow) => row.key.map((part) => part ?? t('noValue')).join(' · ') || t('total'),
    [t],
  );
  const open = useCallback((row: SeriesRow) => row.key.length > 0 && onEnter(row.key), [onEnter]);
  return (
    <DataGrid
      label={t('tab.series')}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      nameOf={nameOf}
      state={state}
      onOpen={open}
      exports={exports}
      hug
      empty={<EmptyState title={t('noCharge')}>{t('noChargeDetail')}</EmptyState>}
    />
  );
};

const useSeriesColumns = (explorer: Explorer, answer: CostsAnswer): readonly Column<SeriesRow>[] => {
  const { t } = useTranslation('explorer');
  const names = useNameColumns(explorer);
  const write = useValueWriter(answer);
  const compares = answer.previousPeriod !== null;
  return useMemo(() => {
    const value = (text: string | null | undefined, missing: string) => {
      if (text === null || text === undefined) return <Missing missing={missing} />;
      const written = write(text);
      return <span title={written.full}>{written.text}</span>;
    };
    const amount = (id: 'total' | 'previous', label: string, missing: string): Column<SeriesRow> => ({
      id,
      label,
      kind: 'money',
      minWidthPx: 152,
      value: (row) => row[id],
      cell: (row) => value(row[id], missing),
      total: (shown) => value(columnTotal(answer, shown, id), t('noSum')),
    });
    const of = answer.measure === 'usage' ? 'neutral' : 'spend';
    const before: readonly Column<SeriesRow>[] = [
      amount('previous', t('previousShort'), t('noPrevious')),
      {
        id: 'change',
        label: t('change'),
        kind: 'money',
        minWidthPx: 144,
        value: (row) => row.change?.amount ?? null,
        cell: (row) => value(row.change?.amount, t('noPrevious')),
        total: (shown) => value(columnTotal(answer, shown, 'change'), t('noSum')),
      },
      {
        id: 'changeFraction',
        label: t('changePercent'),
        kind: 'percent',
        minWidthPx: 144,
        value: (row) => row.change?.fraction ?? null,
        cell: (row) => <Change fraction={row.change?.fraction} of={of} missing={t('noPrevious')} />,
      },
    ];
    return [
      ...names,
      amount('total', t(`measure.${answer.measure}`), t('noCharge')),
      {
        id: 'share',
        label: t('share'),
        kind: 'percent',
        value: ({ share }) => share,
        missing: t('noShare'),
      },
      ...(compares ? before : []),
    ];
  }, [names, answer, write, compares, t]);
};

/** One column for each dimension of the grouping. */
const useNameColumns = ({ search: { groupBy } }: Explorer): readonly Column<SeriesRow>[] => {
  const { t } = useTranslation('explorer');
  const labelOf = useDimensionLabel();
  return useMemo(() => {
    const only: Column<SeriesRow> = {
      id: 'all',
      label: t('everything'),
      kind: 'text',
      fixed: true,
      value: () => t('everything'),
    };
    if (groupBy.length === 0) return [only];
    return groupBy.map((dimension, index) => ({
      id: dimension,
      label: labelOf(dimension),
      kind: 'text' as const,
      fixed: index === 0,
      grow: 2,
      minWidthPx: 180,
      missing: t('noValueOf', { dimension: labelOf(dimension) }),
      value: (row: SeriesRow) =>
        row.others === undefined
          ? (row.key[index] ?? null)
          : index === 0
            ? t('other', { count: row.others })
            : '',
    }));
  }, [groupBy, labelOf, t]);
};
