import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createAuditFeature } from '../features/audit/feature.ts';
import {
  createIdentityFeature,
  findPersonByEmail,
  insertPerson,
  type PasswordCost,
} from '../features/identity/feature.ts';
import {
  createOrganisationsFeature,
  createOwnedOrganisation,
  createReach,
} from '../features/organisations/feature.ts';
import { createRunsFeature } from '../features/runs/feature.ts';
import { type DispatchDependencies, mountRoutes } from '../platform/http/dispatch.ts';
import { createIdempotency } from '../platform/http/idempotency.ts';
import { createPartnerAccess } from '../platform/http/partner-access.ts';
import { createRateLimits } from '../platform/http/rate-limits.ts';
import type { Route } from '../platform/http/route.ts';
import type { Queue } from '../platform/jobs/queue.ts';
import type { JobKind, ScheduledTask } from '../platform/jobs/worker.ts';
import type { Live } from '../platform/live/live.ts';
import type { Mailer } from '../platform/mail/mailer.ts';
import { destroyRetiredKeys } from '../platform/secrets/destroy-keys.ts';
import { obtainInstallationSecret } from '../platform/secrets/installation-secret.ts';
import { createVault } from '../platform/secrets/vault.ts';
import { newId } from '../shared/ids.ts';
import { createHousekeeping } from './housekeeping.ts';
import type { Kernel } from './kernel.ts';
import { composeLake } from './lake.ts';
import { mailTexts } from './mails.ts';
import { composeTenants } from './tenants.ts';
import { version } from './version.ts';

/** What the program can do: routes for the web, kinds of job and scheduled tasks for the worker. */
export interface Composition {
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
  readonly dispatch: DispatchDependencies;
  /** A fresh token for the set-up link, while the installation has no owner. */
  issueSetupToken(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface ComposeOptions {
  readonly kernel: Kernel;
  readonly queue: Queue;
  readonly live: Live;
  /** Absent where no mail server is set. */
  readonly mailer: Mailer | undefined;
  /** The address people type, without a slash at the end. */
  readonly publicUrl: string;
  /** Cheaper password hashing, for tests only. */
  readonly passwordCost?: PasswordCost;
}

/** Builds every feature and lists what it offers. */
export const compose = async (options: ComposeOptions): Promise<Composition> => {
  const { kernel, queue, live, publicUrl } = options;
  const { tenancy, audit, clock } = kernel;
  const rateLimits = createRateLimits(kernel.pool);
  const vault = createVault({ keyring: kernel.keyring, clock, newId });
  const createOwned = createOwnedOrganisation({ clock, newId });
  const mails = mailSenders(options.mailer);
  const identity = createIdentityFeature({
    db: kernel.db,
    tenancy,
    audit,
    rateLimits,
    clock,
    newId,
    authSecret: await obtainInstallationSecret({ tenancy, vault, randomBytes }, 'session cookies'),
    publicUrl,
    version,
    passwordCost: options.passwordCost,
    createOwned,
    membershipsOf: createReach(tenancy).membershipsOf,
    sendResetLink: mails?.resetLink,
  });
  const organisations = createOrganisationsFeature({
    tenancy,
    audit,
    clock,
    newId,
    publicUrl,
    people: {
      findByEmail: findPersonByEmail,
      create: (tx, person) =>
        insertPerson(tx, { ...person, credentialId: newId(), language: null, at: clock.now() }),
      hash: identity.hasher.hash,
      startSession: identity.sessions.start,
    },
    sendInvitation: mails?.invitation,
  });
  const tenants = await composeTenants({ kernel, queue, publicUrl, reach: organisations.reach });
  const lake = await composeLake({
    kernel,
    queue,
    membershipsOf: organisations.membershipsOf,
    createOwned,
    loadTenant: tenants.loadSample,
  });
  const jobs = [...lake.jobs, ...tenants.jobs];
  const runs = createRunsFeature({ queue, live, clock, kinds: jobs });
  const gate = {
    signedIn: identity.sessions.signedIn,
    keyHolder: organisations.keyHolder,
    reach: organisations.reach,
  };
  return {
    routes: [
      ...identity.routes,
      ...organisations.routes,
      ...runs.routes,
      ...createAuditFeature().routes,
      ...lake.routes,
      ...tenants.routes,
    ],
    jobs,
    tasks: [
      ...lake.tasks,
      ...tenants.tasks,
      {
        name: 'audit.checkpoint',
        cron: '* * * * *',
        run: async () => void (await kernel.checkpoints.checkpoint()),
      },
      { name: 'secrets.destroy-keys', cron: '17 * * * *', run: () => destroyRetiredKeys(kernel) },
      createHousekeeping({ tenancy, clock }),
    ],
    dispatch: {
      gate,
      tenancy,
      audit,
      idempotency: createIdempotency({ keyring: kernel.keyring, clock, newId }),
      rateLimits,
      notePartnerVisit: createPartnerAccess({ tenancy, audit, clock }),
      clock,
      publicUrl,
    },
    issueSetupToken: identity.setup.issueToken,
    close: async () => {
      lake.close();
      await tenants.close();
    },
  };
};

const mailSenders = (mailer: Mailer | undefined) =>
  mailer && {
    resetLink: (mail: { email: string; name: string; link: string; language: string | null }) =>
      mailer.send({ to: mail.email, ...mailTexts(mail.language).reset(mail) }),
    invitation: (mail: Parameters<ReturnType<typeof mailTexts>['invitation']>[0]) =>
      mailer.send({ to: mail.email, ...mailTexts(mail.language).invitation(mail) }),
  };

/** Puts the composition's routes on the app. */
export const mount = (app: FastifyInstance, composition: Composition): void =>
  mountRoutes(app, composition.routes, composition.dispatch);
