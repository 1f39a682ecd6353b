import type { AuditChange } from '../../platform/audit/entry.ts';
import type { PersonContext } from '../../platform/http/context.ts';
import type { AuditSink } from '../../platform/http/organisation-context.ts';
import type { RateLimits } from '../../platform/http/rate-limits.ts';
import { personRoute, publicRoute, type Route } from '../../platform/http/route.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import * as contract from '../../shared/identity/contract.ts';
import type { Clock } from '../../shared/time.ts';
import { formatInstant } from '../../shared/time.ts';
import { type Auth, personOfResetToken } from './auth.ts';
import * as people from './people-repo.ts';
import { presentProfile } from './present.ts';
import type { Sessions } from './session-service.ts';
import type { Setup } from './setup-service.ts';

export interface IdentityRoutesDependencies {
  readonly auth: Auth;
  readonly sessions: Sessions;
  readonly setup: Setup;
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly hasher: {
    hash(password: string): Promise<string>;
    verify(x: { hash: string; password: string }): Promise<boolean>;
  };
  readonly mailAvailable: boolean;
  readonly version: string;
  readonly membershipsOf: (personId: string) => Promise<contract.Membership[]>;
}

/** The routes of set-up, sign-in and the own account. */
export const identityRoutes = (deps: IdentityRoutesDependencies): Route[] => [
  ...setupRoutes(deps),
  ...sessionRoutes(deps),
  ...accountRoutes(deps),
  ...passwordRoutes(deps),
];

