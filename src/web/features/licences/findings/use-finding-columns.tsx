import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingRow, Inventory } from '../../../../shared/licences/contract.ts';
import type { Column } from '../../../ui/grid/column.ts';
import { useRuleWords } from '../common/use-rule-words.ts';
import { ConfidenceBadge, FindingStateBadge } from './finding-badges.tsx';
import { FindingSaving } from './finding-saving.tsx';
import { type FindingTab, findingSorts } from './findings-search.ts';

type FindingColumn = Column<FindingRow>;

/** The server filters by facets and orders by the columns it knows. */
const served = (column: FindingColumn): FindingColumn => ({
  ...column,
  filterable: false,
  sortable: findingSorts.some((sort) => sort === column.id),
});

/** The columns of the list of findings; the tenant only where there are several. */
export const useFindingColumns = (tab: FindingTab, facts: Inventory['facts']): readonly FindingColumn[] => {
  const what = useWhatColumns(facts);
  const worth = useWorthColumns(tab);
  return useMemo(() => [...what, ...worth].map(served), [what, worth]);
};

const useWhatColumns = (facts: Inventory['facts']): readonly FindingColumn[] => {
  const { t } = useTranslation('licences');
  const { sentence } = useRuleWords();
  return useMemo(() => {
    const tenants = new Map(facts.map(({ connectionId, connectionName }) => [connectionId, connectionName]));
    const tenant: FindingColumn = {
      id: 'tenant',
      label: t('tenant'),
      kind: 'text',
      minWidthPx: 140,
      value: ({ connectionId }) => tenants.get(connectionId) ?? null,
    };
    const place = (id: 'department' | 'country' | 'costCentre', hidden: boolean): FindingColumn => ({
      id,
      label: t(id),
      kind: 'text',
      grow: 1,
      minWidthPx: 120,
      hidden,
      missing: t('notInDirectory'),
      value: (finding) => finding[id],
    });
    return [
      {
        id: 'label',
        label: t('findings.subject'),
        kind: 'text',
        fixed: true,
        minWidthPx: 220,
        value: ({ subject }) => subject.label,
      },
      {
        id: 'rule',
        label: t('findings.by.rule'),
        kind: 'text',
        minWidthPx: 180,
        value: ({ rule }) => t(`rule.${rule}.title`),
        cell: ({ rule }) => <span title={`${rule}: ${sentence(rule)}`}>{t(`rule.${rule}.title`)}</span>,
      },
      { id: 'sku', label: t('sku'), kind: 'text', minWidthPx: 180, value: ({ skuName }) => skuName },
      ...(facts.length > 1 ? [tenant] : []),
      place('department', false),
      place('country', true),
      place('costCentre', true),
    ];
  }, [facts, sentence, t]);
};

const useWorthColumns = (tab: FindingTab): readonly FindingColumn[] => {
  const { t } = useTranslation('licences');
  return useMemo(
    () => [
      {
        id: 'saving',
        label: t('findings.saving'),
        kind: 'money',
        minWidthPx: 152,
        value: ({ monthlySaving }) => monthlySaving,
        cell: (finding) => <FindingSaving finding={finding} />,
      },
      {
        id: 'savingKind',
        label: t('findings.by.savingKind'),
        kind: 'text',
        grow: 0,
        minWidthPx: 184,
        value: ({ savingKind }) => t(`kind.${savingKind}`),
        cell: ({ savingKind }) => (
          <span title={t(`kindDetail.${savingKind}`)}>{t(`kind.${savingKind}`)}</span>
        ),
      },
      {
        id: 'confidence',
        label: t('confidenceLabel'),
        kind: 'choice',
        grow: 0,
        minWidthPx: 112,
        value: ({ confidence }) => confidence,
        cell: ({ confidence }) => <ConfidenceBadge confidence={confidence} />,
      },
      {
        id: 'automation',
        label: t('automationLabel'),
        kind: 'text',
        hidden: true,
        minWidthPx: 160,
        value: ({ automation }) => t(`automation.${automation}`),
      },
      {
        id: 'state',
        label: t('findings.by.state'),
        kind: 'choice',
        grow: 0,
        minWidthPx: tab === 'snoozed' ? 168 : 112,
        value: ({ state }) => state,
        cell: (finding) => <FindingStateBadge finding={finding} />,
      },
      {
        id: 'firstSeen',
        label: t('findings.firstSeen'),
        kind: 'day',
        minWidthPx: 132,
        value: ({ firstSeenOn }) => firstSeenOn,
      },
      {
        id: 'lastSeen',
        label: t('findings.lastSeen'),
        kind: 'day',
        hidden: true,
        value: ({ lastSeenOn }) => lastSeenOn,
      },
    ],
    [tab, t],
  );
};
