import { AppError, type ErrorCode } from '../../shared/errors.ts';

/** What went wrong with Entra ID or Microsoft Graph, as a stable code; its text and remedy stand in `remedies`. */
export const microsoftProblems = [
  'consent_missing',
  'consent_declined',
  'admin_required',
  'revoked',
  'mfa_required',
  'access_blocked',
  'expired_secret',
  'wrong_secret',
  'wrong_redirect',
  'app_not_found',
  'tenant_not_found',
  'tenant_mismatch',
  'code_expired',
  'sign_in_invalid',
  'permission_missing',
  'not_premium',
  'not_found',
  'throttled',
  'unavailable',
  'circuit_open',
  'malformed_answer',
  'too_large',
  'egress_refused',
  'rejected',
] as const;
export type MicrosoftProblem = (typeof microsoftProblems)[number];

type Remedy = readonly [code: ErrorCode, detail: string, fix: string];

const remedies: Record<MicrosoftProblem, Remedy> = {
  consent_missing: [
    'forbidden',
    'Microsoft says that consent for this application is missing.',
    'Connect again and accept the permissions.',
  ],
  consent_declined: [
    'forbidden',
    'The permissions were declined at Microsoft.',
    'Connect again and accept, or let an administrator do it.',
  ],
  admin_required: [
    'forbidden',
    'These permissions need the consent of an administrator.',
    'Send the consent link to a Global or Privileged Role Administrator.',
  ],
  revoked: [
    'forbidden',
    'Microsoft no longer accepts this connection: it was revoked, expired, or the password changed.',
    'Connect again.',
  ],
  mfa_required: [
    'forbidden',
    'Microsoft asks for a second factor, which cannot be given in the background.',
    'Connect again and confirm the second factor.',
  ],
  access_blocked: [
    'forbidden',
    'A Conditional Access policy or the state of the account blocks this connection.',
    'Ask an Entra administrator to allow the application, or connect with another account.',
  ],
  expired_secret: [
    'unavailable',
    'The secret or certificate of the application registration has expired.',
    'Create a new one in Entra ID, App registrations, and enter it in the settings.',
  ],
  wrong_secret: [
    'unavailable',
    'Microsoft does not accept the secret or certificate of the application registration.',
    'Enter the value of the secret, not its id, or upload the certificate to the registration.',
  ],
  wrong_redirect: [
    'unavailable',
    'The redirect address is not registered with the application.',
    'Add it in Entra ID, App registrations, Authentication.',
  ],
  app_not_found: [
    'unavailable',
    'Microsoft does not know this application in the tenant.',
    'Check the client id and that the registration allows accounts of any organisation, then consent again.',
  ],
  tenant_not_found: [
    'unprocessable',
    'Microsoft does not know this tenant.',
    'Check the tenant id, and that the right national cloud is chosen.',
  ],
  tenant_mismatch: [
    'conflict',
    'The sign-in belongs to another tenant than the connection.',
    'Sign in with an account of the connected tenant, or make a new connection.',
  ],
  code_expired: [
    'unprocessable',
    'The sign-in took too long or was used already.',
    'Start connecting again.',
  ],
  sign_in_invalid: [
    'unprocessable',
    'The answer of the sign-in does not belong to this request.',
    'Start connecting again, in the same browser.',
  ],
  permission_missing: [
    'forbidden',
    'Microsoft Graph refuses this for lack of a permission.',
    'Grant the permission that is named and consent again.',
  ],
  not_premium: [
    'unprocessable',
    'The tenant has no Entra ID P1 or P2, so sign-in times cannot be read.',
    'Usage reports still show activity.',
  ],
  not_found: ['not_found', 'Microsoft Graph does not know what was asked for.', 'Read again.'],
  throttled: [
    'unavailable',
    'Microsoft Graph asks to wait longer than this reading may take.',
    'It continues by itself after the time that Microsoft names.',
  ],
  unavailable: [
    'unavailable',
    'Microsoft did not answer properly, again and again.',
    'It continues by itself; Microsoft’s service health page tells of outages.',
  ],
  circuit_open: [
    'unavailable',
    'Microsoft has been failing, so this connection pauses.',
    'It tries again by itself.',
  ],
  malformed_answer: [
    'unavailable',
    'Microsoft answered with something that is not what it documents.',
    'Read again; if it stays, send the diagnostic bundle.',
  ],
  too_large: [
    'too_large',
    'The answer is larger than this installation accepts.',
    'Raise the limit and read again.',
  ],
  egress_refused: [
    'unavailable',
    'A request was to go to a host that this connection does not know; nothing was sent.',
    'Check the endpoints of the connection.',
  ],
  rejected: [
    'unprocessable',
    'Microsoft rejected the request.',
    'Read again; if it stays, send the diagnostic bundle.',
  ],
};

export interface MicrosoftErrorOptions {
  /** More than the standing text can say; never tokens, addresses of reports or people. */
  readonly detail?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Not before this instant. */
  readonly retryAt?: Date;
  readonly cause?: unknown;
}

/** A failure at Microsoft. `problem` is stable; `detail` and `fix` are for people. */
export class MicrosoftError extends AppError {
  readonly problem: MicrosoftProblem;
  readonly retryAt: Date | undefined;

  constructor(problem: MicrosoftProblem, options: MicrosoftErrorOptions = {}) {
    const [code, detail, fix] = remedies[problem];
    super(code, {
      detail: options.detail === undefined ? detail : `${detail} ${options.detail}`,
      fix,
      meta: {
        problem,
        ...(options.retryAt && { retryAt: options.retryAt.toISOString() }),
        ...options.meta,
      },
      ...(options.cause !== undefined && { cause: options.cause }),
    });
    this.name = 'MicrosoftError';
    this.problem = problem;
    this.retryAt = options.retryAt;
  }
}
