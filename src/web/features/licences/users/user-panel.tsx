import { makeStyles, Subtitle2 } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { idSchema } from '../../../../shared/ids.ts';
import type { LicenceUser, LicenceUserDetail } from '../../../../shared/licences/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day, Instant, TextOr } from '../../../ui/format/values.tsx';
import { type Fact, Facts } from '../../../ui/page/facts.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { ActivityBadge } from '../common/activity-badge.tsx';
import { MonthlyAmounts, Savings } from '../common/amounts.tsx';
import { EvidenceTable } from '../common/evidence-table.tsx';
import { useRuleWords } from '../common/use-rule-words.ts';
import { FindingLinks } from '../findings/finding-links.tsx';
import { userQuery } from '../licence-queries.ts';
import { UserLicences } from './user-licences.tsx';
import { UserWorkloads } from './user-workloads.tsx';

const useStyles = makeStyles({ title: { margin: 0 } });

/** Object ids of two tenants may meet, so the tenant is part of what the address names. */
export const keyOfUser = ({ connectionId, id }: Pick<LicenceUser, 'connectionId' | 'id'>): string =>
  `${connectionId}/${id}`;

const keySchema = z.tuple([idSchema, z.string().min(1).max(200)]);

interface UserPanelProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One user: what they hold and how it came, what they use, why they are judged so, what was found. */
export const UserPanel = ({ id, onClose }: UserPanelProps) => {
  const { t } = useTranslation('licences');
  const [connectionId, ...rest] = id.split('/');
  const key = keySchema.safeParse([connectionId, rest.join('/')]);
  if (key.success) return <Known connectionId={key.data[0]} userId={key.data[1]} onClose={onClose} />;
  return (
    <SidePanel title={t('users.one')} onClose={onClose}>
      <EmptyState title={t('users.unknown')}>{t('users.unknownDetail')}</EmptyState>
    </SidePanel>
  );
};

interface KnownProps {
  readonly connectionId: string;
  readonly userId: string;
  readonly onClose: () => void;
}

const Known = ({ connectionId, userId, onClose }: KnownProps) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const detail = useQuery(userQuery(organisationId, connectionId, userId));
  const user = detail.data?.user;
  return (
    <SidePanel
      title={user === undefined ? t('users.one') : (user.displayName ?? user.principalName)}
      size="large"
      onClose={onClose}
    >
      {detail.data !== undefined && <Content detail={detail.data} />}
      {detail.data === undefined &&
        (detail.isError ? (
          <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
        ) : (
          <SkeletonRows rows={10} />
        ))}
    </SidePanel>
  );
};

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const styles = useStyles();
  return (
    <>
      <Subtitle2 as="h3" className={styles.title}>
        {title}
      </Subtitle2>
      {children}
    </>
  );
};

const Content = ({ detail }: { readonly detail: LicenceUserDetail }) => {
  const { t } = useTranslation('licences');
  const facts = useUserFacts(detail);
  return (
    <>
      <Facts facts={facts} />
      <Part title={t('users.licences')}>
        <UserLicences detail={detail} />
      </Part>
      <Part title={t('findingsLabel')}>
        <FindingLinks findings={detail.findings} none={t('noFindings')} />
      </Part>
      <Part title={t('users.workloads')}>
        <UserWorkloads detail={detail} />
      </Part>
      <Part title={t('evidence.why', { state: t(`activity.${detail.user.state}`) })}>
        <EvidenceTable evidence={detail.evidence} />
      </Part>
    </>
  );
};

const useUserFacts = ({ user, syncedAt, leavesOn, isOnPremises }: LicenceUserDetail): readonly Fact[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const { activity } = useRuleWords();
  const text = (value: string | null) => <TextOr missing={t('notInDirectory')}>{value}</TextOr>;
  const account = [
    user.isEnabled === null
      ? t('users.enabledUnknown')
      : t(user.isEnabled ? 'users.enabled' : 'users.disabled'),
    t(user.isGuest ? 'users.guest' : 'users.member'),
    ...(isOnPremises === true ? [t('users.onPremises')] : []),
  ];
  return [
    { term: t('users.principalName'), value: user.principalName },
    {
      term: t('activityLabel'),
      value: (
        <>
          <ActivityBadge state={user.state} /> {activity(user.state)}
        </>
      ),
    },
    { term: t('lastActivity'), value: <Day on={user.lastActivityOn} missing={t('noActivity')} /> },
    { term: t('users.account'), value: account.join(' · ') },
    {
      term: t('monthlyCost'),
      value:
        user.monthlyCost.length === 0 ? t('users.noLicence') : <MonthlyAmounts amounts={user.monthlyCost} />,
    },
    { term: t('canSave'), value: <Savings savings={user.savings} missing={t('nothingToSave')} /> },
    { term: t('department'), value: text(user.department) },
    { term: t('users.jobTitle'), value: text(user.jobTitle) },
    { term: t('country'), value: text(user.country) },
    { term: t('costCentre'), value: text(user.costCentre) },
    { term: t('users.created'), value: <Day on={user.createdOn} missing={t('notInDirectory')} /> },
    ...(leavesOn === null ? [] : [{ term: t('users.leaves'), value: formats.day(leavesOn) }]),
    ...(user.mailboxPurpose === null
      ? []
      : [
          {
            term: t('users.mailbox'),
            value: t(`purpose.${user.mailboxPurpose}`, { defaultValue: user.mailboxPurpose }),
          },
        ]),
    { term: t('users.readAt'), value: <Instant at={syncedAt} /> },
  ];
};
