import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../shared/endpoint.ts';
import { acceptInvitation, getInvitation } from '../../../shared/organisations/contract.ts';
import { call } from '../../ui/api/call.ts';
import { asProblem } from '../../ui/api/problem.ts';
import { SkeletonRows } from '../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../ui/feedback/states.tsx';
import { atField } from '../../ui/form/at-field.ts';
import { bodyOf } from '../../ui/form/body-of.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { usePageParam } from '../../ui/page/links.tsx';
import { PublicPage } from './public-page.tsx';
import { TextLink } from './text-link.tsx';
import { useArrive } from './use-arrive.ts';

type Invitation = ResponseOf<typeof getInvitation>;

/** A link that was cut off on its way is as good as none. */
const meansGone: ReadonlySet<string> = new Set(['not_found', 'invalid_input']);

/** Accepts an invitation: with a new account, or with the password of the one that exists. */
export const InvitationPage = () => {
  const { t } = useTranslation('session');
  const token = usePageParam('token');
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(getInvitation, { params: { token } }, { signal, anonymous: true }),
  });
  if (invitation.isPending) return <SkeletonRows />;
  const toSignIn = <TextLink to="/sign-in">{t('signIn.submit')}</TextLink>;
  if (invitation.isError && !meansGone.has(asProblem(invitation.error).code))
    return (
      <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} actions={toSignIn} />
    );
  if (invitation.isError) {
    return (
      <PublicPage title={t('invitation.goneTitle')} lead={t('invitation.goneLead')}>
        {toSignIn}
      </PublicPage>
    );
  }
  return <AcceptForm token={token} invitation={invitation.data} />;
};

const AcceptForm = ({ token, invitation }: { readonly token: string; readonly invitation: Invitation }) => {
  const { t } = useTranslation('session');
  const arrive = useArrive();
  const { organisationName, email, personExists } = invitation;
  const initial = personExists ? { password: '' } : { name: '', password: '' };
  const form = useForm(
    bodyOf(acceptInvitation),
    initial as { name: string; password: string },
    async (body) => {
      const { organisationId } = await call(
        acceptInvitation,
        { params: { token }, body },
        { anonymous: true },
      ).catch((error: unknown) => {
        throw personExists ? atField(error, 'unauthenticated', 'password', t('invitation.wrong')) : error;
      });
      arrive(`/o/${organisationId}`);
    },
  );
  const role = t(`app:role.${invitation.role}`);
  return (
    <PublicPage
      title={t('invitation.title', { organisation: organisationName })}
      lead={t(personExists ? 'invitation.leadKnown' : 'invitation.leadNew', { email, role })}
    >
      <Form form={form} submit={t('invitation.submit', { organisation: organisationName })}>
        {/* Password managers store the password under this address. */}
        <input type="email" value={email} autoComplete="username" readOnly hidden />
        {!personExists && (
          <TextField
            form={form}
            name="name"
            label={t('yourName')}
            autoComplete="name"
            maxLength={200}
            required
            autoFocus
          />
        )}
        <TextField
          form={form}
          name="password"
          type="password"
          label={t('password')}
          autoComplete={personExists ? 'current-password' : 'new-password'}
          required
          {...(personExists ? { autoFocus: true } : { hint: t('passwordHint') })}
        />
      </Form>
    </PublicPage>
  );
};
