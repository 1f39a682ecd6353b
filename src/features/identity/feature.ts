import type { AuditChange, AuditOrigin } from '../../platform/audit/entry.ts';
import type { AuditSink } from '../../platform/http/organisation-context.ts';
import type { RateLimits } from '../../platform/http/rate-limits.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Database } from '../../platform/postgres/database.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { Membership } from '../../shared/identity/contract.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { createAuth } from './auth.ts';
import { createPasswordHasher, owaspCost, type PasswordCost } from './password.ts';
import { identityRoutes } from './routes.ts';
import { createSessions, type Sessions } from './session-service.ts';
import { createSetup, type Setup, type SetupDependencies } from './setup-service.ts';

export { createPasswordHasher, owaspCost, type PasswordCost } from './password.ts';
export {
  findPersonByEmail,
  forgetExpiredSessions,
  insertPerson,
  type PersonTable,
} from './people-repo.ts';
export type { Sessions } from './session-service.ts';

export interface IdentityOptions {
  readonly db: Database;
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly authSecret: string;
  readonly publicUrl: string;
  readonly version: string;
  readonly passwordCost?: PasswordCost | undefined;
  readonly createOwned: SetupDependencies['createOwned'];
  readonly membershipsOf: (personId: string) => Promise<Membership[]>;
  /** Absent where no mail server is set. */
  readonly sendResetLink:
    | ((message: { email: string; name: string; link: string; language: string | null }) => Promise<void>)
    | undefined;
}

export interface IdentityFeature {
  readonly routes: readonly Route[];
  readonly sessions: Sessions;
  readonly setup: Setup;
  readonly hasher: ReturnType<typeof createPasswordHasher>;
}

/** People, how they sign in, and the first run. */
export const createIdentityFeature = (options: IdentityOptions): IdentityFeature => {
  const { tenancy, audit, clock, newId } = options;
  const hasher = createPasswordHasher(options.passwordCost ?? owaspCost);
  const auditIdentity = (
    actor: AuditOrigin['actor'],
    address: string | null,
    change: AuditChange,
  ): Promise<void> =>
    tenancy.write({ organisationId: installationId }, (tx) => {
      const from = address ? { address: address.slice(0, 64) } : {};
      return audit.record(tx, { organisationId: installationId, actor, ...from }, change);
    });
  const auth = createAuth({
    db: options.db,
    secret: options.authSecret,
    publicUrl: options.publicUrl,
    clock,
    newId,
    passwordCost: options.passwordCost ?? owaspCost,
    onSessionStart: ({ userId, address }) =>
      auditIdentity({ kind: 'person', id: userId, name: '' }, address, {
        action: 'session.started',
        target: { kind: 'person', id: userId },
      }),
    sendResetLink: async ({ token, ...message }) => {
      await options.sendResetLink?.({
        ...message,
        link: `${options.publicUrl}/password/reset?token=${encodeURIComponent(token)}`,
      });
    },
  });
  const sessions = createSessions({ auth, rateLimits: options.rateLimits, clock });
  const setup = createSetup({ tenancy, audit, clock, newId, createOwned: options.createOwned });
  const mailAvailable = options.sendResetLink !== undefined;
  const routes = identityRoutes({ ...options, auth, sessions, setup, hasher, mailAvailable });
  return { routes, sessions, setup, hasher };
};
export { createOrResetOwner } from './owner-command.ts';
