import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type Relationship, updateRelationship } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { bodyOf } from '../../../ui/form/body-of.ts';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { relationshipsKey } from './relationship-queries.ts';
import { type DelegatedRole, useReachChoices } from './use-reach-choices.ts';

const schema = bodyOf(updateRelationship);

interface ReachFormProps {
  readonly relationship: Relationship;
  readonly actions: ReactNode;
}

/** Narrows or widens how far a parent reaches, after saying what that means. */
export const ReachForm = ({ relationship, actions }: ReachFormProps) => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const choices = useReachChoices();
  const [wanted, setWanted] = useState<DelegatedRole>();
  const { id, parentName: name, delegatedRole } = relationship;
  const form = useForm<typeof schema, z.input<typeof schema>>(schema, { delegatedRole }, async (body) =>
    setWanted(body.delegatedRole),
  );
  const labelOf = (role: DelegatedRole) => t(`app:role.${role}`);
  const change = async (role: DelegatedRole) => {
    await call(updateRelationship, {
      params: { organisationId, relationshipId: id },
      body: { delegatedRole: role },
    });
    form.reset({ delegatedRole: role });
    toasts.success(t('relationships.reachChanged', { name, role: labelOf(role) }));
    await client.invalidateQueries({ queryKey: relationshipsKey(organisationId) });
  };
  const role = wanted ?? delegatedRole;
  return (
    <>
      <Form form={form} submit={t('relationships.changeReach')} canSubmit={form.dirty} actions={actions}>
        <ChoiceField form={form} name="delegatedRole" label={t('relationships.newReach')} choices={choices} />
      </Form>
      <ConfirmDialog
        open={wanted !== undefined}
        title={t('relationships.changeTitle', { name })}
        confirm={t('relationships.changeConfirm', { role: labelOf(role) })}
        onConfirm={() => change(role)}
        onClose={() => setWanted(undefined)}
      >
        {t('relationships.changeEffect', {
          name,
          before: labelOf(delegatedRole),
          after: labelOf(role),
          detail: t(`relationships.reach.${role}`),
        })}
      </ConfirmDialog>
    </>
  );
};
