import { expect, test } from 'vitest';
import { createClientCertificate } from '../../emulators/microsoft/testing/rig.ts';
import { createRegistrations, entraCredential } from './registrations.ts';

const gateway = {
  cloud: 'usgov',
  loginOrigin: 'https://login.gateway.example',
  graphOrigin: 'https://graph.gateway.example',
} as const;
const installation = { cloud: 'usgov', clientId: 'app', credential: { secret: 'secret' } } as const;

test('a registration counts in its own cloud, and so do the addresses of a gateway', async () => {
  const { find, endpoints } = createRegistrations({ installation, gateway, sample: undefined });
  const { endpoints: own } = await find('usgov', undefined);
  expect(own).toMatchObject({ ...gateway, cloud: 'custom', graphResource: 'https://graph.microsoft.us' });
  expect(own.reportsMissing).toContain('GCC High');
  await expect(find('global', undefined)).rejects.toMatchObject({ code: 'unprocessable' });
  expect((await endpoints('global')).graphOrigin).toBe('https://graph.microsoft.com');
  await expect(find('sample', undefined)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a certificate goes with its own private key, and is refused before it is kept otherwise', async () => {
  const [one, other] = [await createClientCertificate(), await createClientCertificate()];
  const { certificatePem } = one;
  expect(entraCredential({ certificatePem, privateKeyPem: one.privateKey })).toMatchObject({
    certificate: { thumbprintSha256: one.thumbprintSha256.toUpperCase() },
  });
  const refused = { code: 'invalid_input', fix: expect.stringContaining('PEM') };
  for (const privateKeyPem of [other.privateKey, 'nothing'])
    expect(() => entraCredential({ certificatePem, privateKeyPem })).toThrow(
      expect.objectContaining(refused),
    );
  expect(() => entraCredential({ certificatePem: 'nothing', privateKeyPem: one.privateKey })).toThrow(
    expect.objectContaining(refused),
  );
});
