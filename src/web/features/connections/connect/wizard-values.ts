import { z } from 'zod';
import {
  type CloudName,
  cloudSchema,
  connectionModeSchema,
  type connectionOptions,
  consentLevelSchema,
  type createConnection,
} from '../../../../shared/connections/contract.ts';
import type { ResponseOf } from '../../../../shared/endpoint.ts';
import {
  type CredentialValues,
  credentialFields,
  credentialOf,
  missingCredential,
  noCredential,
} from '../credential-fields.tsx';
import { hourOf } from '../hour-field.tsx';

/** What there is to choose from. */
export type ConnectOptions = ResponseOf<typeof connectionOptions>;

export const registrations = ['installation', 'own'] as const;

const fields = z.object({
  name: z.string().trim().min(1).max(200),
  level: consentLevelSchema,
  mode: connectionModeSchema,
  cloud: cloudSchema.exclude(['sample']),
  registration: z.enum(registrations),
  clientId: z.string().trim().max(100),
  ...credentialFields,
  tenant: z.union([
    z.literal(''),
    z
      .string()
      .trim()
      .regex(/^[a-z0-9.-]{1,253}$/i),
  ]),
  syncHour: z.string(),
});

export type WizardValues = z.input<typeof fields> & CredentialValues;

/** What the first step asks for; an own registration and the application mode ask for more. */
export const wizardSchema = fields.superRefine((values, context) => {
  const missing = [
    ...(values.registration === 'own' && values.clientId === '' ? ['clientId'] : []),
    ...(values.registration === 'own' ? missingCredential(values) : []),
    ...(values.mode === 'application' && values.tenant === '' ? ['tenant'] : []),
  ];
  for (const name of missing)
    context.addIssue({
      code: 'too_small',
      minimum: 1,
      origin: 'string',
      inclusive: true,
      input: '',
      path: [name],
    });
});

export const firstValues: WizardValues = {
  name: '',
  level: 'administrator',
  mode: 'delegated',
  cloud: 'global',
  registration: 'installation',
  clientId: '',
  ...noCredential,
  tenant: '',
  syncHour: '3',
};

/** Values that fit each other, whatever was chosen last: a profile has no application, an application no shared registration. */
export const fitting = (
  values: WizardValues,
  isRegistered: (cloud: CloudName) => boolean,
): Partial<WizardValues> => {
  const mode = values.level === 'user' ? 'delegated' : values.mode;
  const registration = mode === 'application' || !isRegistered(values.cloud) ? 'own' : values.registration;
  return {
    ...(mode === values.mode ? {} : { mode }),
    ...(registration === values.registration ? {} : { registration }),
  };
};

/** What the API takes of the values. */
export const connectionBody = (
  values: z.output<typeof wizardSchema>,
): z.input<NonNullable<typeof createConnection.body>> => ({
  name: values.name,
  cloud: values.cloud,
  level: values.level,
  mode: values.mode,
  ...(values.registration === 'own'
    ? { registration: { clientId: values.clientId, credential: credentialOf(values) } }
    : {}),
  ...(values.tenant === '' ? {} : { tenant: values.tenant }),
  syncHour: values.level === 'user' ? null : hourOf(values.syncHour),
});
