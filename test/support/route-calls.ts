import { z } from 'zod';
import type { Route } from '../../src/platform/http/route.ts';
import type { Endpoint } from '../../src/shared/endpoint.ts';
import type { Answer, CallOptions, Client } from './client.ts';
import { sampleInput } from './sample-input.ts';

/** A call of an endpoint that is valid by its contract; the ids in its path are the test's to choose. */
export interface RouteCall {
  readonly endpoint: Endpoint;
  /** Names of the path's parameters besides the organisation. */
  readonly params: readonly string[];
  send(client: Client, ids: { organisationId: string; param?: (name: string) => string }): Promise<Answer>;
  /** The same call with another body or query. */
  with(changed: { body?: unknown; query?: unknown }): RouteCall;
  readonly body: unknown;
  readonly query: unknown;
}

const queryText = (query: unknown): string => {
  const entries = Object.entries((query ?? {}) as Record<string, unknown>);
  const text = new URLSearchParams(
    entries.flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item): [string, string] => [
        name,
        typeof item === 'object' ? JSON.stringify(item) : String(item),
      ]),
    ),
  ).toString();
  return text === '' ? '' : `?${text}`;
};

const build = (endpoint: Endpoint, given: { body: unknown; query: unknown }): RouteCall => ({
  endpoint,
  ...given,
  params: [...endpoint.path.matchAll(/:(\w+)/g)]
    .flatMap(([, name]) => name ?? [])
    .filter((name) => name !== 'organisationId'),
  send: (client, { organisationId, param }) => {
    const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) =>
      encodeURIComponent(name === 'organisationId' ? organisationId : (param?.(name) ?? 'sample-parameter')),
    );
    const options: CallOptions = given.body === undefined ? {} : { body: given.body };
    return client.call(endpoint.method, `${path}${queryText(given.query)}`, options);
  },
  with: (changed) => build(endpoint, { ...given, ...changed }),
});

/** Only what a query must have: an optional filter would hide what there is to find. */
const requiredQuery = (endpoint: Endpoint, variant: number): unknown => {
  const required = Object.entries(endpoint.query.shape).filter(
    ([, schema]) => !schema.safeParse(undefined).success,
  );
  return required.length === 0
    ? undefined
    : sampleInput(z.object(Object.fromEntries(required) as z.ZodRawShape), variant);
};

/** A valid call of a route, from its contract alone. */
export const callOf = ({ endpoint }: Route, variant = 0): RouteCall => {
  const upload = endpoint.stream === 'upload' ? Buffer.from('sample') : undefined;
  const body = endpoint.body === undefined ? upload : sampleInput(endpoint.body, variant);
  return build(endpoint, { body, query: requiredQuery(endpoint, variant) });
};
