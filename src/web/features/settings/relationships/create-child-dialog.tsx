import {
  Body1,
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { allows, childKinds } from '../../../../shared/access.ts';
import { createChild } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { bodyOf } from '../../../ui/form/body-of.ts';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { pagePath } from '../../../ui/page/links.tsx';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { meQuery, useOrganisation } from '../../../ui/session/session.ts';
import { relationshipsKey } from './relationship-queries.ts';
import { useReachChoices } from './use-reach-choices.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', overflowWrap: 'anywhere' },
  // Not the dialog's action bar, whose columns do not wrap on a phone.
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
});

const schema = bodyOf(createChild);

interface Created {
  readonly organisationId: string;
  readonly name: string;
  /** Whether our reach lets us invite its first owner. */
  readonly canInvite: boolean;
}

/** Creates a partner or customer, and leads into it. */
export const CreateChildDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const { kind } = useOrganisation();
  const [created, setCreated] = useState<Created>();
  const title =
    created === undefined
      ? t(`relationships.create.${kind}`)
      : t('relationships.created', { name: created.name });
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />

        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {created === undefined ? (
              <ChildForm onCreated={setCreated} onClose={onClose} />
            ) : (
              <NextSteps created={created} onClose={onClose} />
            )}
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

interface ChildFormProps {
  readonly onCreated: (created: Created) => void;
  readonly onClose: () => void;
}

const ChildForm = ({ onCreated, onClose }: ChildFormProps) => {
  const { t } = useTranslation('settings');
  const { organisationId, kind } = useOrganisation();
  const client = useQueryClient();
  const reach = useReachChoices();
  const kinds = childKinds[kind].map((value) => ({
    value,
    label: t(`app:kind.${value}`),
    detail: t(`relationships.kindDetail.${value}`),
  }));
  const initial: z.output<typeof schema> = {
    kind: 'customer',
    name: '',
    delegatedRole: 'administrator',
  };
  const form = useForm<typeof schema, z.output<typeof schema>>(schema, initial, async (body) => {
    const made = await call(createChild, { params: { organisationId }, body });
    await Promise.all([
      client.invalidateQueries({ queryKey: relationshipsKey(organisationId) }),
      client.invalidateQueries({ queryKey: meQuery.queryKey }),
    ]);
    const canInvite = allows(body.delegatedRole, 'member.manage');
    onCreated({ organisationId: made.organisationId, name: body.name, canInvite });
  });
  return (
    <Form
      form={form}
      submit={t(`relationships.submit.${form.values.kind}`)}
      inDialog
      actions={<Button onClick={onClose}>{t('ui:cancel')}</Button>}
    >
      <TextField
        form={form}
        name="name"
        label={t('organisation.name')}
        maxLength={200}
        autoComplete="off"
        required
        autoFocus
      />
      {kinds.length > 1 && (
        <ChoiceField form={form} name="kind" label={t('organisation.kind')} choices={kinds} />
      )}
      <ChoiceField form={form} name="delegatedRole" label={t('relationships.ourReach')} choices={reach} />
      {!allows(form.values.delegatedRole, 'member.manage') && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('relationships.noOwner')}</MessageBarBody>
        </MessageBar>
      )}
      <Body1>{t('relationships.theyDecide')}</Body1>
    </Form>
  );
};

const NextSteps = ({ created, onClose }: { readonly created: Created; readonly onClose: () => void }) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const navigate = useNavigate();
  const open = (path: string) => {
    onClose();
    void navigate({ to: pagePath(created.organisationId, path) });
  };
  return (
    <>
      <Body1>{t(created.canInvite ? 'relationships.next' : 'relationships.nextOpen')}</Body1>
      <div className={styles.actions}>
        {created.canInvite && (
          <Button appearance="primary" onClick={() => open('settings/members')}>
            {t('relationships.inviteOwner')}
          </Button>
        )}
        <Button onClick={() => open('')}>{t('relationships.open')}</Button>
        <Button onClick={onClose}>{t('relationships.stay')}</Button>
      </div>
    </>
  );
};
