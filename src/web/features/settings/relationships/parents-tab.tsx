import { Badge, Body1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Relationship } from '../../../../shared/organisations/contract.ts';
import { Instant } from '../../../ui/format/values.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { useAllowed } from '../../../ui/session/session.ts';
import { EndRelationship } from './end-relationship.tsx';
import { ReachForm } from './reach-form.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '720px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  parent: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    padding: '16px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  heading: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' },
  name: { margin: 0, overflowWrap: 'anywhere' },
  lead: { color: tokens.colorNeutralForeground2 },
});

/** Who serves the organisation and how far each of them reaches; its own members narrow or end that at once. */
export const ParentsTab = ({ relationships }: { readonly relationships: readonly Relationship[] }) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const canManage = useAllowed('relationship.manage');
  return (
    <div className={styles.root}>
      <Body1 className={styles.lead}>{t('relationships.aboveLead')}</Body1>
      {!canManage && <Body1 className={styles.lead}>{t('relationships.ownMembersDecide')}</Body1>}
      <ul className={styles.list}>
        {relationships.map((relationship) => (
          <li key={relationship.id} className={styles.parent}>
            <Parent relationship={relationship} canManage={canManage} />
          </li>
        ))}
      </ul>
    </div>
  );
};

interface ParentProps {
  readonly relationship: Relationship;
  readonly canManage: boolean;
}

const Parent = ({ relationship, canManage }: ParentProps) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const { parentName, parentKind, delegatedRole, createdAt } = relationship;
  return (
    <>
      <div className={styles.heading}>
        <Subtitle2 as="h2" className={styles.name}>
          {parentName}
        </Subtitle2>
        <Badge appearance="outline" color="informative">
          {t(`app:kind.${parentKind}`)}
        </Badge>
      </div>
      <Facts
        facts={[
          { term: t('relationships.theirReach'), value: t(`app:role.${delegatedRole}`) },
          { term: t('relationships.means'), value: t(`relationships.reach.${delegatedRole}`) },
          { term: t('relationships.since'), value: <Instant at={createdAt} /> },
        ]}
      />
      {canManage && (
        <ReachForm
          relationship={relationship}
          actions={<EndRelationship relationship={relationship} side="above" />}
        />
      )}
    </>
  );
};
