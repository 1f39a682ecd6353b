import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../../shared/endpoint.ts';
import type { Clock } from '../../shared/time.ts';
import type { Log } from '../log/log.ts';
import {
  admitPerson,
  admitToOrganisation,
  bearerToken,
  refuseCrossSite,
  requireStepUp,
} from './admission.ts';
import type { PersonContext, RequestContext } from './context.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { type DoorDependencies, enterOrganisation } from './organisation-context.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Download, HandlerInput, Route, ServerEvent } from './route.ts';
import { schemaOf } from './route-schema.ts';

export interface DispatchDependencies extends DoorDependencies {
  readonly gate: Gatekeeper;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
}

/** Where the API lives. */
export const apiPrefix = '/api/v1';

/** Registers every route: admission first, then the handler, then the answer its contract names. */
export const mountRoutes = (
  app: FastifyInstance,
  routes: readonly Route[],
  deps: DispatchDependencies,
): void => {
  for (const route of routes) {
    app.route({
      method: route.endpoint.method,
      url: `${apiPrefix}${route.endpoint.path}`,
      schema: schemaOf(route.endpoint),
      handler: async (request, reply) => {
        refuseCrossSite(request, deps.publicUrl);
        const result = await run(route, request, reply, deps);
        return answer(route.endpoint, result, reply);
      },
    });
  }
};

const run = async (
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: DispatchDependencies,
): Promise<unknown> => {
  const context = requestContext(request, reply);
  const input = {
    params: request.params,
    query: request.query,
    body: request.body,
    upload: request.body,
  } as unknown as HandlerInput<Endpoint>;
  if (route.kind === 'public') {
    await deps.rateLimits.spend('publicAddress', context.address);
    return route.handler(context, input);
  }
  if (route.kind === 'session') {
    const signedIn = await admitPerson(deps.gate, context.headers);
    requireStepUp(route.endpoint, signedIn, deps.clock);
    return route.handler({ ...context, ...signedIn } satisfies PersonContext, input);
  }
  const { organisationId } = request.params as { organisationId: string };
  const admitted = await admitToOrganisation(deps.gate, route.endpoint, organisationId, {
    headers: context.headers,
    bearer: bearerToken(request),
  });
  requireStepUp(route.endpoint, admitted.signedIn, deps.clock);
  await deps.rateLimits.spend('organisation', organisationId);
  const entered = await enterOrganisation({ route, request, context, organisationId, admitted }, deps);
  if (entered.kept) {
    reply.header('idempotency-replayed', 'true');
    return entered.kept.response;
  }
  return entered.run((organisation) => route.handler(organisation, input));
};

const requestContext = (request: FastifyRequest, reply: FastifyReply): RequestContext => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    requestId: request.id,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    log: request.log as Log,
    signal: gone.signal,
    acceptLanguage: (request.headers['accept-language'] ?? '').slice(0, 300),
    headers: headersOf(request),
    setHeader: (name, value) => void reply.header(name, value),
  };
};

const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.append(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
};

const answer = (endpoint: Endpoint, result: unknown, reply: FastifyReply): FastifyReply => {
  if (endpoint.stream === 'download') return sendDownload(result as Download, reply);
  if (endpoint.stream === 'events') return sendEvents(result as AsyncIterable<ServerEvent>, reply);
  reply.code(endpoint.status).header('cache-control', 'no-store');
  return endpoint.status === 204 ? reply.send() : reply.send(result);
};

const sendDownload = (download: Download, reply: FastifyReply): FastifyReply =>
  reply
    .header('content-type', download.contentType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(download.fileName)}`)
    .header('cache-control', 'no-store')
    .serializer((body: string) => body)
    .send(download.body);

const sendEvents = (events: AsyncIterable<ServerEvent>, reply: FastifyReply): FastifyReply => {
  const lines = async function* (): AsyncGenerator<string> {
    yield 'retry: 2000\n\n';
    for await (const event of events) {
      const id = event.id === undefined ? '' : `id: ${event.id}\n`;
      yield `${id}event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
    }
  };
  return reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(lines()));
};
