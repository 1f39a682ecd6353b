import { useTranslation } from 'react-i18next';
import { changePassword } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import { atField } from '../../ui/form/at-field.ts';
import { bodyOf } from '../../ui/form/body-of.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { useMe } from '../../ui/session/session.ts';

const empty = { currentPassword: '', newPassword: '' };

/** Changes the password; every other session ends. */
export const PasswordTab = () => {
  const { t } = useTranslation('account');
  const { profile } = useMe();
  const toasts = useToasts();
  const form = useForm(bodyOf(changePassword), empty, async (body) => {
    await call(changePassword, { body }, { anonymous: true }).catch((error: unknown) => {
      throw atField(error, 'forbidden', 'currentPassword', t('password.wrong'));
    });
    form.reset(empty);
    toasts.success(t('password.changed'), t('password.others'));
  });
  return (
    <Form form={form} submit={t('password.submit')}>
      <input type="email" value={profile.email} autoComplete="username" readOnly hidden />
      <TextField
        form={form}
        name="currentPassword"
        type="password"
        label={t('password.current')}
        autoComplete="current-password"
        required
      />
      <TextField
        form={form}
        name="newPassword"
        type="password"
        label={t('password.new')}
        hint={t('password.hint')}
        autoComplete="new-password"
        required
      />
    </Form>
  );
};
