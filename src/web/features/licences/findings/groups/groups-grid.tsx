import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../../ui/feedback/states.tsx';
import { useFormats } from '../../../../ui/format/use-formats.ts';
import type { Column } from '../../../../ui/grid/column.ts';
import { DataGrid } from '../../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../../ui/grid/use-grid-state.ts';
import { Amounts } from '../../common/amounts.tsx';
import { GridCap } from '../../common/grid-room.tsx';
import { addAmounts, amountsOfKind, type CashKind, firstAmount } from '../../common/saving-sums.ts';
import type { Grouping } from '../../licence-queries.ts';
import type { Group } from './group-data.ts';

const keyOf = ({ key }: Group) => key ?? '';

/** Words for the values that are ours; the tenant's own speak for themselves. */
const prefixes: Readonly<Partial<Record<Grouping, string>>> = {
  savingKind: 'kind',
  confidence: 'confidence',
  state: 'findingState',
};

interface GroupsGridProps {
  readonly by: Grouping;
  readonly groups: readonly Group[];
  readonly onEnter: (key: string | null) => void;
}

/** Findings by department, SKU, kind of saving and the like. */
export const GroupsGrid = ({ by, groups, onEnter }: GroupsGridProps) => {
  const { t } = useTranslation('licences');
  const state = useGridState('licence-groups', 'group-');
  const prefix = prefixes[by];
  const nameOf = useCallback(
    ({ key, label }: Group) =>
      key === null || key === ''
        ? t('noValue')
        : prefix === undefined
          ? (label ?? key)
          : t(`${prefix}.${key}`),
    [prefix, t],
  );
  const columns = useGroupColumns(by, nameOf);
  const onOpen = useCallback(({ key }: Group) => onEnter(key), [onEnter]);
  return (
    <GridCap rows={groups.length}>
      <DataGrid
        label={t(`findings.by.${by}`)}
        columns={columns}
        rows={groups}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        onOpen={onOpen}
        empty={<EmptyState title={t('findings.noMatch')}>{t('findings.noMatchDetail')}</EmptyState>}
      />
    </GridCap>
  );
};

const useGroupColumns = (by: Grouping, nameOf: (group: Group) => string): readonly Column<Group>[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  return useMemo(() => {
    const count = (id: 'findings' | 'subjects' | 'unpriced', hidden = false): Column<Group> => ({
      id,
      label: t(`groups.${id}`),
      kind: 'quantity',
      hidden,
      value: (group) => String(group[id]),
      // Somebody may be in several groups: subjects do not add up.
      ...(id === 'subjects'
        ? {}
        : { total: (rows) => formats.count(rows.reduce((sum, group) => sum + group[id], 0)) }),
    });
    const saving = (kind: CashKind, hidden = false): Column<Group> => ({
      id: kind,
      label: t(`kindColumn.${kind}`),
      kind: 'money',
      minWidthPx: 168,
      hidden,
      value: ({ savings }) => firstAmount(amountsOfKind(savings, kind)),
      cell: ({ savings }) => <Amounts amounts={amountsOfKind(savings, kind)} missing={t('nothingToSave')} />,
      total: (rows) => (
        <Amounts
          amounts={addAmounts(rows.flatMap(({ savings }) => amountsOfKind(savings, kind)))}
          missing={t('nothingToSave')}
        />
      ),
    });
    return [
      {
        id: 'name',
        label: t(`findings.by.${by}`),
        kind: 'text',
        fixed: true,
        minWidthPx: 220,
        value: nameOf,
      },
      count('findings'),
      count('subjects'),
      saving('freed-seat'),
      saving('cash-at-renewal'),
      saving('avoided-purchase', true),
      count('unpriced', true),
    ];
  }, [by, nameOf, t, formats]);
};
