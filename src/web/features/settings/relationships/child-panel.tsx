import { Body1, Button, makeStyles } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons/svg/open';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Relationship } from '../../../../shared/organisations/contract.ts';
import { Instant } from '../../../ui/format/values.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { pagePath } from '../../../ui/page/links.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useMe } from '../../../ui/session/session.ts';
import { EndRelationship } from './end-relationship.tsx';

const useStyles = makeStyles({ actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' } });

interface ChildPanelProps {
  readonly relationship: Relationship;
  readonly onClose: () => void;
}

/** One partner or customer: how far we reach, the way into it, the end of the relationship. */
export const ChildPanel = ({ relationship, onClose }: ChildPanelProps) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const navigate = useNavigate();
  const canEnd = useAllowed('relationship.manage');
  const { organisations } = useMe();
  const { childId, childName, childKind, delegatedRole, createdAt } = relationship;
  const own = organisations.find(({ organisationId }) => organisationId === childId);
  const facts = [
    { term: t('organisation.kind'), value: t(`app:kind.${childKind}`) },
    { term: t('relationships.ourReach'), value: t(`app:role.${delegatedRole}`) },
    ...(own === undefined ? [] : [{ term: t('relationships.yourRole'), value: t(`app:role.${own.role}`) }]),
    { term: t('relationships.since'), value: <Instant at={createdAt} /> },
  ];
  return (
    <SidePanel title={childName} onClose={onClose}>
      <Facts facts={facts} />
      <Body1>{t(`relationships.reach.${delegatedRole}`)}</Body1>
      <Body1>{t('relationships.theyDecide')}</Body1>
      <div className={styles.actions}>
        {own !== undefined && (
          <Button
            appearance="primary"
            icon={<OpenRegular />}
            onClick={() => void navigate({ to: pagePath(childId, '') })}
          >
            {t('relationships.open')}
          </Button>
        )}
        {canEnd && <EndRelationship relationship={relationship} side="below" onEnded={onClose} />}
      </div>
    </SidePanel>
  );
};
