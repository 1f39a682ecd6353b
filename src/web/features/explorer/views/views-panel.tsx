import { makeStyles } from '@fluentui/react-components';
import { BookmarkRegular } from '@fluentui/react-icons/svg/bookmark';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { View } from '../../../../shared/views/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { Section } from '../../../ui/page/section.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { ViewItem } from './view-item.tsx';
import { viewsQuery } from './view-queries.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
});

interface ViewsPanelProps {
  readonly openId: string | undefined;
  readonly onOpen: (view: View) => void;
  readonly onClose: () => void;
}

/** The saved views: one's own and those of colleagues, to open, rename, share and delete. */
export const ViewsPanel = ({ openId, onOpen, onClose }: ViewsPanelProps) => {
  const { t } = useTranslation('explorer');
  const { organisationId } = useOrganisation();
  const views = useQuery(viewsQuery(organisationId));
  const all = views.data?.items ?? [];
  const groups = [
    { id: 'own', title: t('views.own'), views: all.filter(({ isOwn }) => isOwn) },
    { id: 'shared', title: t('views.ofOthers'), views: all.filter(({ isOwn }) => !isOwn) },
  ];
  return (
    <SidePanel title={t('views.title')} onClose={onClose}>
      {views.isPending && <SkeletonRows rows={4} />}
      {views.isError && <ErrorState error={views.error} onRetry={() => void views.refetch()} />}
      {views.isSuccess && all.length === 0 && (
        <EmptyState title={t('views.none')} icon={BookmarkRegular}>
          {t('views.noneDetail')}
        </EmptyState>
      )}
      {groups
        .filter((group) => group.views.length > 0)
        .map((group) => (
          <Section key={group.id} title={group.title}>
            <ViewList views={group.views} openId={openId} onOpen={onOpen} />
          </Section>
        ))}
    </SidePanel>
  );
};

interface ViewListProps extends Pick<ViewsPanelProps, 'openId' | 'onOpen'> {
  readonly views: readonly View[];
}

const ViewList = ({ views, openId, onOpen }: ViewListProps) => {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {views.map((view) => (
        <ViewItem key={view.id} view={view} isOpen={view.id === openId} onOpen={() => onOpen(view)} />
      ))}
    </ul>
  );
};
