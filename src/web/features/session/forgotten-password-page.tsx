import { Body1, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgotPassword } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { SkeletonRows } from '../../ui/feedback/skeletons.tsx';
import { bodyOf } from '../../ui/form/body-of.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { setupQuery } from '../../ui/session/setup-query.ts';
import { PublicPage } from './public-page.tsx';
import { TextLink } from './text-link.tsx';

/** Asks for a link to choose a new password; says the same whether the address is known or not. */
export const ForgottenPasswordPage = () => {
  const { t } = useTranslation('session');
  const [asked, setAsked] = useState<{ readonly email: string; readonly mailAvailable: boolean }>();
  const form = useForm(bodyOf(forgotPassword), { email: '' }, async (body) => {
    const { mailAvailable } = await call(forgotPassword, { body }, { anonymous: true });
    setAsked({ email: body.email, mailAvailable });
  });
  const setup = useQuery(setupQuery());
  const back = <TextLink to="/sign-in">{t('forgotten.back')}</TextLink>;
  if (setup.isPending) return <SkeletonRows />;
  // Without an answer the form still works: sending it says the same.
  if ((asked ?? setup.data)?.mailAvailable === false) {
    return (
      <PublicPage title={t('forgotten.title')}>
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('forgotten.noMail')}</MessageBarBody>
        </MessageBar>
        {back}
      </PublicPage>
    );
  }
  if (asked !== undefined) {
    return (
      <PublicPage title={t('forgotten.sentTitle')}>
        <Body1 role="status">{t('forgotten.sent', { email: asked.email })}</Body1>
        {back}
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t('forgotten.title')} lead={t('forgotten.lead')}>
      <Form form={form} submit={t('forgotten.submit')} actions={back}>
        <TextField
          form={form}
          name="email"
          type="email"
          label={t('email')}
          autoComplete="username"
          required
          autoFocus
        />
      </Form>
    </PublicPage>
  );
};
