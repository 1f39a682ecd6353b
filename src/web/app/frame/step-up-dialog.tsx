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
import { confirmPassword } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { atField } from '../../ui/form/at-field.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { useReturnFocus } from '../../ui/page/return-focus.tsx';

const schema = z.object({ password: z.string().min(1).max(128) });
type Answer = (confirmed: boolean) => void;

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: '16px' } });

interface StepUpDialogProps {
  readonly open: boolean;
  readonly onFinish: Answer;
}

/** Asks for the password when an operation wants it confirmed. */
export const StepUpDialog = ({ open, onFinish }: StepUpDialogProps) => (
  <Dialog open={open} onOpenChange={(_, data) => !data.open && onFinish(false)}>
    <DialogSurface>{open && <PasswordForm onFinish={onFinish} />}</DialogSurface>
  </Dialog>
);

const PasswordForm = ({ onFinish }: { readonly onFinish: Answer }) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  useReturnFocus();
  const form = useForm(schema, { password: '' }, async (body) => {
    await call(confirmPassword, { body }, { anonymous: true }).catch((error: unknown) => {
      throw atField(error, 'forbidden', 'password', t('stepUp.wrong'));
    });
    onFinish(true);
  });
  return (
    <DialogBody>
      <DialogTitle>{t('stepUp.title')}</DialogTitle>
      <DialogContent className={styles.content}>
        {t('stepUp.why')}
        <Form
          form={form}
          submit={t('stepUp.confirm')}
          inDialog
          actions={<Button onClick={() => onFinish(false)}>{t('ui:cancel')}</Button>}
        >
          <TextField
            form={form}
            name="password"
            type="password"
            label={t('stepUp.password')}
            autoComplete="current-password"
            required
            autoFocus
          />
        </Form>
      </DialogContent>
    </DialogBody>
  );
};
