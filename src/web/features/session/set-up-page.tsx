import { Body1 } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { organisationKinds } from '../../../shared/access.ts';
import { completeSetup, languageSchema } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { asProblem } from '../../ui/api/problem.ts';
import { SkeletonRows } from '../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../ui/feedback/states.tsx';
import { bodyOf } from '../../ui/form/body-of.ts';
import { ChoiceField } from '../../ui/form/choice-field.tsx';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { setupQuery } from '../../ui/session/setup-query.ts';
import { useSearchState } from '../../ui/state/use-search-state.ts';
import { PublicPage } from './public-page.tsx';
import { TextLink } from './text-link.tsx';
import { useArrive } from './use-arrive.ts';

const linkSchema = z.object({ token: z.string().max(200).optional() });

/** The first page of an installation: the one-time link of the terminal makes the owner. */
export const SetUpPage = () => {
  const { t } = useTranslation('session');
  const [{ token }] = useSearchState(linkSchema);
  const setup = useQuery(setupQuery(token));
  if (setup.isPending) return <SkeletonRows />;
  if (setup.isError) return <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />;
  if (!setup.data.needed) {
    return (
      <PublicPage title={t('setUp.doneTitle')} lead={t('setUp.doneLead')}>
        <TextLink to="/sign-in">{t('signIn.submit')}</TextLink>
      </PublicPage>
    );
  }
  if (token === undefined) {
    return (
      <PublicPage title={t('setUp.title')} lead={t('setUp.noToken')}>
        <Body1>{t('setUp.noTokenFix')}</Body1>
      </PublicPage>
    );
  }
  if (setup.data.linkValid === false) {
    return (
      <PublicPage title={t('setUp.badTokenTitle')} lead={t('setUp.badToken')}>
        <Body1>{t('setUp.noTokenFix')}</Body1>
      </PublicPage>
    );
  }
  return <OwnerForm token={token} onRefused={() => void setup.refetch()} />;
};

interface OwnerFormProps {
  readonly token: string;
  /** The link stopped to count while the form was open: used elsewhere, or replaced by a newer one. */
  readonly onRefused: () => void;
}

const OwnerForm = ({ token, onRefused }: OwnerFormProps) => {
  const { t, i18n } = useTranslation('session');
  const arrive = useArrive();
  const language = languageSchema.safeParse(i18n.language).data;
  const initial = {
    token,
    name: '',
    email: '',
    password: '',
    organisationName: '',
    organisationKind: 'customer' as const,
  };
  const form = useForm<ReturnType<typeof setUpBody>, SetUpValues>(setUpBody(), initial, async (body) => {
    const { organisationId } = await call(
      completeSetup,
      { body: { ...body, language } },
      { anonymous: true },
    ).catch((error: unknown) => {
      if (asProblem(error).code === 'not_found') onRefused();
      throw error;
    });
    arrive(`/o/${organisationId}`);
  });
  return (
    <PublicPage title={t('setUp.title')} lead={t('setUp.lead')}>
      <Form form={form} submit={t('setUp.submit')}>
        <TextField
          form={form}
          name="name"
          label={t('yourName')}
          autoComplete="name"
          maxLength={200}
          required
          autoFocus
        />
        <TextField
          form={form}
          name="email"
          type="email"
          label={t('email')}
          autoComplete="username"
          required
        />
        <TextField
          form={form}
          name="password"
          type="password"
          label={t('password')}
          hint={t('passwordHint')}
          autoComplete="new-password"
          required
        />
        <TextField
          form={form}
          name="organisationName"
          label={t('setUp.organisation')}
          autoComplete="organization"
          maxLength={200}
          required
        />
        <ChoiceField
          form={form}
          name="organisationKind"
          label={t('setUp.kind')}
          choices={organisationKinds.toReversed().map((value) => ({
            value,
            label: t(`app:kind.${value}`),
            detail: t(`kindDetail.${value}`),
          }))}
        />
      </Form>
    </PublicPage>
  );
};

const setUpBody = () => bodyOf(completeSetup);
/** Every field has a control, so none is absent. */
type SetUpValues = {
  readonly [K in Exclude<keyof z.input<ReturnType<typeof setUpBody>>, 'language'>]: NonNullable<
    z.input<ReturnType<typeof setUpBody>>[K]
  >;
};
