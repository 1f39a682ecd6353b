import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Input,
  makeStyles,
} from '@fluentui/react-components';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { createInvitation } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { bodyOf } from '../../../ui/form/body-of.ts';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { CopyButton } from '../../../ui/page/copy-button.tsx';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { setupQuery } from '../../../ui/session/setup-query.ts';
import { invitationsQuery } from './member-queries.ts';
import { useRoleChoices } from './use-role-choices.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  link: { display: 'flex', gap: '8px', alignItems: 'center' },
  input: { flexGrow: 1, minWidth: 0 },
});

const schema = bodyOf(createInvitation);

/** Invites somebody; without a mail server, the link to pass on is shown once. */
export const InviteDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const choices = useRoleChoices();
  const mailAvailable = useQuery(setupQuery()).data?.mailAvailable;
  const submit =
    mailAvailable === undefined
      ? 'invite.command'
      : mailAvailable
        ? 'invite.submit'
        : ('invite.submitLink' as const);
  const [link, setLink] = useState<string>();
  const form = useForm<typeof schema, z.input<typeof schema>>(
    schema,
    { email: '', role: 'analyst' },
    async (body) => {
      const made = await call(createInvitation, { params: { organisationId }, body });
      await client.invalidateQueries(invitationsQuery(organisationId));
      if (made.link !== null) return setLink(made.link);
      toasts.success(t('invite.sent', { email: body.email }));
      onClose();
    },
  );
  return (
    <Dialog
      open
      modalType={link === undefined ? 'modal' : 'alert'}
      onOpenChange={(_, data) => !data.open && onClose()}
    >
      <DialogSurface>
        <ReturnFocus />

        <DialogBody>
          <DialogTitle>{t(link === undefined ? 'invite.title' : 'invite.linkTitle')}</DialogTitle>
          <DialogContent className={styles.content}>
            {link === undefined ? (
              <Form
                form={form}
                submit={t(submit)}
                inDialog
                actions={<Button onClick={onClose}>{t('ui:cancel')}</Button>}
              >
                <TextField
                  form={form}
                  name="email"
                  type="email"
                  label={t('members.email')}
                  required
                  autoFocus
                />
                <ChoiceField form={form} name="role" label={t('members.role')} choices={choices} />
              </Form>
            ) : (
              <>
                <Body1>{t('invite.linkLead', { email: form.values.email })}</Body1>
                <div className={styles.link}>
                  <Input className={styles.input} readOnly value={link} aria-label={t('invite.link')} />
                  <CopyButton text={link} />
                </div>
              </>
            )}
          </DialogContent>
          {link !== undefined && (
            <DialogActions>
              <Button appearance="primary" onClick={onClose}>
                {t('invite.done')}
              </Button>
            </DialogActions>
          )}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
