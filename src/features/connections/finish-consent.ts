import type { z } from 'zod';
import type { EntraClient } from '../../connectors/microsoft/contract.ts';
import { createEntraClient } from '../../connectors/microsoft/entra/entra-client.ts';
import { callbackError } from '../../connectors/microsoft/entra/entra-error.ts';
import { MicrosoftError, type MicrosoftProblem } from '../../connectors/microsoft/microsoft-error.ts';
import type { PersonContext } from '../../platform/http/context.ts';
import type { Gatekeeper } from '../../platform/http/gatekeeper.ts';
import { hashToken } from '../../platform/http/one-time-token.ts';
import { installationId } from '../../platform/tenancy/tenancy.ts';
import { delegatedPermissionsOf, permissionsOf } from '../../shared/access.ts';
import { consents, permissionsFor } from '../../shared/connections/consent.ts';
import type { consentOutcomeSchema, finishConsent as endpoint } from '../../shared/connections/contract.ts';
import type { ResponseOf } from '../../shared/endpoint.ts';
import { AppError } from '../../shared/errors.ts';
import { provenRoles } from './application-roles.ts';
import { type Checks, claimAttempt, findAttempt } from './attempt-repo.ts';
import { redirectUriOf } from './begin-consent.ts';
import { type ConnectionRow, findConnection } from './connection-repo.ts';
import { type KeepDependencies, keepConsent, noteRefusal, type Proven } from './keep-consent.ts';
import { type MicrosoftDependencies, registrationOf } from './microsoft-session.ts';
import { lackingOf } from './sync-plan.ts';
import type { AttemptTable } from './tables.ts';

export interface FinishDependencies extends MicrosoftDependencies, KeepDependencies {
  readonly publicUrl: string;
  readonly reach: Gatekeeper['reach'];
}

type Outcome = z.infer<typeof consentOutcomeSchema>;
type Answer = ResponseOf<typeof endpoint>;

/** What the browser brought back. */
export interface Callback {
  readonly state: string;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  readonly errorDescription?: string | undefined;
  readonly adminConsent?: boolean | undefined;
  readonly tenant?: string | undefined;
}

/**
 * Finishes a consent: only who began it, while it may still manage connections there, once. Everything that can go
 * wrong at Microsoft is an outcome; a state that this person did not begin is the 404 of one that does not exist.
 */
export const finishConsent = async (
  deps: FinishDependencies,
  context: PersonContext,
  callback: Callback,
): Promise<Answer> => {
  const attempt = await findOwnAttempt(deps, context, callback.state);
  const { organisationId, connectionId } = attempt;
  const scope = { organisationId, userId: context.person.id };
  const connection = await deps.tenancy.read(scope, (tx) => findConnection(tx, connectionId));
  if (!connection) throw unknownState();
  const checks = await deps.tenancy.write(scope, (tx) =>
    claimAttempt(deps, tx, attempt.id, deps.clock.now()),
  );
  const ids = { organisationId, connectionId };
  if (!checks) return { outcome: 'expired', ...ids, runId: null, detail: null };
  try {
    const proven = await prove(deps, connection, checks, callback);
    const kept = await keepConsent(deps, context, attempt, proven);
    return { ...ids, ...kept };
  } catch (error) {
    if (!(error instanceof MicrosoftError)) throw error;
    const outcome = outcomeOf[error.problem] ?? 'failed';
    await noteRefusal(deps, context, connection, { outcome, code: error.problem });
    return { outcome, ...ids, runId: null, detail: [error.detail, error.fix].filter(Boolean).join(' ') };
  }
};

const outcomeOf: Partial<Record<MicrosoftProblem, Outcome>> = {
  consent_declined: 'declined',
  consent_missing: 'admin-required',
  admin_required: 'admin-required',
  code_expired: 'expired',
  tenant_mismatch: 'other-tenant',
};

const unknownState = (): AppError =>
  new AppError('not_found', {
    detail: 'This sign-in was not begun by you, or somebody began another one meanwhile.',
    fix: 'Start connecting again.',
  });

