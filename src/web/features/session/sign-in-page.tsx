import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { ApiProblem, asProblem } from '../../ui/api/problem.ts';
import { bodyOf } from '../../ui/form/body-of.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { setupQuery } from '../../ui/session/setup-query.ts';
import { useSearchState } from '../../ui/state/use-search-state.ts';
import { PublicPage } from './public-page.tsx';
import { returnSchema } from './return-to.ts';
import { TextLink } from './text-link.tsx';
import { useArrive } from './use-arrive.ts';

/** Signs in with e-mail address and password, and returns to where one was. */
export const SignInPage = () => {
  const { t } = useTranslation('session');
  const [{ returnTo }] = useSearchState(returnSchema);
  const arrive = useArrive();
  const setup = useQuery(setupQuery());
  const form = useForm(bodyOf(signIn), { email: '', password: '' }, async (body) => {
    await call(signIn, { body }, { anonymous: true }).catch((error: unknown) => {
      throw asProblem(error).code === 'unauthenticated' ? wrongCredentials(t) : error;
    });
    arrive(returnTo);
  });
  if (setup.data?.needed === true) return <Navigate to="/set-up" />;
  return (
    <PublicPage
      title={t('signIn.title')}
      lead={returnTo === undefined ? t('signIn.lead') : t('signIn.again')}
    >
      <Form
        form={form}
        submit={t('signIn.submit')}
        actions={<TextLink to="/password/forgotten">{t('signIn.forgotten')}</TextLink>}
      >
        <TextField
          form={form}
          name="email"
          type="email"
          label={t('email')}
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          form={form}
          name="password"
          type="password"
          label={t('password')}
          autoComplete="current-password"
          required
        />
      </Form>
    </PublicPage>
  );
};

/** To somebody who is signing in, "sign in first" would be no help. */
const wrongCredentials = (t: TFunction<'session'>): ApiProblem =>
  new ApiProblem({
    code: 'wrong_credentials',
    status: 401,
    title: t('signIn.wrong'),
    detail: t('signIn.wrongDetail'),
  });
