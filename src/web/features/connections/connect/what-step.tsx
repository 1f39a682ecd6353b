import { Button, MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { connectionModeSchema, consentLevelSchema } from '../../../../shared/connections/contract.ts';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { type FormState, useForm } from '../../../ui/form/use-form.ts';
import { useGoTo } from '../../../ui/page/links.tsx';
import { Section } from '../../../ui/page/section.tsx';
import { HourField } from '../hour-field.tsx';
import { RadioCards } from './radio-cards.tsx';
import { RegistrationFields } from './registration-fields.tsx';
import { type ConnectOptions, fitting, type WizardValues, wizardSchema } from './wizard-values.ts';

const useStyles = makeStyles({ fields: { display: 'flex', flexDirection: 'column', gap: '16px' } });

interface WhatStepProps {
  readonly options: ConnectOptions;
  readonly values: WizardValues;
  readonly onNext: (values: WizardValues, parsed: z.output<typeof wizardSchema>) => void;
}

/** First step: what is to be read, as whom, where, and by which app registration. */
export const WhatStep = ({ options, values: initial, onNext }: WhatStepProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const goTo = useGoTo();
  const form: FormState<WizardValues> = useForm<typeof wizardSchema, WizardValues>(
    wizardSchema,
    initial,
    async (parsed) => onNext(form.values, parsed),
  );
  const { values, set } = form;
  useEffect(() => {
    const isRegistered = (cloud: string) =>
      options.clouds.some((each) => each.cloud === cloud && each.registered);
    const change = fitting(values, isRegistered);
    if (change.mode !== undefined) set('mode', change.mode);
    if (change.registration !== undefined) set('registration', change.registration);
  }, [values, set, options]);
  const cloud = options.clouds.find((each) => each.cloud === values.cloud);
  return (
    <Form
      form={form}
      submit={t('connect.toPermissions')}
      actions={<Button onClick={() => goTo({ path: 'connections' })}>{t('ui:cancel')}</Button>}
    >
      <TextField
        form={form}
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        maxLength={200}
        required
        autoFocus
      />
      <RadioCards
        label={t('connect.level')}
        value={values.level}
        cards={consentLevelSchema.options
          .toReversed()
          .map((value) => ({ value, label: t(`level.${value}`), detail: t(`levelDetail.${value}`) }))}
        onChange={(level) => set('level', level)}
      />
      {values.level === 'administrator' && (
        <RadioCards
          label={t('connect.mode')}
          value={values.mode}
          cards={connectionModeSchema.options.map((value) => ({
            value,
            label: t(`mode.${value}`),
            detail: t(`modeDetail.${value}`),
          }))}
          onChange={(mode) => set('mode', mode)}
        />
      )}
      <ChoiceField
        form={form}
        name="cloud"
        label={t('cloudLabel')}
        choices={options.clouds.flatMap(({ cloud: value }) =>
          value === 'sample'
            ? []
            : [{ value, label: t(`cloud.${value}`), detail: t(`cloudDetail.${value}`) }],
        )}
      />
      {cloud !== undefined && values.level === 'administrator' && <CloudLacks cloud={cloud} />}
      <Section title={t('registrationLabel')} lead={t('registrationLead')}>
        <div className={styles.fields}>
          <RegistrationFields form={form} options={options} isRegistered={cloud?.registered ?? false} />
        </div>
      </Section>
      <TextField
        form={form}
        name="tenant"
        label={t('tenantField')}
        hint={t(values.mode === 'application' ? 'tenantNeeded' : 'tenantHint')}
        placeholder="contoso.onmicrosoft.com"
        maxLength={253}
        required={values.mode === 'application'}
      />
      {values.level === 'administrator' && <HourField form={form} />}
    </Form>
  );
};

/** What a national cloud does not offer, before anybody is disappointed. */
const CloudLacks = ({ cloud }: { readonly cloud: ConnectOptions['clouds'][number] }) => {
  const { t } = useTranslation('connections');
  if (cloud.hasReports && cloud.hasCopilotReport) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{t(cloud.hasReports ? 'noCopilotThere' : 'noReportsThere')}</MessageBarBody>
    </MessageBar>
  );
};
