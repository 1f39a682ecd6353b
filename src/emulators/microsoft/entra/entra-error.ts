import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** An error of Entra ID with its AADSTS number. */
export class EntraError extends Error {
  readonly status: number;
  readonly error: string;
  /** Begins with `AADSTS` and the number. */
  readonly text: string;

  constructor(status: number, error: string, text: string) {
    super(text);
    this.name = 'EntraError';
    this.status = status;
    this.error = error;
    this.text = text;
  }
}

export const tenantNotFound = (name: string): EntraError =>
  new EntraError(
    400,
    'invalid_tenant',
    `AADSTS90002: Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  );

export const applicationNotFound = (clientId: string, directory: string): EntraError =>
  new EntraError(
    400,
    'unauthorized_client',
    `AADSTS700016: Application with identifier '${clientId}' was not found in the directory '${directory}'. ` +
      'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.',
  );

export const consentMissing = (clientId: string): string =>
  `AADSTS65001: The user or administrator has not consented to use the application with ID '${clientId}'. ` +
  'Send an interactive authorization request for this user and resource.';

/** The body of an error answer of the token endpoint. */
export const errorBody = (error: string, text: string, clock: Clock): Record<string, unknown> => {
  const code = Number(/^AADSTS(\d+)/.exec(text)?.[1] ?? 0);
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = clock().toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const suberror =
    code === 65001 ? { suberror: 'consent_required' } : code === 50173 ? { suberror: 'bad_token' } : {};
  return {
    error,
    error_description: `${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...suberror,
  };
};

/** What Entra says where oidc-provider says it in its own words: by the words of its error's detail. */
const translations: readonly (readonly [words: RegExp, error: string, text: string])[] = [
  [
    /invalid secret/,
    'invalid_client',
    'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
  ],
  [
    /no client authentication|mechanism does not match/,
    'invalid_client',
    "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  [
    /certificate|client assertion|assertion JWT|alg mismatch|audience|signature/,
    'invalid_client',
    'AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application, or the assertion is not valid.',
  ],
  [
    /token is expired|grant is expired/,
    'invalid_grant',
    'AADSTS700082: The refresh token has expired due to inactivity.',
  ],
  [
    /code is expired/,
    'invalid_grant',
    'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ],
  [
    /consumed|already used/,
    'invalid_grant',
    'AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ],
  [
    /PKCE|code_verifier/,
    'invalid_grant',
    'AADSTS501481: The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  ],
  [
    /redirect_uri/,
    'invalid_grant',
    'AADSTS500112: The reply address does not match the reply address provided when requesting Authorization code.',
  ],
  [/scope/, 'invalid_scope', "AADSTS70011: The provided value for the input parameter 'scope' is not valid."],
];

export const translateError = (error: string, words: string): { error: string; text: string } => {
  if (words.startsWith('AADSTS')) return { error, text: words };
  for (const [pattern, name, text] of translations) if (pattern.test(words)) return { error: name, text };
  if (error === 'invalid_client')
    return { error, text: `AADSTS7000215: The client cannot be authenticated: ${words}` };
  if (error === 'invalid_grant')
    return { error, text: `AADSTS70000: Provided grant is invalid or malformed: ${words}` };
  return { error, text: `AADSTS900144: ${words}` };
};

/** What the sign-in page says of an authorization request that cannot be answered by a redirect. */
export const pageText = (error: string, words: string): string => {
  if (words.startsWith('AADSTS')) return words;
  if (error === 'invalid_redirect_uri') {
    return 'AADSTS50011: The redirect URI specified in the request does not match the redirect URIs configured for the application.';
  }
  if (error === 'invalid_client')
    return 'AADSTS700016: Application with the given identifier was not found in the directory.';
  return `AADSTS900144: ${words}`;
};
