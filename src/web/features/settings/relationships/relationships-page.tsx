import { PeopleLinkRegular } from '@fluentui/react-icons/svg/people-link';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { childKinds } from '../../../../shared/access.ts';
import type { Relationship } from '../../../../shared/organisations/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { Tabs } from '../../../ui/page/tabs.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { ChildrenTab } from './children-tab.tsx';
import { ParentsTab } from './parents-tab.tsx';
import { relationshipsQuery } from './relationship-queries.ts';
import { useCreateChild } from './use-create-child.tsx';

const sides = ['below', 'above'] as const;
type Side = (typeof sides)[number];
const searchSchema = z.object({ side: z.enum(sides).optional() });

/** Whom the organisation serves, and who serves it. */
export const RelationshipsPage = () => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const { commands, dialog, create } = useCreateChild();
  const relationships = useQuery(relationshipsQuery(organisationId));
  return (
    <Page
      title={t('relationships.title')}
      answers={t('relationships.answers')}
      commands={commands}
      layout="fill"
    >
      {relationships.isPending && <SkeletonRows />}
      {relationships.isError && (
        <ErrorState error={relationships.error} onRetry={() => void relationships.refetch()} />
      )}
      {relationships.data !== undefined && (
        <Sides relationships={relationships.data.items} onCreate={create} />
      )}
      {dialog}
    </Page>
  );
};

interface SidesProps {
  readonly relationships: readonly Relationship[];
  readonly onCreate: (() => void) | undefined;
}

/** Below and above, each only where there is something or may be. */
const Sides = ({ relationships, onCreate }: SidesProps) => {
  const { t } = useTranslation('settings');
  const { organisationId, kind } = useOrganisation();
  const [{ side: wanted }, change] = useSearchState(searchSchema);
  const { children, parents } = useMemo(
    () => ({
      children: relationships.filter(({ parentId }) => parentId === organisationId),
      parents: relationships.filter(({ childId }) => childId === organisationId),
    }),
    [relationships, organisationId],
  );
  const present: readonly Side[] = [
    ...(childKinds[kind].length > 0 || children.length > 0 ? (['below'] as const) : []),
    ...(parents.length > 0 ? (['above'] as const) : []),
  ];
  const side = present.find((each) => each === wanted) ?? present[0];
  if (side === undefined) {
    return (
      <EmptyState title={t('relationships.nobody')} icon={PeopleLinkRegular}>
        {t('relationships.nobodyDetail')}
      </EmptyState>
    );
  }
  return (
    <>
      {present.length > 1 && (
        <Tabs
          label={t('relationships.title')}
          tabs={present.map((id) => ({ id, label: t(`relationships.side.${id}`) }))}
          selected={side}
          onSelect={(id) => change({ side: id })}
        />
      )}
      {side === 'below' ? (
        <ChildrenTab relationships={children} onCreate={onCreate} />
      ) : (
        <ParentsTab relationships={parents} />
      )}
    </>
  );
};
