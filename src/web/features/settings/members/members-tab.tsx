import { Badge } from '@fluentui/react-components';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useMe, useOrganisation } from '../../../ui/session/session.ts';
import { MemberPanel } from './member-panel.tsx';
import { type Member, membersQuery } from './member-queries.ts';
import { useRoleLabels } from './use-role-choices.ts';

const keyOf = (member: Member) => member.id;
const nameOf = (member: Member) => member.name;

/** The members; a row opens what can be done about one. */
export const MembersTab = () => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const { profile } = useMe();
  const state = useGridState('members');
  const [panel, open, close] = usePanel();
  const roleLabels = useRoleLabels();
  const members = useQuery(membersQuery(organisationId));
  const columns = useMemo(
    (): readonly Column<Member>[] => [
      {
        id: 'name',
        label: t('members.name'),
        kind: 'text',
        fixed: true,
        minWidthPx: 200,
        value: ({ name }) => name,
        cell: ({ name, personId }) => (
          <span title={name}>
            {name} {personId === profile.id && <Badge appearance="tint">{t('members.you')}</Badge>}
          </span>
        ),
      },
      { id: 'email', label: t('members.email'), kind: 'text', minWidthPx: 220, value: ({ email }) => email },
      {
        id: 'role',
        label: t('members.role'),
        kind: 'choice',
        minWidthPx: 152,
        choices: roleLabels,
        value: ({ role }) => role,
      },
      {
        id: 'state',
        label: t('members.state'),
        kind: 'choice',
        choices: { active: t('members.active'), suspended: t('members.suspended') },
        value: ({ state: value }) => value,
        cell: ({ state: value }) => (
          <Badge appearance="tint" color={value === 'active' ? 'success' : 'warning'}>
            {t(`members.${value}`)}
          </Badge>
        ),
      },
      { id: 'createdAt', label: t('members.since'), kind: 'instant', value: ({ createdAt }) => createdAt },
    ],
    [t, profile.id, roleLabels],
  );
  const shown = members.data?.items.find((member) => member.id === panel);
  return (
    <>
      <DataGrid
        label={t('members.title')}
        columns={columns}
        rows={members.data?.items}
        error={members.error}
        onRetry={() => void members.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        empty={
          <EmptyState title={t('members.none')} icon={PeopleRegular}>
            {t('members.noneDetail')}
          </EmptyState>
        }
        onOpen={(member) => open(member.id)}
        openKey={panel}
      />
      {shown !== undefined && <MemberPanel key={shown.id} member={shown} onClose={close} />}
    </>
  );
};
