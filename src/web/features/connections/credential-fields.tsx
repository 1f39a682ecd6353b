import { Field, Textarea } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ChoiceField } from '../../ui/form/choice-field.tsx';
import { type Bound, messageOf, TextField } from '../../ui/form/fields.tsx';

/** The application's proof as it is typed: a secret, or a certificate with its private key. */
export const credentialFields = {
  proof: z.enum(['secret', 'certificate']),
  clientSecret: z.string().max(1000),
  certificatePem: z.string().max(20_000),
  privateKeyPem: z.string().max(20_000),
};

// A type, because forms want an index signature.
export type CredentialValues = {
  readonly proof: 'secret' | 'certificate';
  readonly clientSecret: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
};

export const noCredential: CredentialValues = {
  proof: 'secret',
  clientSecret: '',
  certificatePem: '',
  privateKeyPem: '',
};

/** What the API takes of it. */
export const credentialOf = ({ proof, clientSecret, certificatePem, privateKeyPem }: CredentialValues) =>
  proof === 'secret' ? { clientSecret } : { certificatePem, privateKeyPem };

/** Names of the fields that must be filled and are not. */
export const missingCredential = (values: CredentialValues): readonly (keyof CredentialValues)[] =>
  (values.proof === 'secret'
    ? (['clientSecret'] as const)
    : (['certificatePem', 'privateKeyPem'] as const)
  ).filter((name) => values[name].trim() === '');

type CredentialForm = Bound<'proof', CredentialValues['proof']> &
  Bound<'clientSecret' | 'certificatePem' | 'privateKeyPem', string>;

/** Where a secret or certificate is entered. What is typed is sealed on the server and never shown again. */
export const CredentialFields = ({ form }: { readonly form: CredentialForm }) => {
  const { t } = useTranslation('connections');
  const choices = (['secret', 'certificate'] as const).map((value) => ({
    value,
    label: t(`proof.${value}`),
    detail: t(`proofDetail.${value}`),
  }));
  return (
    <>
      <ChoiceField form={form} name="proof" label={t('proofLabel')} choices={choices} />
      {form.values.proof === 'secret' ? (
        <TextField
          form={form}
          name="clientSecret"
          type="password"
          autoComplete="off"
          label={t('clientSecret')}
          hint={t('clientSecretHint')}
          maxLength={1000}
          required
        />
      ) : (
        (['certificatePem', 'privateKeyPem'] as const).map((name) => (
          <Field
            key={name}
            label={t(name)}
            hint={t(`${name}Hint`)}
            required
            {...messageOf(form.errors, name)}
          >
            <Textarea
              value={form.values[name]}
              rows={4}
              resize="vertical"
              spellCheck={false}
              onChange={(_, data) => form.set(name, data.value)}
            />
          </Field>
        ))
      )}
    </>
  );
};