const findOwnAttempt = async (
  deps: FinishDependencies,
  { person }: PersonContext,
  state: string,
): Promise<AttemptTable> => {
  const stateHash = hashToken(state);
  const scope = { organisationId: installationId, userId: person.id, tokenHash: stateHash };
  const attempt = await deps.tenancy.read(scope, (tx) => findAttempt(tx, stateHash));
  if (!attempt || attempt.personId !== person.id) throw unknownState();
  // Fifteen minutes are long enough to lose a role.
  const reach = await deps.reach(person.id, attempt.organisationId);
  const allowed = reach?.viaOrganisationId
    ? delegatedPermissionsOf(reach.role)
    : reach
      ? permissionsOf(reach.role)
      : [];
  if (!allowed.includes('connection.manage')) throw unknownState();
  return attempt;
};

/** Asks Microsoft whether the answer is true; no transaction is open. */
const prove = async (
  deps: FinishDependencies,
  connection: ConnectionRow,
  checks: Checks,
  callback: Callback,
): Promise<Proven> => {
  if (callback.error !== undefined) throw callbackError(callback.error, callback.errorDescription ?? '');
  const { organisationId } = connection;
  const registration = await registrationOf(deps, connection, (work) =>
    deps.tenancy.read({ organisationId }, work),
  );
  const entra = createEntraClient({ ...registration, clock: deps.clock });
  try {
    const proven =
      connection.mode === 'application'
        ? await proveApplication(entra, connection, callback)
        : await proveDelegated(deps, entra, connection, checks, callback);
    requireEnough(connection, proven.granted);
    return { ...proven, clientId: registration.clientId };
  } finally {
    await entra.close();
  }
};

type Evidence = Omit<Proven, 'clientId'>;

const proveDelegated = async (
  deps: FinishDependencies,
  entra: EntraClient,
  connection: ConnectionRow,
  checks: Checks,
  { code }: Callback,
): Promise<Evidence> => {
  if (code === undefined) throw new MicrosoftError('sign_in_invalid');
  const tenant = connection.tenantId ?? connection.wantedTenantId;
  const redeemed = await entra.redeem({
    code,
    ...checks,
    redirectUri: redirectUriOf(deps.publicUrl),
    tenant: tenant ?? 'organizations',
    scopes: permissionsFor(connection.level, 'delegated'),
  });
  const tenantId = redeemed.tenantId.toLowerCase();
  if (tenant !== null && tenant !== tenantId) throw new MicrosoftError('tenant_mismatch');
  return {
    tenantId,
    accountId: redeemed.account.objectId,
    consentedBy: redeemed.account.userPrincipalName,
    granted: redeemed.grantedScopes,
    cache: redeemed.cache,
  };
};

/** The tenant in the answer proves nothing by itself; that the application can sign in there does. */
const proveApplication = async (
  entra: EntraClient,
  connection: ConnectionRow,
  callback: Callback,
): Promise<Evidence> => {
  if (callback.adminConsent !== true || callback.tenant === undefined)
    throw new MicrosoftError('consent_declined');
  const tenantId = callback.tenant.toLowerCase();
  const wanted = connection.tenantId ?? connection.wantedTenantId;
  if (wanted !== null && wanted !== tenantId) throw new MicrosoftError('tenant_mismatch');
  const required = permissionsFor(connection.level, 'application');
  const granted = await provenRoles(entra, tenantId, required);
  return { tenantId, accountId: null, consentedBy: null, granted, cache: null };
};

/** Refuses a consent without which nothing could be shown. */
const requireEnough = (connection: ConnectionRow, granted: readonly string[]): void => {
  const lacking = lackingOf(connection, granted);
  const missing = consents[connection.level].permissions.filter(
    ({ name, required }) => required && lacking.includes(name) && name !== 'User.Read',
  );
  if (missing.length === 0) return;
  throw new MicrosoftError('consent_missing', {
    detail: `Without ${missing.map(({ name }) => name).join(' and ')} there is nothing to show.`,
  });
};
