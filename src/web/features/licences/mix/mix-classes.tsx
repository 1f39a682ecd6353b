import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MixResult } from '../../../../shared/licences/mix-result.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Money } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Section } from '../../../ui/page/section.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { GridCap } from '../common/grid-room.tsx';
import { useNameSku } from '../findings/use-name-sku.ts';
import { ClassPanel } from './class-panel.tsx';
import { type ClassRow, classRows, isUnchanged, summaryText } from './mix-data.ts';

const keyOf = ({ place }: ClassRow) => String(place);

/** Users with equal needs as one row: how many, what they need, what they have and would get. */
export const MixClasses = ({ result }: { readonly result: MixResult }) => {
  const { t } = useTranslation('licences');
  const state = useGridState('licence-mix');
  const [panel, open, close] = usePanel();
  const rows = useMemo(() => classRows(result), [result]);
  const columns = useClassColumns(result.currency);
  const nameOf = useCallback((row: ClassRow) => summaryText(row.summary, t), [t]);
  const onOpen = useCallback((row: ClassRow) => open(keyOf(row)), [open]);
  const shown = rows.find((row) => keyOf(row) === panel);
  return (
    <Section title={t('mix.classes')} lead={t('mix.classesLead')}>
      <GridCap rows={rows.length}>
        <DataGrid
          label={t('mix.classes')}
          columns={columns}
          rows={rows}
          keyOf={keyOf}
          nameOf={nameOf}
          state={state}
          onOpen={onOpen}
          openKey={panel}
          empty={<EmptyState title={t('mix.noClasses')}>{t('mix.noClassesDetail')}</EmptyState>}
        />
      </GridCap>
      {shown !== undefined && <ClassPanel row={shown} currency={result.currency} onClose={close} />}
    </Section>
  );
};

const useClassColumns = (currency: string): readonly Column<ClassRow>[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const nameSku = useNameSku();
  return useMemo(() => {
    const skus = (names: readonly string[]) =>
      names.length === 0 ? t('mix.nothing') : names.map(nameSku).join(' + ');
    const money = (id: 'monthlyFrom' | 'monthlyTo' | 'monthlySaving'): Column<ClassRow> => ({
      id,
      label: t(`mix.${id}`),
      kind: 'money',
      value: (row) => row[id],
      currency: () => currency,
      total: (rows) => (
        <Money
          amount={formatDecimal(rows.reduce((sum, row) => sum.add(row[id]), new Exact(0)))}
          currency={currency}
        />
      ),
    });
    return [
      {
        id: 'users',
        label: t('mix.users'),
        kind: 'quantity',
        fixed: true,
        minWidthPx: 88,
        value: ({ users }) => String(users),
        total: (rows) => formats.count(rows.reduce((sum, { users }) => sum + users, 0)),
      },
      {
        id: 'summary',
        label: t('mix.need'),
        kind: 'text',
        minWidthPx: 220,
        value: ({ summary }) => summaryText(summary, t),
      },
      { id: 'from', label: t('mix.from'), kind: 'text', minWidthPx: 180, value: ({ from }) => skus(from) },
      {
        id: 'to',
        label: t('mix.to'),
        kind: 'text',
        minWidthPx: 180,
        value: (row) => (isUnchanged(row) ? t('mix.unchanged') : skus(row.to)),
      },
      money('monthlyFrom'),
      money('monthlyTo'),
      money('monthlySaving'),
      {
        id: 'labels',
        label: t('mix.examples'),
        kind: 'text',
        hidden: true,
        minWidthPx: 220,
        value: ({ labels }) => labels.join(', '),
      },
    ];
  }, [currency, formats, nameSku, t]);
};
