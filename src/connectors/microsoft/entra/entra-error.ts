import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node';
import { BrokenAnswer } from '../egress.ts';
import { MicrosoftError, type MicrosoftProblem } from '../microsoft-error.ts';

/** Entra's codes by what they mean here (Microsoft Entra, "Authentication and authorization error codes"). */
const problemOfCode: Readonly<Record<string, MicrosoftProblem>> = {
  AADSTS65001: 'consent_missing',
  AADSTS65004: 'consent_declined',
  AADSTS65005: 'consent_missing',
  AADSTS90094: 'admin_required',
  AADSTS90095: 'admin_required',
  AADSTS90093: 'admin_required',
  AADSTS50105: 'access_blocked',
  AADSTS50057: 'access_blocked',
  AADSTS50053: 'access_blocked',
  AADSTS53000: 'access_blocked',
  AADSTS53001: 'access_blocked',
  AADSTS53002: 'access_blocked',
  AADSTS53003: 'access_blocked',
  AADSTS53004: 'access_blocked',
  AADSTS7000112: 'access_blocked',
  AADSTS50034: 'revoked',
  AADSTS50055: 'revoked',
  AADSTS50132: 'revoked',
  AADSTS50133: 'revoked',
  AADSTS50173: 'revoked',
  AADSTS70000: 'revoked',
  AADSTS70002: 'revoked',
  AADSTS70043: 'revoked',
  AADSTS700082: 'revoked',
  AADSTS700084: 'revoked',
  AADSTS50072: 'mfa_required',
  AADSTS50074: 'mfa_required',
  AADSTS50076: 'mfa_required',
  AADSTS50078: 'mfa_required',
  AADSTS50079: 'mfa_required',
  AADSTS50158: 'mfa_required',
  AADSTS7000222: 'expired_secret',
  AADSTS7000215: 'wrong_secret',
  AADSTS7000216: 'wrong_secret',
  AADSTS7000218: 'wrong_secret',
  AADSTS700027: 'wrong_secret',
  AADSTS50011: 'wrong_redirect',
  AADSTS500112: 'wrong_redirect',
  AADSTS500113: 'wrong_redirect',
  AADSTS700016: 'app_not_found',
  AADSTS500011: 'app_not_found',
  AADSTS50194: 'app_not_found',
  AADSTS7000229: 'app_not_found',
  AADSTS90002: 'tenant_not_found',
  AADSTS90019: 'tenant_not_found',
  AADSTS900021: 'tenant_not_found',
  AADSTS900023: 'tenant_not_found',
  AADSTS900383: 'tenant_not_found',
  AADSTS50020: 'tenant_mismatch',
  AADSTS54005: 'code_expired',
  AADSTS70008: 'code_expired',
  AADSTS501481: 'sign_in_invalid',
  AADSTS90033: 'unavailable',
  AADSTS90010: 'rejected',
  AADSTS70011: 'rejected',
};

const problemOfOauth: Readonly<Record<string, MicrosoftProblem>> = {
  consent_required: 'consent_missing',
  interaction_required: 'revoked',
  login_required: 'revoked',
  access_denied: 'consent_declined',
  invalid_client: 'wrong_secret',
  unauthorized_client: 'app_not_found',
  invalid_grant: 'revoked',
  temporarily_unavailable: 'unavailable',
  nonce_mismatch: 'sign_in_invalid',
  no_tokens_found: 'revoked',
  no_account_in_silent_request: 'revoked',
  no_account_found: 'revoked',
  refresh_token_expired: 'revoked',
  network_error: 'unavailable',
};

/**
 * Entra's refusal as a stable problem, for the token endpoint and for `error` and `error_description` that come
 * back in the browser. What Entra writes is not passed on: it names accounts and addresses.
 */
export const entraProblem = (error: string, description: string): MicrosoftProblem => {
  const codes = description.match(/AADSTS\d{5,8}/g) ?? [];
  for (const code of codes) {
    const known = problemOfCode[code];
    if (known !== undefined) return known;
  }
  return problemOfOauth[error] ?? 'rejected';
};

/** The error of an answer in the browser (`?error=…&error_description=…`) after `authorisationUrl` or `adminConsentUrl`. */
export const callbackError = (error: string, description: string): MicrosoftError =>
  new MicrosoftError(entraProblem(error.slice(0, 100), description.slice(0, 4000)), {
    meta: codeMeta(description.slice(0, 4000)),
  });

/** Whatever MSAL or its network throws, as a MicrosoftError; the signal's reason passes unchanged. */
export const translated = (error: unknown, networkFailure: unknown, signal?: AbortSignal): unknown => {
  if (signal?.aborted) return signal.reason;
  if (error instanceof MicrosoftError) return error;
  if (networkFailure instanceof MicrosoftError) return networkFailure;
  if (networkFailure instanceof BrokenAnswer) {
    return new MicrosoftError('unavailable', { cause: networkFailure });
  }
  if (!(error instanceof AuthError)) return error;
  const text = `${error.errorMessage} ${error.subError}`;
  const problem = entraProblem(error.errorCode, text);
  const meta = codeMeta(text);
  if (problem === 'rejected' && error instanceof InteractionRequiredAuthError) {
    return new MicrosoftError(error.subError === 'consent_required' ? 'consent_missing' : 'revoked', {
      meta,
    });
  }
  return new MicrosoftError(problem, { meta: { ...meta, error: error.errorCode.slice(0, 100) } });
};

const codeMeta = (text: string): Readonly<Record<string, unknown>> => {
  const code = /AADSTS\d{5,8}/.exec(text)?.[0];
  return code === undefined ? {} : { code };
};
