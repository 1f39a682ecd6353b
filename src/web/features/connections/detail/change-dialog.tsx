import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type Connection, changeConnection } from '../../../../shared/connections/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { connectionQuery, connectionsKey } from '../connection-queries.ts';
import { byHand, HourField, hourOf } from '../hour-field.tsx';

const schema = z.object({ name: z.string().trim().min(1).max(200), syncHour: z.string() });

interface ChangeDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** What a connection is called here, and when it is read. */
export const ChangeDialog = ({ connection, onClose }: ChangeDialogProps) => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const initial = {
    name: connection.name,
    syncHour: connection.syncHour === null ? byHand : String(connection.syncHour),
  };
  const form = useForm(schema, initial, async ({ name, syncHour }) => {
    const params = { organisationId, connectionId: connection.id };
    const saved = await call(changeConnection, { params, body: { name, syncHour: hourOf(syncHour) } });
    client.setQueryData(connectionQuery(organisationId, connection.id).queryKey, saved);
    toasts.success(t('change.done'));
    onClose();
    await client.invalidateQueries({ queryKey: connectionsKey(organisationId) });
  });
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{t('change.title')}</DialogTitle>
          <DialogContent>
            <Form
              form={form}
              submit={t('change.save')}
              canSubmit={form.dirty}
              inDialog
              actions={<Button onClick={onClose}>{t('ui:cancel')}</Button>}
            >
              <TextField form={form} name="name" label={t('name')} maxLength={200} required autoFocus />
              {connection.level === 'administrator' && <HourField form={form} />}
            </Form>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
