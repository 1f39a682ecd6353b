import { describe, expect, it } from 'vitest';
import { cloudEndpoints } from '../clouds.ts';
import { verifiedIdentity } from './id-token.ts';

const tenantId = '5b1e1f5e-0b6c-4f6e-9a53-0c2b7f4f2f10';
const other = '11111111-2222-4333-8444-555555555555';
const now = new Date('2026-03-02T08:00:00Z');
const claims = {
  aud: 'client',
  iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  nonce: 'n',
  tid: tenantId,
  oid: other,
  exp: now.getTime() / 1000 + 3600,
  name: 'Ana',
  preferred_username: 'ana@contoso.com',
};
const expected = {
  endpoints: cloudEndpoints('global'),
  clientId: 'client',
  nonce: 'n',
  tenant: 'organizations',
  now,
};

describe('who signed in', () => {
  it('is taken from a token made for this request', () => {
    expect(verifiedIdentity(claims, expected)).toEqual({
      tenantId,
      account: { objectId: other, userPrincipalName: 'ana@contoso.com', name: 'Ana' },
    });
  });

  it.each([
    ['another nonce', { nonce: 'x' }, 'sign_in_invalid'],
    ['no nonce', { nonce: undefined }, 'sign_in_invalid'],
    ['another application', { aud: 'x' }, 'sign_in_invalid'],
    ['another issuer', { iss: `https://login.example.com/${tenantId}/v2.0` }, 'sign_in_invalid'],
    [
      'an issuer of another tenant',
      { iss: `https://login.microsoftonline.com/${other}/v2.0` },
      'sign_in_invalid',
    ],
    ['another cloud', { iss: `https://login.microsoftonline.us/${tenantId}/v2.0` }, 'sign_in_invalid'],
    ['yesterday', { exp: now.getTime() / 1000 - 86_400 }, 'code_expired'],
    ['no tenant', { tid: 'organizations' }, 'sign_in_invalid'],
  ])('is nobody where the token is of %s', (_, change, problem) => {
    expect(() => verifiedIdentity({ ...claims, ...change }, expected)).toThrowError(
      expect.objectContaining({ problem }),
    );
  });

  it('of another tenant than the connection’s is refused', () => {
    const only = { ...expected, tenant: other };
    expect(() => verifiedIdentity(claims, only)).toThrowError(
      expect.objectContaining({ problem: 'tenant_mismatch' }),
    );
  });
});
