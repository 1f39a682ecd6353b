import { Body1 } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { resetPassword } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { asProblem } from '../../ui/api/problem.ts';
import { bodyOf } from '../../ui/form/body-of.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { useSearchState } from '../../ui/state/use-search-state.ts';
import { PublicPage } from './public-page.tsx';
import { TextLink } from './text-link.tsx';

/** The password is set, the link has been used or has expired, or it was not copied whole. */
type Outcome = 'done' | 'gone' | 'noToken';

const linkSchema = z.object({ token: z.string().max(200).default('') });

/** Chooses a new password with the token of the link. */
export const ResetPasswordPage = () => {
  const { t } = useTranslation('session');
  const [{ token }] = useSearchState(linkSchema);
  const [outcome, setOutcome] = useState<Outcome | undefined>(token === '' ? 'noToken' : undefined);
  const form = useForm(bodyOf(resetPassword), { token, newPassword: '' }, async (body) => {
    try {
      await call(resetPassword, { body }, { anonymous: true });
      setOutcome('done');
    } catch (error) {
      if (asProblem(error).code !== 'not_found') throw error;
      setOutcome('gone');
    }
  });
  if (outcome !== undefined) {
    const done = outcome === 'done';
    return (
      <PublicPage title={t('reset.title')}>
        <Body1 role="status">{t(`reset.${outcome}`)}</Body1>
        <TextLink to={done ? '/sign-in' : '/password/forgotten'}>
          {t(done ? 'signIn.submit' : 'signIn.forgotten')}
        </TextLink>
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t('reset.title')} lead={t('reset.lead')}>
      <Form form={form} submit={t('reset.submit')}>
        <TextField
          form={form}
          name="newPassword"
          type="password"
          label={t('newPassword')}
          hint={t('passwordHint')}
          autoComplete="new-password"
          required
          autoFocus
        />
      </Form>
    </PublicPage>
  );
};
