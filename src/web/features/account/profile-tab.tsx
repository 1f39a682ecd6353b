import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { languageSchema, nameSchema, updateMe } from '../../../shared/identity/contract.ts';
import { changeLanguage } from '../../i18n/i18n.ts';
import { languageNames, languages } from '../../i18n/languages.ts';
import { call } from '../../ui/api/call.ts';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import { ChoiceField } from '../../ui/form/choice-field.tsx';
import { TextField } from '../../ui/form/fields.tsx';
import { Form } from '../../ui/form/form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { meQuery, useMe } from '../../ui/session/session.ts';

const optional = z
  .string()
  .trim()
  .max(200)
  .transform((text) => (text === '' ? null : text));
const schema = z.object({
  name: nameSchema,
  company: optional,
  jobTitle: optional,
  language: languageSchema,
});

/** What others see of the person, and the language everything is written in for them. */
export const ProfileTab = () => {
  const { t, i18n } = useTranslation('account');
  const { profile } = useMe();
  const client = useQueryClient();
  const toasts = useToasts();
  const initial = {
    name: profile.name,
    company: profile.company ?? '',
    jobTitle: profile.jobTitle ?? '',
    language: profile.language ?? languageSchema.catch('en').parse(i18n.language),
  };
  const form = useForm<typeof schema, z.input<typeof schema>>(schema, initial, async (body) => {
    const saved = await call(updateMe, { body });
    client.setQueryData(meQuery.queryKey, (me) => (me === undefined ? undefined : { ...me, profile: saved }));
    await changeLanguage(body.language);
    form.reset({ ...body, company: body.company ?? '', jobTitle: body.jobTitle ?? '' });
    toasts.success(t('profile.saved'));
  });
  const { adopt } = form;
  const { language } = initial;
  // Chosen in the account menu while this page is open.
  useEffect(() => adopt('language', language), [adopt, language]);
  return (
    <Form form={form} submit={t('profile.save')} canSubmit={form.dirty}>
      <TextField
        form={form}
        name="name"
        label={t('profile.name')}
        autoComplete="name"
        maxLength={200}
        required
      />
      <TextField
        form={form}
        name="company"
        label={t('profile.company')}
        autoComplete="organization"
        maxLength={200}
      />
      <TextField
        form={form}
        name="jobTitle"
        label={t('profile.jobTitle')}
        autoComplete="organization-title"
        maxLength={200}
      />
      <ChoiceField
        form={form}
        name="language"
        label={t('profile.language')}
        hint={t('profile.languageHint')}
        choices={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
    </Form>
  );
};
