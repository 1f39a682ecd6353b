import type { Readable } from 'node:stream';
import type { Endpoint, InputOf, ResponseOf } from '../../shared/endpoint.ts';
import type { OrganisationContext, PersonContext, RequestContext } from './context.ts';

/** A file sent as the answer of a `download` endpoint. */
export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  readonly body: Readable | Buffer | string;
}

/** One server-sent event of an `events` endpoint. */
export interface ServerEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

type Answer<E extends Endpoint> = ResponseOf<E> | Download | AsyncIterable<ServerEvent>;

/** The input of a handler; `upload` is the raw body of an `upload` endpoint. */
export type HandlerInput<E extends Endpoint> = InputOf<E> & { readonly upload: Readable };

type Handler<E extends Endpoint, C> = (context: C, input: HandlerInput<E>) => Promise<Answer<E>>;

/** An endpoint with its handler, as features hand them to the server. */
export type Route =
  | {
      readonly kind: 'public';
      readonly endpoint: Endpoint;
      readonly handler: Handler<Endpoint, RequestContext>;
    }
  | {
      readonly kind: 'session';
      readonly endpoint: Endpoint;
      readonly handler: Handler<Endpoint, PersonContext>;
    }
  | {
      readonly kind: 'organisation';
      readonly endpoint: Endpoint;
      readonly handler: Handler<Endpoint, OrganisationContext>;
    };

const kindOf = (endpoint: Endpoint, kind: Route['kind']): void => {
  if (endpoint.access.kind !== kind)
    throw new Error(`${endpoint.id} has access ${endpoint.access.kind}, not ${kind}`);
  const inOrganisation = endpoint.path.startsWith('/organisations/:organisationId');
  if (inOrganisation !== (kind === 'organisation'))
    throw new Error(
      `${endpoint.id}: organisation endpoints, and only they, live below /organisations/:organisationId`,
    );
};

/** Binds a handler to an endpoint that anybody may call. */
export const publicRoute = <E extends Endpoint>(endpoint: E, handler: Handler<E, RequestContext>): Route => {
  kindOf(endpoint, 'public');
  return { kind: 'public', endpoint, handler: handler as unknown as Handler<Endpoint, RequestContext> };
};

/** Binds a handler to an endpoint on a signed-in person's own things. */
export const personRoute = <E extends Endpoint>(endpoint: E, handler: Handler<E, PersonContext>): Route => {
  kindOf(endpoint, 'session');
  return { kind: 'session', endpoint, handler: handler as unknown as Handler<Endpoint, PersonContext> };
};

/** Binds a handler to an endpoint of an organisation; the caller's role has been checked before it runs. */
export const organisationRoute = <E extends Endpoint>(
  endpoint: E,
  handler: Handler<E, OrganisationContext>,
): Route => {
  kindOf(endpoint, 'organisation');
  return {
    kind: 'organisation',
    endpoint,
    handler: handler as unknown as Handler<Endpoint, OrganisationContext>,
  };
};
