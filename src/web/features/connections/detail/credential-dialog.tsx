import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type Connection, changeConnection } from '../../../../shared/connections/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import {
  CredentialFields,
  type CredentialValues,
  credentialFields,
  credentialOf,
  missingCredential,
  noCredential,
} from '../credential-fields.tsx';

const schema = z.object(credentialFields).superRefine((values, context) => {
  for (const name of missingCredential(values))
    context.addIssue({
      code: 'too_small',
      minimum: 1,
      origin: 'string',
      inclusive: true,
      input: '',
      path: [name],
    });
});

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: '16px' } });

interface CredentialDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** Renews the secret or certificate of a connection's own app registration before or after it expired. */
export const CredentialDialog = ({ connection, onClose }: CredentialDialogProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const form = useForm<typeof schema, CredentialValues>(schema, noCredential, async (values) => {
    const params = { organisationId, connectionId: connection.id };
    await call(changeConnection, { params, body: { credential: credentialOf(values) } });
    toasts.success(t('credential.done'));
    onClose();
  });
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{t('credential.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            {t('credential.lead')}
            <Form
              form={form}
              submit={t('credential.save')}
              inDialog
              actions={<Button onClick={onClose}>{t('ui:cancel')}</Button>}
            >
              <CredentialFields form={form} />
            </Form>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
