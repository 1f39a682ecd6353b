import { describe, expect, it } from 'vitest';
import { createConnection } from '../../../../shared/connections/contract.ts';
import { bodyOf } from '../../../ui/form/body-of.ts';
import { connectionBody, firstValues, fitting, type WizardValues, wizardSchema } from './wizard-values.ts';

const values = (part: Partial<WizardValues> = {}): WizardValues => ({
  ...firstValues,
  name: 'Contoso',
  ...part,
});
const refusedAt = (part: Partial<WizardValues>) => {
  const { error } = wizardSchema.safeParse(values(part));
  return error?.issues.map(({ path }) => path.join('.')) ?? [];
};
const sent = (part: Partial<WizardValues> = {}) =>
  bodyOf(createConnection).parse(connectionBody(wizardSchema.parse(values(part))));

describe('the first step of connecting', () => {
  it('needs no more than a name where the installation is registered', () => {
    expect(refusedAt({})).toEqual([]);
    expect(refusedAt({ name: '  ' })).toEqual(['name']);
    expect(sent()).toEqual({
      name: 'Contoso',
      cloud: 'global',
      level: 'administrator',
      mode: 'delegated',
      syncHour: 3,
    });
  });

  it('wants the whole proof of an own registration, and the tenant of an application', () => {
    expect(refusedAt({ registration: 'own' })).toEqual(['clientId', 'clientSecret']);
    expect(
      refusedAt({ registration: 'own', clientId: 'x', proof: 'certificate', certificatePem: 'pem' }),
    ).toEqual(['privateKeyPem']);
    expect(refusedAt({ mode: 'application', registration: 'own', clientId: 'x', clientSecret: 's' })).toEqual(
      ['tenant'],
    );
    expect(refusedAt({ tenant: 'contoso.com/evil' })).toEqual(['tenant']);
  });

  it('sends one kind of proof only', () => {
    const part = { registration: 'own', clientId: 'x', clientSecret: 's', certificatePem: 'pem' } as const;
    expect(sent(part).registration).toEqual({ clientId: 'x', credential: { clientSecret: 's' } });
  });

  it('never reads a profile by the clock', () => {
    expect(sent({ level: 'user' }).syncHour).toBeNull();
  });

  it('keeps choices that fit each other', () => {
    const everywhere = () => true;
    expect(fitting(values(), everywhere)).toEqual({});
    expect(fitting(values({ mode: 'application' }), everywhere)).toEqual({ registration: 'own' });
    expect(fitting(values({ level: 'user', mode: 'application', registration: 'own' }), everywhere)).toEqual({
      mode: 'delegated',
    });
    expect(fitting(values({ cloud: 'china' }), (cloud) => cloud === 'global')).toEqual({
      registration: 'own',
    });
  });
});
