import { Button } from '@fluentui/react-components';
import { BuildingMultipleRegular } from '@fluentui/react-icons/svg/building-multiple';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Relationship } from '../../../../shared/organisations/contract.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { ChildPanel } from './child-panel.tsx';
import { useReachChoices } from './use-reach-choices.ts';

const keyOf = (relationship: Relationship) => relationship.id;
const nameOf = (relationship: Relationship) => relationship.childName;

interface ChildrenTabProps {
  readonly relationships: readonly Relationship[];
  /** undefined for those who may not create. */
  readonly onCreate: (() => void) | undefined;
}

/** The partners and customers below; a row opens what can be done about one. */
export const ChildrenTab = ({ relationships, onCreate }: ChildrenTabProps) => {
  const { t } = useTranslation('settings');
  const { kind } = useOrganisation();
  const state = useGridState('relationships');
  const [panel, open, close] = usePanel();
  const reach = useReachChoices();
  const { collator } = useFormats();
  const rows = useMemo(
    () => relationships.toSorted((a, b) => collator.compare(a.childName, b.childName)),
    [relationships, collator],
  );
  const columns = useMemo(
    (): readonly Column<Relationship>[] => [
      {
        id: 'name',
        label: t('organisation.name'),
        kind: 'text',
        fixed: true,
        minWidthPx: 240,
        value: nameOf,
      },
      {
        id: 'kind',
        label: t('organisation.kind'),
        kind: 'choice',
        choices: { partner: t('app:kind.partner'), customer: t('app:kind.customer') },
        value: ({ childKind }) => childKind,
      },
      {
        id: 'reach',
        label: t('relationships.ourReach'),
        kind: 'choice',
        minWidthPx: 184,
        choices: Object.fromEntries(reach.map(({ value, label }) => [value, label])),
        value: ({ delegatedRole }) => delegatedRole,
      },
      {
        id: 'createdAt',
        label: t('relationships.since'),
        kind: 'instant',
        value: ({ createdAt }) => createdAt,
      },
    ],
    [t, reach],
  );
  const shown = relationships.find(({ id }) => id === panel);
  return (
    <>
      <DataGrid
        label={t('relationships.side.below')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        empty={
          <EmptyState
            title={t('relationships.noneBelow')}
            icon={BuildingMultipleRegular}
            actions={
              onCreate !== undefined && (
                <Button onClick={onCreate}>{t(`relationships.create.${kind}`)}</Button>
              )
            }
          >
            {t('relationships.noneBelowDetail')}
          </EmptyState>
        }
        onOpen={({ id }) => open(id)}
        openKey={panel}
      />
      {shown !== undefined && <ChildPanel key={shown.id} relationship={shown} onClose={close} />}
    </>
  );
};
