import { describe, expect, it } from 'vitest';
import { MicrosoftError, microsoftProblems } from '../microsoft-error.ts';
import { callbackError, entraProblem } from './entra-error.ts';

describe('a refusal of Entra', () => {
  // Codes and their meaning: Microsoft Entra, "Authentication and authorization error codes".
  it.each([
    ['invalid_grant', 'AADSTS65001: The user or administrator has not consented', 'consent_missing'],
    [
      'access_denied',
      'AADSTS65004: The resource owner or authorization server denied the request.',
      'consent_declined',
    ],
    [
      'access_denied',
      'AADSTS90094: This operation can only be performed by an administrator.',
      'admin_required',
    ],
    ['invalid_grant', 'AADSTS700082: The refresh token has expired due to inactivity.', 'revoked'],
    ['invalid_grant', 'AADSTS50173: The provided grant has expired due to it being revoked', 'revoked'],
    ['interaction_required', 'AADSTS50076: Due to a configuration change … you must use MFA', 'mfa_required'],
    ['interaction_required', 'AADSTS50079: … you must enroll in multi-factor authentication', 'mfa_required'],
    [
      'interaction_required',
      'AADSTS53003: Access has been blocked by Conditional Access policies.',
      'access_blocked',
    ],
    ['invalid_client', 'AADSTS7000222: The provided client secret keys are expired.', 'expired_secret'],
    ['invalid_client', 'AADSTS7000215: Invalid client secret provided.', 'wrong_secret'],
    ['invalid_client', 'AADSTS700027: Client assertion failed signature validation.', 'wrong_secret'],
    ['unauthorized_client', 'AADSTS700016: Application with identifier … was not found', 'app_not_found'],
    ['invalid_request', 'AADSTS90002: Tenant … not found.', 'tenant_not_found'],
    ['invalid_grant', 'AADSTS54005: OAuth2 Authorization code was already redeemed', 'code_expired'],
    ['invalid_request', 'AADSTS50011: The redirect URI … does not match', 'wrong_redirect'],
    ['access_denied', '', 'consent_declined'],
    ['invalid_grant', 'AADSTS99999999: New.', 'revoked'],
    ['something_new', '', 'rejected'],
  ])('%s, %s is %s', (error, description, problem) => {
    expect(entraProblem(error, description)).toBe(problem);
  });

  it('tells the code but nothing that Entra wrote: that names people', () => {
    const error = callbackError('access_denied', 'AADSTS50105: ana@contoso.com is not assigned');
    expect(error.meta).toMatchObject({ problem: 'access_blocked', code: 'AADSTS50105' });
    expect(JSON.stringify([error.detail, error.meta, error.fix])).not.toContain('ana@');
  });

  it('always says what to do', () => {
    for (const problem of microsoftProblems) {
      const { detail, fix } = new MicrosoftError(problem);
      expect(detail).toMatch(/\.$/);
      expect(fix).toMatch(/\.$/);
    }
  });
});
