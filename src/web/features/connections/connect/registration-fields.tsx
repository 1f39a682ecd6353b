import { Input, Label, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/form/fields.tsx';
import type { FormState } from '../../../ui/form/use-form.ts';
import { CopyButton } from '../../../ui/page/copy-button.tsx';
import { CredentialFields } from '../credential-fields.tsx';
import { RadioCards } from './radio-cards.tsx';
import { type ConnectOptions, registrations, type WizardValues } from './wizard-values.ts';

const useStyles = makeStyles({
  redirect: { display: 'flex', flexDirection: 'column', gap: '4px' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  input: { flexGrow: 1, minWidth: 'min(280px, 100%)', fontFamily: tokens.fontFamilyMonospace },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  steps: { margin: 0, paddingLeft: '20px', color: tokens.colorNeutralForeground2 },
});

interface RegistrationFieldsProps {
  readonly form: FormState<WizardValues>;
  readonly options: ConnectOptions;
  /** Whether the installation has an app registration of its own in the chosen cloud. */
  readonly isRegistered: boolean;
}

/** By which app registration Microsoft is asked: the installation's, or one of the organisation's own. */
export const RegistrationFields = ({ form, options, isRegistered }: RegistrationFieldsProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { values, set } = form;
  const canShare = isRegistered && values.mode === 'delegated';
  return (
    <>
      {canShare ? (
        <RadioCards
          label={t('registrationChoice')}
          value={values.registration}
          cards={registrations.map((value) => ({
            value,
            label: t(`registration.${value}`),
            detail: t(`registrationDetail.${value}`),
          }))}
          onChange={(registration) => set('registration', registration)}
        />
      ) : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            {t(values.mode === 'application' ? 'ownForApplication' : 'ownNeeded')}
          </MessageBarBody>
        </MessageBar>
      )}
      {values.registration === 'own' && (
        <>
          <ol className={styles.steps}>
            <li>{t('ownStep.register')}</li>
            <li>{t('ownStep.redirect')}</li>
            <li>{t(values.mode === 'application' ? 'ownStep.application' : 'ownStep.delegated')}</li>
            <li>{t('ownStep.credential')}</li>
          </ol>
          <RedirectAddress address={options.redirectUri} />
          <TextField
            form={form}
            name="clientId"
            label={t('clientId')}
            hint={t('clientIdHint')}
            autoComplete="off"
            maxLength={100}
            required
          />
          <CredentialFields form={form} />
        </>
      )}
    </>
  );
};

const RedirectAddress = ({ address }: { readonly address: string }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.redirect}>
      <Label htmlFor={id}>{t('redirectUri')}</Label>
      <div className={styles.row}>
        <Input id={id} className={styles.input} value={address} readOnly />
        <CopyButton text={address} />
      </div>
      <span className={styles.hint}>{t('redirectUriHint')}</span>
    </div>
  );
};
