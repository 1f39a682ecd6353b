import { Button } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../../ui/feedback/states.tsx';
import { useGridState } from '../../../../ui/grid/use-grid-state.ts';
import { useOrganisation } from '../../../../ui/session/session.ts';
import { type FindingsFilter, type Grouping, groupsQuery } from '../../licence-queries.ts';
import type { FindingTab } from '../findings-search.ts';
import { GroupsGrid } from './groups-grid.tsx';
import { RuleGroups } from './rule-groups.tsx';

interface FindingGroupsProps {
  readonly by: Grouping;
  readonly tab: FindingTab;
  readonly filter: FindingsFilter;
  readonly onEnter: (key: string | null) => void;
}

/** Findings by what they have in common; a group leads to its findings. */
export const FindingGroups = ({ by, tab, filter, onEnter }: FindingGroupsProps) => {
  const { organisationId } = useOrganisation();
  const groups = useQuery(groupsQuery(organisationId, by, filter));
  const { data } = groups;
  if (data === undefined || groups.isPlaceholderData) {
    return groups.isError ? (
      <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
    ) : (
      <SkeletonRows rows={8} />
    );
  }
  if (data.groups.length === 0) return <NothingFound tab={tab} />;
  if (by === 'rule') return <RuleGroups groups={data.groups} onEnter={onEnter} />;
  return <GroupsGrid by={by} groups={data.groups} onEnter={onEnter} />;
};

/** No finding: good news, unless filters hide them. */
export const NothingFound = ({ tab }: { readonly tab: FindingTab }) => {
  const { t } = useTranslation('licences');
  const state = useGridState('licence-findings');
  const isFiltered = state.view.find !== '' || Object.keys(state.view.filters).length > 0;
  if (isFiltered) {
    return (
      <EmptyState
        title={t('findings.noMatch')}
        actions={<Button onClick={state.clear}>{t('findings.clear')}</Button>}
      >
        {t('findings.noMatchDetail')}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t(`findings.none.${tab}`)} icon={CheckmarkCircleRegular}>
      {t(`findings.noneDetail.${tab}`)}
    </EmptyState>
  );
};
