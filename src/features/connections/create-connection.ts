import type { z } from 'zod';
import { z as zod } from 'zod';
import type { Endpoints } from '../../connectors/microsoft/clouds.ts';
import { createEgress } from '../../connectors/microsoft/egress.ts';
import { MicrosoftError } from '../../connectors/microsoft/microsoft-error.ts';
import type { OrganisationContext } from '../../platform/http/context.ts';
import type { createConnection as endpoint } from '../../shared/connections/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { prepareConsent, recordAttempt } from './begin-consent.ts';
import { type ConnectionRow, findByTenant, insertConnection } from './connection-repo.ts';
import { entraCredential, type Registrations } from './registrations.ts';
import { putSecret, type SecretDependencies } from './secret-repo.ts';
import { targetOf } from './start-sync.ts';

export interface CreateDependencies extends SecretDependencies {
  readonly registrations: Registrations;
  readonly publicUrl: string;
}

type Body = z.output<NonNullable<(typeof endpoint)['body']>>;

/** Only a person can consent, and only the person who begins may finish. */
export const requirePerson = ({ personId }: OrganisationContext): string => {
  if (personId !== undefined) return personId;
  throw new AppError('forbidden', {
    detail: 'An API key cannot consent at Microsoft.',
    fix: 'Connect the tenant in the console, as a person.',
  });
};

/** Prepares a connection and the address where the administrator consents. */
export const createConnection = async (
  deps: CreateDependencies,
  context: OrganisationContext,
  body: Body,
): Promise<{ connectionId: string; authorisationUrl: string }> => {
  const personId = requirePerson(context);
  requirePossible(body);
  const own = body.registration && {
    clientId: body.registration.clientId,
    credential: entraCredential(body.registration.credential),
  };
  const registration = await deps.registrations.find(body.cloud, own);
  const wantedTenantId = body.tenant ? await tenantIdOf(registration.endpoints, body.tenant) : null;
  const connection = blankConnection(deps, context, body, registration.clientId, wantedTenantId);
  const page = await prepareConsent(deps, registration, connection);
  return context.change(async ({ tx, audit }) => {
    const twin = wantedTenantId === null ? undefined : await findByTenant(tx, wantedTenantId);
    if (twin) throw connectedAlready(twin);
    await insertConnection(tx, { ...connection, problem: null });
    const owner = { organisationId: connection.organisationId, connectionId: connection.id };
    if (body.registration)
      await putSecret(deps, tx, owner, 'credential', JSON.stringify(body.registration.credential));
    await recordAttempt(deps, tx, connection, personId, page);
    const { cloud, level, mode, registration: whose, syncHour } = connection;
    await audit({
      action: 'connection.created',
      target: targetOf(connection),
      after: { cloud, level, mode, registration: whose, clientId: registration.clientId, syncHour },
    });
    return { connectionId: connection.id, authorisationUrl: page.url };
  });
};

const blankConnection = (
  deps: CreateDependencies,
  context: OrganisationContext,
  body: Body,
  clientId: string,
  wantedTenantId: string | null,
): ConnectionRow => ({
  id: deps.newId(),
  organisationId: context.organisationId,
  kind: 'microsoft',
  name: body.name,
  cloud: body.cloud,
  level: body.level,
  mode: body.mode,
  state: 'pending',
  ...{ tenantId: null, tenantName: null, tenantDomain: null, accountId: null, consentedBy: null },
  wantedTenantId,
  registration: body.registration ? 'own' : 'installation',
  clientId,
  granted: [],
  ...{ isPremium: null, isConcealed: null, problem: null },
  syncHour: body.syncHour,
  nextSyncAt: null,
  createdBy: context.personId ?? null,
  createdAt: deps.clock.now(),
  connectedAt: null,
  revokedAt: null,
});

const requirePossible = ({ mode, level, registration }: Body): void => {
  if (mode !== 'application') return;
  if (level !== 'administrator')
    throw new AppError('invalid_input', {
      detail: 'body.level: an application that acts for itself has no profile of a person to read.',
      fix: 'Choose the level "administrator", or the mode "delegated".',
    });
  // What comes back from the admin consent page is not signed. With a registration that many organisations share,
  // anybody could name the tenant of another one; who holds the secret of an own registration proves more.
  if (!registration)
    throw new AppError('unprocessable', {
      detail: 'The mode "application" needs an app registration of your own.',
      fix: 'Enter its client id and secret or certificate, or choose the mode "delegated".',
    });
};

const connectedAlready = ({ name }: ConnectionRow): AppError =>
  new AppError('conflict', {
    detail: `This tenant is connected already, as “${name}”.`,
    fix: 'Use that connection, or revoke it first.',
  });

const discoverySchema = zod.object({ issuer: zod.string().max(500) });
const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** The id of a tenant that is named by its domain, from Entra's public discovery document. */
const tenantIdOf = async (endpoints: Endpoints, tenant: string): Promise<string> => {
  if (new RegExp(`^${guid.source}$`, 'i').test(tenant)) return tenant.toLowerCase();
  const egress = createEgress({ endpoints, connectTimeoutMs: 10_000, headersTimeoutMs: 15_000 });
  try {
    const answer = await egress.send({
      destination: 'login',
      url: `${endpoints.loginOrigin}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`,
      maxBytes: 100_000,
    });
    const found = answer.status === 200 ? guid.exec(issuerOf(answer.body)) : null;
    if (found) return found[0].toLowerCase();
    throw new MicrosoftError('tenant_not_found');
  } catch (error) {
    if (error instanceof MicrosoftError) throw error;
    throw new MicrosoftError('unavailable', { cause: error });
  } finally {
    await egress.close();
  }
};

const issuerOf = (body: Buffer): string => {
  try {
    return discoverySchema.parse(JSON.parse(body.toString('utf8'))).issuer;
  } catch (cause) {
    throw new MicrosoftError('malformed_answer', { cause });
  }
};
