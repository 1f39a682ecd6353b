import { Badge, Button } from '@fluentui/react-components';
import { MailRegular } from '@fluentui/react-icons/svg/mail';
import { MailProhibitedRegular } from '@fluentui/react-icons/svg/mail-prohibited';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { revokeInvitation } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { type Invitation, invitationsQuery } from './member-queries.ts';
import { useRoleLabels } from './use-role-choices.ts';

const keyOf = (invitation: Invitation) => invitation.id;
const nameOf = (invitation: Invitation) => invitation.email;
const colours = { open: 'brand', accepted: 'success', revoked: 'subtle', expired: 'warning' } as const;

interface InvitationsTabProps {
  /** undefined for those who may not invite. */
  readonly onInvite: (() => void) | undefined;
}

/** Who was invited, and what came of it. */
export const InvitationsTab = ({ onInvite }: InvitationsTabProps) => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const state = useGridState('invitations');
  const roleLabels = useRoleLabels();
  const [revoking, setRevoking] = useState<readonly Invitation[]>([]);
  const invitations = useQuery(invitationsQuery(organisationId));
  const columns = useMemo(
    (): readonly Column<Invitation>[] => [
      {
        id: 'email',
        label: t('members.email'),
        kind: 'text',
        fixed: true,
        minWidthPx: 240,
        value: ({ email }) => email,
      },
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
        choices: Object.fromEntries(
          Object.keys(colours).map((value) => [value, t(`invitations.state.${value}`)]),
        ),
        value: ({ state: value }) => value,
        cell: ({ state: value }) => (
          <Badge appearance="tint" color={colours[value]}>
            {t(`invitations.state.${value}`)}
          </Badge>
        ),
      },
      { id: 'createdAt', label: t('invitations.sent'), kind: 'instant', value: ({ createdAt }) => createdAt },
      {
        id: 'expiresAt',
        label: t('invitations.until'),
        kind: 'instant',
        value: ({ expiresAt }) => expiresAt,
      },
    ],
    [t, roleLabels],
  );
  const revoke = async () => {
    for (const { id } of revoking)
      await call(revokeInvitation, { params: { organisationId, invitationId: id } });
    await client.invalidateQueries(invitationsQuery(organisationId));
    toasts.success(t('invitations.revoked', { count: revoking.length }));
  };
  const actions = (rows: readonly Invitation[]) => {
    const open = rows.filter((row) => row.state === 'open');
    const label = t('invitations.revoke', { count: open.length });
    return [
      {
        id: 'revoke',
        label,
        icon: MailProhibitedRegular,
        disabled: open.length === 0,
        onClick: () => setRevoking(open),
      },
    ];
  };
  return (
    <>
      <DataGrid
        label={t('members.tab.invitations')}
        columns={columns}
        rows={invitations.data?.items}
        error={invitations.error}
        onRetry={() => void invitations.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        {...(onInvite === undefined ? {} : { actions })}
        empty={
          <EmptyState
            title={t('invitations.none')}
            icon={MailRegular}
            actions={onInvite !== undefined && <Button onClick={onInvite}>{t('invite.command')}</Button>}
          >
            {t('invitations.noneDetail')}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={revoking.length > 0}
        title={t('invitations.revokeTitle')}
        confirm={t('invitations.revoke', { count: revoking.length })}
        destructive
        onConfirm={revoke}
        onClose={() => setRevoking([])}
      >
        {t('invitations.revokeEffect')}
      </ConfirmDialog>
    </>
  );
};
