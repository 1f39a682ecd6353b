import type { FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { AuditChange, AuditOrigin } from '../audit/entry.ts';
import type { Tx } from '../postgres/database.ts';
import type { Scope, Tenancy } from '../tenancy/tenancy.ts';
import type { Admitted } from './admission.ts';
import type { Change, OrganisationContext, RequestContext } from './context.ts';
import { type Attempt, fingerprintOf, type Idempotency, type KeptAnswer } from './idempotency.ts';
import type { Route } from './route.ts';

/** Writes audit entries; the entry lives or dies with the transaction. */
export interface AuditSink {
  record(tx: Tx, origin: AuditOrigin, change: AuditChange): Promise<void>;
}

/** What the doors of a request stand on. */
export interface DoorDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly idempotency: Idempotency;
}

interface Arrival {
  readonly route: Route;
  readonly request: FastifyRequest;
  readonly context: RequestContext;
  readonly organisationId: string;
  readonly admitted: Admitted;
}

interface Entered {
  /** The answer this Idempotency-Key got before. */
  readonly kept: KeptAnswer | undefined;
  run<T>(handler: (context: OrganisationContext) => Promise<T>): Promise<T>;
}

/** Another request with the same key committed while this one waited. */
class KeyTaken extends Error {}

/** Prepares the context of a handler inside an organisation, and repeats an answer where a key was used before. */
export const enterOrganisation = async (arrival: Arrival, deps: DoorDependencies): Promise<Entered> => {
  const { admitted, organisationId } = arrival;
  const personId = admitted.signedIn?.person.id;
  const scope: Scope = { organisationId, userId: personId };
  const attempt = attemptOf(arrival);
  const findKept = () =>
    attempt
      ? deps.tenancy.read(scope, (tx) => deps.idempotency.find(tx, attempt))
      : Promise.resolve(undefined);
  const change = changeDoor(arrival, scope, attempt, deps);
  const context: OrganisationContext = {
    ...arrival.context,
    actor: admitted.actor,
    organisationId,
    role: admitted.role,
    viaOrganisationId: admitted.viaOrganisationId,
    personId,
    read: (work) => deps.tenancy.read(scope, work),
    change,
  };
  return {
    kept: await findKept(),
    run: async (handler) => {
      try {
        return await handler(context);
      } catch (error) {
        if (!(error instanceof KeyTaken)) throw error;
        const kept = await findKept();
        if (kept) return kept.response as never;
        throw new AppError('conflict', {
          detail: 'A request with this Idempotency-Key is still running.',
          fix: 'Wait and repeat.',
        });
      }
    },
  };
};

const attemptOf = ({ route, request, organisationId, admitted }: Arrival): Attempt | undefined => {
  const key = request.headers['idempotency-key'];
  if (!route.endpoint.creates || typeof key !== 'string') return undefined;
  const body = route.endpoint.stream === 'upload' ? undefined : request.body;
  return {
    organisationId,
    actorId: admitted.actor.id,
    key,
    fingerprint: fingerprintOf(request.method, request.url, body),
  };
};

const changeDoor = (
  { route, context, organisationId, admitted }: Arrival,
  scope: Scope,
  attempt: Attempt | undefined,
  deps: DoorDependencies,
): OrganisationContext['change'] => {
  const origin = originOf(context, organisationId, admitted);
  return (work) =>
    deps.tenancy.write(scope, async (tx) => {
      const claim = attempt && (await deps.idempotency.claim(tx, attempt));
      if (attempt && !claim) throw new KeyTaken();
      const result = await audited(deps.audit, origin, tx, work);
      if (claim) await deps.idempotency.keep(tx, claim, { status: route.endpoint.status, response: result });
      return result;
    });
};

/** Who acts, from where, as the audit log of the organisation says it. */
export const originOf = (
  context: RequestContext,
  organisationId: string,
  admitted: Admitted,
): AuditOrigin => ({
  organisationId,
  actor: admitted.actor,
  requestId: context.requestId,
  address: context.address,
  ...(admitted.viaOrganisationId ? { viaOrganisationId: admitted.viaOrganisationId } : {}),
});

/**
 * Runs a change in its transaction and refuses to end it without an audit entry.
 * @throws AppError audit_missing, which undoes the transaction.
 */
export const audited = async <T>(
  audit: AuditSink,
  origin: AuditOrigin,
  tx: Tx,
  work: (change: Change) => Promise<T>,
): Promise<T> => {
  let entries = 0;
  const result = await work({
    tx,
    audit: async (entry) => {
      await audit.record(tx, origin, entry);
      entries += 1;
    },
  });
  if (entries === 0)
    throw new AppError('audit_missing', { detail: 'A change without an audit entry was undone.' });
  return result;
};
