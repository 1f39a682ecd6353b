import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { languageSchema, nameSchema } from '../../../shared/identity/contract.ts';
import { currencySchema } from '../../../shared/money.ts';
import {
  getOrganisation,
  type Organisation,
  updateOrganisation,
} from '../../../shared/organisations/contract.ts';
import { languageNames, languages } from '../../i18n/languages.ts';
import { call } from '../../ui/api/call.ts';
import { SkeletonRows } from '../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../ui/feedback/states.tsx';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import { ChoiceField } from '../../ui/form/choice-field.tsx';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Instant } from '../../ui/format/values.tsx';
import { Facts } from '../../ui/page/facts.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/page/section.tsx';
import { meQuery, useAllowed, useOrganisation } from '../../ui/session/session.ts';

/** What the organisation is called and speaks, and the facts about it. */
export const OrganisationPage = () => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const organisation = useQuery({
    queryKey: ['organisation', organisationId],
    queryFn: ({ signal }) => call(getOrganisation, { params: { organisationId } }, { signal }),
  });
  return (
    <Page title={t('organisation.title')} answers={t('organisation.answers')} layout="form">
      {organisation.isPending && <SkeletonRows rows={4} />}
      {organisation.isError && (
        <ErrorState error={organisation.error} onRetry={() => void organisation.refetch()} />
      )}
      {organisation.data !== undefined && <Content organisation={organisation.data} />}
    </Page>
  );
};

const Content = ({ organisation }: { readonly organisation: Organisation }) => {
  const { t } = useTranslation('settings');
  const canManage = useAllowed('organisation.manage');
  return (
    <>
      {canManage && <OrganisationForm organisation={organisation} />}
      <Section title={t('organisation.facts')}>
        <Facts
          facts={[
            ...(canManage ? [] : [{ term: t('organisation.name'), value: organisation.name }]),
            { term: t('organisation.kind'), value: t(`app:kind.${organisation.kind}`) },
            { term: t('organisation.id'), value: <code>{organisation.id}</code> },
            { term: t('organisation.created'), value: <Instant at={organisation.createdAt} /> },
          ]}
        />
      </Section>
    </>
  );
};

const none = 'none';
const schema = z.object({
  name: nameSchema,
  language: z.union([languageSchema, z.literal(none).transform(() => null)]),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .transform((text) => (text === '' ? null : text))
    .pipe(currencySchema.nullable()),
});

const OrganisationForm = ({ organisation }: { readonly organisation: Organisation }) => {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const toasts = useToasts();
  const initial = {
    name: organisation.name,
    language: organisation.language ?? (none as z.input<typeof schema>['language']),
    currency: organisation.currency ?? '',
  };
  const form = useForm<typeof schema, typeof initial>(schema, initial, async (body) => {
    const organisationId = organisation.id;
    const saved = await call(updateOrganisation, { params: { organisationId }, body });
    client.setQueryData(['organisation', organisationId], saved);
    await client.invalidateQueries({ queryKey: meQuery.queryKey });
    form.reset({ name: saved.name, language: saved.language ?? none, currency: saved.currency ?? '' });
    toasts.success(t('organisation.saved'));
  });
  return (
    <Form form={form} submit={t('organisation.save')} canSubmit={form.dirty}>
      <TextField form={form} name="name" label={t('organisation.name')} maxLength={200} required />
      <ChoiceField
        form={form}
        name="language"
        label={t('organisation.language')}
        hint={t('organisation.languageHint')}
        choices={[
          { value: none, label: t('organisation.noLanguage') },
          ...languages.map((value) => ({ value, label: languageNames[value] })),
        ]}
      />
      <TextField
        form={form}
        name="currency"
        label={t('organisation.currency')}
        hint={t('organisation.currencyHint')}
        maxLength={3}
        placeholder="EUR"
      />
    </Form>
  );
};