/** Changes a person's own things; the entry stands in the installation's chain, since a person belongs to no organisation. */
const changeOwn = <T>(
  deps: IdentityRoutesDependencies,
  context: PersonContext,
  change: AuditChange,
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  deps.tenancy.write({ organisationId: installationId, userId: context.person.id }, async (tx) => {
    const result = await work(tx);
    const actor = { kind: 'person', id: context.person.id, name: context.person.name } as const;
    const { requestId, address } = context;
    await deps.audit.record(tx, { organisationId: installationId, actor, requestId, address }, change);
    return result;
  });

const setupRoutes = (deps: IdentityRoutesDependencies): Route[] => [
  publicRoute(contract.getSetup, async (_, { query }) => ({
    needed: await deps.setup.needed(),
    linkValid: query.token === undefined ? null : await deps.setup.isValid(query.token),
    mailAvailable: deps.mailAvailable,
    version: deps.version,
  })),
  publicRoute(contract.completeSetup, async (context, { body }) => {
    // Before the hash, which is costly on purpose.
    await deps.setup.requireToken(body.token);
    const passwordHash = await deps.hasher.hash(body.password);
    const input = { ...body, passwordHash, language: body.language ?? null };
    const { organisationId } = await deps.setup.complete(input, {
      requestId: context.requestId,
      address: context.address,
    });
    await deps.sessions.start(context, body.email, body.password);
    return { organisationId };
  }),
];

const sessionRoutes = (deps: IdentityRoutesDependencies): Route[] => [
  publicRoute(contract.signIn, async (context, { body }) => {
    return deps.sessions.start(context, body.email, body.password);
  }),
  personRoute(contract.signOut, async (context) => {
    const target = { kind: 'session', id: context.session.id };
    await changeOwn(deps, context, { action: 'session.ended', target }, async () => undefined);
    await deps.sessions.end(context);
    return undefined;
  }),
  personRoute(contract.confirmPassword, async (context, { body }) => {
    await checkPassword(deps, context, body.password);
    const target = { kind: 'session', id: context.session.id };
    await changeOwn(deps, context, { action: 'session.confirmed', target }, (tx) =>
      people.confirmSession(tx, context.session.id, deps.clock.now()),
    );
    return undefined;
  }),
  personRoute(contract.listSessions, async (context) => {
    const scope = { organisationId: installationId, userId: context.person.id };
    const rows = await deps.tenancy.read(scope, (tx) =>
      people.listSessionsOf(tx, context.person.id, deps.clock.now()),
    );
    return {
      items: rows.map((row) => ({
        id: row.id,
        current: row.id === context.session.id,
        address: row.ipAddress,
        userAgent: row.userAgent?.slice(0, 400) ?? null,
        createdAt: formatInstant(row.createdAt),
        expiresAt: formatInstant(row.expiresAt),
      })),
    };
  }),
  personRoute(contract.revokeSession, async (context, { params }) => {
    const target = { kind: 'session', id: params.sessionId };
    await changeOwn(deps, context, { action: 'session.revoked', target }, async (tx) => {
      const ended = await people.endSessions(tx, context.person.id, { only: params.sessionId });
      if (ended === 0) throw notFound('session');
    });
    return undefined;
  }),
];

const accountRoutes = (deps: IdentityRoutesDependencies): Route[] => [
  personRoute(contract.getMe, async (context) => {
    const scope = { organisationId: installationId, userId: context.person.id };
    const person = await deps.tenancy.read(scope, (tx) => people.findPerson(tx, context.person.id));
    if (!person) throw notFound('person');
    const organisations = await deps.membershipsOf(context.person.id);
    return { profile: presentProfile(person), sessionId: context.session.id, organisations };
  }),
  personRoute(contract.updateMe, async (context, { body }) => {
    const change = {
      action: 'person.corrected',
      target: { kind: 'person', id: context.person.id },
      after: { fields: Object.keys(body) },
    };
    const values = { ...definedOf(body), updatedAt: deps.clock.now() };
    const person = await changeOwn(deps, context, change, (tx) =>
      people.updatePerson(tx, context.person.id, values),
    );
    return presentProfile(person);
  }),
  personRoute(contract.changePassword, async (context, { body }) => {
    await checkPassword(deps, context, body.currentPassword);
    const hash = await deps.hasher.hash(body.newPassword);
    const target = { kind: 'person', id: context.person.id };
    await changeOwn(deps, context, { action: 'person.password-changed', target }, async (tx) => {
      await people.setPasswordHash(tx, context.person.id, hash, deps.clock.now());
      await people.endSessions(tx, context.person.id, { except: context.session.id });
    });
    return undefined;
  }),
];

const passwordRoutes = (deps: IdentityRoutesDependencies): Route[] => [
  publicRoute(contract.forgotPassword, async (context, { body }) => {
    await deps.rateLimits.spend('signInAddress', context.address);
    await deps.rateLimits.spend('mailAccount', body.email);
    // Not awaited: how long the answer takes must not tell whether the address is known.
    if (deps.mailAvailable)
      void deps.auth.api
        .requestPasswordReset({ body: { email: body.email } })
        .catch((error: unknown) => context.log.warn({ err: error }, 'no link to choose a new password sent'));
    return { mailAvailable: deps.mailAvailable };
  }),
  publicRoute(contract.resetPassword, async (context, { body }) => {
    await deps.rateLimits.spend('signInAddress', context.address);
    const personId = await personOfResetToken(deps.auth, body.token);
    if (!personId) throw worthlessLink();
    const { requestId, address } = context;
    const scope = { organisationId: installationId, userId: personId };
    // Written first: when it cannot be written, the password stays.
    const email = await deps.tenancy.write(scope, async (tx) => {
      const person = await people.findPerson(tx, personId);
      const actor = { kind: 'person', id: personId, name: person?.name ?? '' } as const;
      const change = { action: 'person.password-reset', target: { kind: 'person', id: personId } };
      await deps.audit.record(tx, { organisationId: installationId, actor, requestId, address }, change);
      return person?.email;
    });
    await deps.auth.api.resetPassword({ body }).catch((error: unknown) => {
      throw (error as { statusCode?: number }).statusCode === 400 ? worthlessLink() : error;
    });
    await deps.tenancy.write(scope, (tx) => people.forgetLinksOf(tx, personId));
    if (email) await deps.rateLimits.forgive('signInAccount', email);
    return undefined;
  }),
];

const worthlessLink = (): AppError =>
  new AppError('not_found', { detail: 'This link is not valid any more.', fix: 'Ask for a new one.' });

const definedOf = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const checkPassword = async (
  deps: IdentityRoutesDependencies,
  context: PersonContext,
  password: string,
): Promise<void> => {
  await deps.rateLimits.spend('signInAccount', context.person.email);
  const scope = { organisationId: installationId, userId: context.person.id };
  const hash = await deps.tenancy.read(scope, (tx) => people.findPasswordHash(tx, context.person.id));
  if (!hash || !(await deps.hasher.verify({ hash, password }))) {
    throw new AppError('forbidden', {
      detail: 'The current password is not right.',
      fix: 'Check it and try again.',
    });
  }
  await deps.rateLimits.forgive('signInAccount', context.person.email);
};
