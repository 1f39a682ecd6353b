import type { z } from 'zod';
import type { PersonContext } from '../../platform/http/context.ts';
import { type AuditSink, audited } from '../../platform/http/organisation-context.ts';
import type { Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { consentOutcomeSchema } from '../../shared/connections/contract.ts';
import { notFound } from '../../shared/errors.ts';
import { isKnownAttempt } from './attempt-repo.ts';
import {
  type ConnectionRow,
  findByTenant,
  holdTenant,
  lockConnection,
  updateConnection,
} from './connection-repo.ts';
import { nextSyncAt } from './next-sync.ts';
import { putSecret, type SecretDependencies } from './secret-repo.ts';
import { readsTenant, type StartDependencies, startSync, targetOf } from './start-sync.ts';
import { lackingOf } from './sync-plan.ts';
import type { AttemptTable } from './tables.ts';

export interface KeepDependencies extends SecretDependencies, StartDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
}

/** What Microsoft has confirmed. */
export interface Proven {
  readonly tenantId: string;
  readonly clientId: string;
  /** Null where the application acts for itself. */
  readonly accountId: string | null;
  readonly consentedBy: string | null;
  readonly granted: readonly string[];
  /** MSAL's cache with the refresh token, to be sealed. */
  readonly cache: string | null;
}

interface Kept {
  readonly outcome: z.infer<typeof consentOutcomeSchema>;
  readonly runId: string | null;
  readonly detail: string | null;
}

const inOrganisation = <T>(
  deps: KeepDependencies,
  context: PersonContext,
  organisationId: string,
  work: Parameters<typeof audited<T>>[3],
): Promise<T> => {
  const { person, session, requestId, address } = context;
  const actor = { kind: 'person', id: person.id, name: person.name, sessionId: session.id } as const;
  const origin = { organisationId, actor, requestId, address };
  return deps.tenancy.write({ organisationId, userId: person.id }, (tx) =>
    audited(deps.audit, origin, tx, work),
  );
};

/** Seals the tokens, marks the connection as connected and starts its first sync, in one transaction. */
export const keepConsent = (
  deps: KeepDependencies,
  context: PersonContext,
  { id: attemptId, connectionId: id, organisationId }: AttemptTable,
  proven: Proven,
): Promise<Kept> =>
  inOrganisation(deps, context, organisationId, async (change) => {
    const { tx, audit } = change;
    const before = await lockConnection(tx, id);
    if (!before) throw notFound('connection');
    // Revoked, or begun anew, while Microsoft was asked: this consent counts no more.
    if (!(await isKnownAttempt(tx, attemptId))) {
      await audit({
        action: 'connection.consent-refused',
        target: targetOf(before),
        after: { outcome: 'expired' },
      });
      return { outcome: 'expired', runId: null, detail: null };
    }
    await holdTenant(tx, organisationId, proven.tenantId);
    const twin = await findByTenant(tx, proven.tenantId, id);
    if (twin) {
      await audit({
        action: 'connection.consent-refused',
        target: targetOf(before),
        after: { twin: twin.id },
      });
      return {
        outcome: 'already-connected',
        runId: null,
        detail: `This tenant is connected already, as “${twin.name}”.`,
      };
    }
    const { accountId, consentedBy, tenantId, clientId, granted } = proven;
    const after: ConnectionRow = {
      ...before,
      ...{ state: 'connected', problem: null, revokedAt: null },
      ...{ tenantId, clientId, accountId, consentedBy: consentedBy?.slice(0, 320) ?? null },
      granted: [...granted].slice(0, 100),
      connectedAt: deps.clock.now(),
      nextSyncAt: readsTenant(before) ? nextSyncAt(before.syncHour, deps.clock.now()) : null,
    };
    const { problem: _none, id: _id, organisationId: _organisation, ...values } = after;
    await updateConnection(tx, id, { ...values, problem: null });
    // Who only shows who he is, is asked once: there is nothing to read later.
    if (proven.cache !== null && readsTenant(before))
      await putSecret(deps, tx, { organisationId, connectionId: id }, 'tokens', proven.cache);
    await audit({
      action: 'connection.consented',
      target: targetOf(before),
      before: { state: before.state },
      after: { tenantId, granted, lacking: lackingOf(before, granted) },
    });
    const sync = readsTenant(after) ? await startSync(deps, change, after, context.person.id) : undefined;
    return { outcome: 'connected', runId: sync?.runId ?? null, detail: null };
  });

/** Leaves a trace of a consent that did not become one; the connection stays as it was. */
export const noteRefusal = (
  deps: KeepDependencies,
  context: PersonContext,
  connection: ConnectionRow,
  after: Readonly<Record<string, unknown>>,
): Promise<void> =>
  inOrganisation(deps, context, connection.organisationId, ({ audit }) =>
    audit({ action: 'connection.consent-refused', target: targetOf(connection), after }),
  );
