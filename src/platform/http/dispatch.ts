import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../../shared/endpoint.ts';
import type { Clock } from '../../shared/time.ts';
import {
  type Admitted,
  admitPerson,
  admitToOrganisation,
  bearerToken,
  refuseCrossSite,
  requireStepUp,
} from './admission.ts';
import { answer } from './answer.ts';
import type { PersonContext, RequestContext } from './context.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { type DoorDependencies, enterOrganisation, originOf } from './organisation-context.ts';
import type { NotePartnerVisit } from './partner-access.ts';
import type { RateLimits } from './rate-limits.ts';
import { requestContext } from './request-context.ts';
import type { HandlerInput, Route } from './route.ts';
import { schemaOf } from './route-schema.ts';

export interface DispatchDependencies extends DoorDependencies {
  readonly gate: Gatekeeper;
  readonly rateLimits: RateLimits;
  readonly notePartnerVisit: NotePartnerVisit;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
}

/** Where the API lives. */
export const apiPrefix = '/api/v1';

/** Who is calling, settled before a byte of the body is read. */
type Arrival =
  | { readonly kind: 'public'; readonly context: RequestContext }
  | { readonly kind: 'session'; readonly context: PersonContext }
  | {
      readonly kind: 'organisation';
      readonly context: RequestContext;
      readonly organisationId: string;
      readonly admitted: Admitted;
    };

/**
 * Registers every route: admission first, before the body is read or anything is validated, so that a stranger
 * learns nothing and costs little; then the handler, then the answer its contract names.
 */
export const mountRoutes = (
  app: FastifyInstance,
  routes: readonly Route[],
  deps: DispatchDependencies,
): void => {
  const arrivals = new WeakMap<FastifyRequest, Arrival>();
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  for (const route of routes) {
    app.route({
      method: route.endpoint.method,
      url: `${apiPrefix}${route.endpoint.path}`,
      schema: schemaOf(route.endpoint),
      onRequest: async (request, reply) => {
        refuseCrossSite(request, deps.publicUrl);
        // A stream that follows something would keep the program from stopping.
        const ends = route.endpoint.stream === 'events' ? closing.signal : undefined;
        const context = requestContext(request, reply, ends);
        arrivals.set(request, await admit(route, request, context, deps));
      },
      handler: async (request, reply) => {
        const arrival = arrivals.get(request);
        if (!arrival) throw new Error('a request came past its admission');
        return answer(route.endpoint, await run(route, arrival, request, reply, deps), reply);
      },
    });
  }
};

const admit = async (
  route: Route,
  request: FastifyRequest,
  context: RequestContext,
  deps: DispatchDependencies,
): Promise<Arrival> => {
  const { endpoint } = route;
  if (route.kind === 'public') {
    await deps.rateLimits.spend('publicAddress', context.address);
    return { kind: 'public', context };
  }
  if (route.kind === 'session') {
    const signedIn = await admitPerson(deps.gate, context.headers);
    requireStepUp(endpoint, signedIn, deps.clock);
    return { kind: 'session', context: { ...context, ...signedIn } };
  }
  const { organisationId } = request.params as { organisationId: string };
  const { headers } = context;
  const caller = { headers, bearer: bearerToken(request) };
  const admitted = await admitToOrganisation(deps.gate, endpoint, organisationId, caller);
  requireStepUp(endpoint, admitted.signedIn, deps.clock);
  await deps.rateLimits.spend('organisation', organisationId);
  if (admitted.viaOrganisationId && admitted.signedIn) {
    const sessionId = admitted.signedIn.session.id;
    const origin = originOf(context, organisationId, admitted);
    await deps.notePartnerVisit({ origin, sessionId, role: admitted.role });
  }
  return { kind: 'organisation', context, organisationId, admitted };
};

const run = async (
  route: Route,
  arrival: Arrival,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: DispatchDependencies,
): Promise<unknown> => {
  const { params, query, body } = request;
  const input = { params, query, body, upload: body } as unknown as HandlerInput<Endpoint>;
  if (route.kind === 'public') return route.handler(arrival.context, input);
  if (route.kind === 'session' && arrival.kind === 'session') return route.handler(arrival.context, input);
  if (route.kind !== 'organisation' || arrival.kind !== 'organisation')
    throw new Error(`${route.endpoint.id} was entered by the wrong door`);
  const entered = await enterOrganisation({ ...arrival, route, request }, deps);
  if (entered.kept) {
    reply.header('idempotency-replayed', 'true');
    return entered.kept.response;
  }
  return entered.run((organisation) => route.handler(organisation, input));
};
