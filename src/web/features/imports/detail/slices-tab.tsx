import { Badge, Body1, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDetail } from '../../../../shared/imports/contract.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Money } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { type CostColumn, currencyTotals, type SliceRow, sliceRows, sumOf } from './slice-totals.ts';

const useStyles = makeStyles({
  totals: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 32px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    flexShrink: 0,
  },
  replaced: { color: tokens.colorNeutralForeground2, flexShrink: 0, overflowWrap: 'anywhere' },
});

const keyOf = (row: SliceRow) => row.id;
const nameOf = (row: SliceRow) =>
  `${row.provider} ${row.billingAccountId} ${row.billingPeriodStart.slice(0, 7)}`;

/** What came in by provider, account and billing period, with exact totals; and what it replaced. */
export const SlicesTab = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const state = useGridState('import-slices');
  const rows = useMemo(() => sliceRows(detail.slices), [detail.slices]);
  const columns = useSliceColumns();
  return (
    <>
      <CurrencyTotals detail={detail} />
      <Replaced replaced={detail.replaced} />
      <DataGrid
        label={t('slices')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        empty={<EmptyState title={t('noSlices')}>{t('noSlicesDetail')}</EmptyState>}
      />
    </>
  );
};

/** What the import comes to, each currency by itself. */
const CurrencyTotals = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const totals = useMemo(() => currencyTotals(detail.slices), [detail.slices]);
  if (totals.length < 2) return null;
  return (
    <ul className={styles.totals} aria-label={t('currencyTotals')}>
      {totals.map(({ currency, billedCost, effectiveCost }) => (
        <li key={currency}>
          <strong>{currency}</strong> {t('cost.billed')}:{' '}
          <Money amount={billedCost} currency={currency} missing={t('noCost')} />, {t('cost.effective')}:{' '}
          <Money amount={effectiveCost} currency={currency} missing={t('noCost')} />
        </li>
      ))}
    </ul>
  );
};

const mostNamed = 6;

const Replaced = ({ replaced }: Pick<ImportDetail, 'replaced'>) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  if (replaced.length === 0) return null;
  const rows = replaced.reduce((sum, each) => sum + each.rows, 0);
  const named = replaced
    .slice(0, mostNamed)
    .map((each) => `${each.provider} ${each.billingAccountId} ${formats.month(each.billingPeriodStart)}`);
  const rest = replaced.length - named.length;
  return (
    <Body1 className={styles.replaced}>
      {t('replaced', { count: rows, number: formats.count(rows) })}{' '}
      {formats.list(rest > 0 ? [...named, t('replacedMore', { count: rest })] : named)}
    </Body1>
  );
};

const useSliceColumns = (): readonly Column<SliceRow>[] => {
  const { t } = useTranslation('imports');
  return useMemo(() => {
    const cost = (id: CostColumn, label: string, hidden: boolean): Column<SliceRow> => ({
      id,
      label,
      kind: 'money',
      hidden,
      minWidthPx: 168,
      missing: t('noCost'),
      value: (row) => row.costs[id],
      currency: (row) => row.currency ?? 'XXX',
      total: (rows) => {
        const sum = sumOf(rows, id);
        return <Money amount={sum?.amount} currency={sum?.currency ?? 'XXX'} missing={t('noSum')} />;
      },
    });
    return [
      {
        id: 'provider',
        label: t('provider'),
        kind: 'text',
        fixed: true,
        minWidthPx: 140,
        value: ({ provider }) => provider,
      },
      {
        id: 'account',
        label: t('account'),
        kind: 'text',
        minWidthPx: 180,
        value: ({ billingAccountId }) => billingAccountId,
      },
      {
        id: 'period',
        label: t('billingPeriod'),
        kind: 'day',
        value: ({ billingPeriodStart }) => billingPeriodStart.slice(0, 10),
      },
      {
        id: 'live',
        label: t('liveLabel'),
        kind: 'choice',
        minWidthPx: 132,
        choices: { true: t('live.true'), false: t('live.false') },
        value: ({ live }) => String(live),
        cell: ({ live }) => (
          <Badge appearance="tint" color={live ? 'success' : 'informative'} title={t(`liveDetail.${live}`)}>
            {t(`live.${live}`)}
          </Badge>
        ),
      },
      {
        id: 'rows',
        label: t('rows'),
        kind: 'quantity',
        value: ({ rows }) => (rows === null ? null : String(rows)),
        missing: t('countedOnce'),
      },
      {
        id: 'currency',
        label: t('currency'),
        kind: 'text',
        grow: 0,
        minWidthPx: 104,
        value: ({ currency }) => currency,
      },
      cost('billedCost', t('cost.billed'), false),
      cost('effectiveCost', t('cost.effective'), false),
      cost('listCost', t('cost.list'), true),
      cost('contractedCost', t('cost.contracted'), true),
    ];
  }, [t]);
};
