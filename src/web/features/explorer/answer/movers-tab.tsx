import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../../shared/endpoint.ts';
import type { listMovers } from '../../../../shared/explorer/contract.ts';
import { Exact } from '../../../../shared/money.ts';
import { ChangeBar } from '../../../ui/chart/change-bar.tsx';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Change, Money } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { DimensionPicker } from '../ask/dimension-picker.tsx';
import { useDimensionLabel, useDimensions } from '../ask/use-dimensions.ts';
import { moversQuery } from '../explorer-queries.ts';
import type { Explorer } from '../state/use-explorer.ts';

type Movers = ResponseOf<typeof listMovers>;
type Mover = Movers['items'][number];

const useStyles = makeStyles({ note: { color: tokens.colorNeutralForeground2 } });
const keyOf = ({ key }: Mover) => JSON.stringify(key);

/** What changed most against the period before, up or down; a row asks the explorer about it alone. */
export const MoversTab = ({ explorer }: { readonly explorer: Explorer }) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const formats = useFormats();
  const { organisationId } = useOrganisation();
  const { search, question, change } = explorer;
  const along = search.along ?? search.groupBy[0] ?? 'ServiceName';
  const labelOf = useDimensionLabel();
  const dimensions = useDimensions(question);
  const movers = useQuery(moversQuery(organisationId, question, along));
  const columns = useMoverColumns(labelOf(along), movers.data);
  const state = useGridState('explorer-movers', 'table-');
  const open = useCallback(
    ({ key }: Mover) => {
      if ((key?.length ?? 0) > 1000) return;
      const filters = search.filters.filter(({ dimension }) => dimension !== along);
      change({
        tab: undefined,
        filters: [...filters, { dimension: along, op: 'include', values: [key] }],
      });
    },
    [along, change, search.filters],
  );
  const before = movers.data?.previousPeriod;
  return (
    <DataGrid
      label={t('tab.movers')}
      columns={columns}
      rows={movers.data?.items}
      error={movers.data === undefined ? movers.error : null}
      onRetry={() => void movers.refetch()}
      keyOf={keyOf}
      nameOf={({ key }) => key ?? t('noValue')}
      state={state}
      onOpen={open}
      hug
      toolbar={
        <>
          <DimensionPicker
            label={t('along', { dimension: labelOf(along) })}
            dimensions={dimensions}
            onChoose={(dimension) => change({ along: dimension })}
          >
            {t('along', { dimension: labelOf(along) })}
          </DimensionPicker>
          {before !== undefined && (
            <span className={styles.note}>
              {t('comparedWith', {
                from: formats.day(before.from),
                to: formats.day(new Date(new Date(before.to).getTime() - 1).toISOString()),
              })}
            </span>
          )}
        </>
      }
      empty={<EmptyState title={t('noMovers')}>{t('noMoversDetail')}</EmptyState>}
    />
  );
};

const useMoverColumns = (label: string, movers: Movers | undefined): readonly Column<Mover>[] => {
  const { t } = useTranslation('explorer');
  return useMemo(() => {
    const currency = movers?.currency ?? 'XXX';
    const largest = (movers?.items ?? []).reduce(
      (most, { change }) => Exact.max(most, new Exact(change.amount).abs()),
      new Exact(0),
    );
    return [
      {
        id: 'key',
        label,
        kind: 'text',
        fixed: true,
        grow: 2,
        minWidthPx: 200,
        value: ({ key }) => key,
        missing: t('noValueOf', { dimension: label }),
      },
      {
        id: 'change',
        label: t('change'),
        kind: 'money',
        minWidthPx: 160,
        value: ({ change }) => change.amount,
        currency: () => currency,
      },
      {
        id: 'bar',
        label: t('changeBar'),
        kind: 'text',
        minWidthPx: 140,
        sortable: false,
        filterable: false,
        value: ({ change }) => change.amount,
        cell: ({ change }) => <ChangeBar amount={change.amount} largest={largest.toFixed()} />,
      },
      {
        id: 'fraction',
        label: t('changePercent'),
        kind: 'percent',
        minWidthPx: 144,
        value: ({ change }) => change.fraction,
        cell: ({ change }) => <Change fraction={change.fraction} of="spend" missing={t('noPrevious')} />,
      },
      {
        id: 'current',
        label: t('current'),
        kind: 'money',
        minWidthPx: 152,
        value: ({ current }) => current,
        cell: ({ current }) => <Money amount={current} currency={currency} missing={t('noCharge')} />,
      },
      {
        id: 'previous',
        label: t('previousShort'),
        kind: 'money',
        minWidthPx: 152,
        value: ({ previous }) => previous,
        cell: ({ previous }) => <Money amount={previous} currency={currency} missing={t('noCharge')} />,
      },
    ];
  }, [label, movers, t]);
};
