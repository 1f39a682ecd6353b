import { Button } from '@fluentui/react-components';
import { PersonDeleteRegular } from '@fluentui/react-icons/svg/person-delete';
import { PersonProhibitedRegular } from '@fluentui/react-icons/svg/person-prohibited';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { roleSchema } from '../../../../shared/access.ts';
import { removeMember, updateMember } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Instant } from '../../../ui/format/values.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { type Member, membersQuery } from './member-queries.ts';
import { useRoleChoices } from './use-role-choices.ts';

const schema = z.object({ role: roleSchema });

interface MemberPanelProps {
  readonly member: Member;
  readonly onClose: () => void;
}

/** One member: facts, role, suspension, end of access. */
export const MemberPanel = ({ member, onClose }: MemberPanelProps) => {
  const { t } = useTranslation('settings');
  const canManage = useAllowed('member.manage');
  const facts = [
    { term: t('members.email'), value: member.email },
    ...(canManage ? [] : [{ term: t('members.role'), value: t(`app:role.${member.role}`) }]),
    { term: t('members.state'), value: t(`members.${member.state}`) },
    { term: t('members.since'), value: <Instant at={member.createdAt} /> },
  ];
  return (
    <SidePanel title={member.name} onClose={onClose}>
      <Facts facts={facts} />
      {canManage && <RoleForm member={member} />}
      {canManage && <Access member={member} onRemoved={onClose} />}
    </SidePanel>
  );
};

const RoleForm = ({ member }: { readonly member: Member }) => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const choices = useRoleChoices();
  const form = useForm<typeof schema, z.input<typeof schema>>(schema, { role: member.role }, async (body) => {
    const saved = await call(updateMember, { params: { organisationId, memberId: member.id }, body });
    await client.invalidateQueries(membersQuery(organisationId));
    form.reset({ role: saved.role });
    toasts.success(t('members.roleSaved', { name: saved.name }));
  });
  return (
    <Form form={form} submit={t('members.saveRole')} canSubmit={form.dirty}>
      <ChoiceField form={form} name="role" label={t('members.role')} choices={choices} />
    </Form>
  );
};

type Asking = 'suspend' | 'remove';

const Access = ({ member, onRemoved }: { readonly member: Member; readonly onRemoved: () => void }) => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const [asking, setAsking] = useState<Asking>();
  const params = { organisationId, memberId: member.id };
  const { name } = member;

  const setState = async (state: Member['state']) => {
    await call(updateMember, { params, body: { state } });
    await client.invalidateQueries(membersQuery(organisationId));
    toasts.success(t(state === 'active' ? 'members.resumed' : 'members.suspendedNow', { name }));
  };
  const remove = async () => {
    await call(removeMember, { params });
    onRemoved();
    await client.invalidateQueries(membersQuery(organisationId));
    toasts.success(t('members.removed', { name }));
  };
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: '8px' }}>
      {member.state === 'active' ? (
        <Button icon={<PersonProhibitedRegular />} onClick={() => setAsking('suspend')}>
          {t('members.suspend')}
        </Button>
      ) : (
        <Button onClick={() => void setState('active').catch(toasts.problem)}>{t('members.resume')}</Button>
      )}
      <Button icon={<PersonDeleteRegular />} onClick={() => setAsking('remove')}>
        {t('members.remove')}
      </Button>
      <ConfirmDialog
        open={asking === 'suspend'}
        title={t('members.suspendTitle', { name })}
        confirm={t('members.suspendConfirm', { name })}
        onConfirm={() => setState('suspended')}
        onClose={() => setAsking(undefined)}
      >
        {t('members.suspendEffect')}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'remove'}
        title={t('members.removeTitle', { name })}
        confirm={t('members.removeConfirm', { name })}
        destructive
        onConfirm={remove}
        onClose={() => setAsking(undefined)}
      >
        {t('members.removeEffect')}
      </ConfirmDialog>
    </div>
  );
};
