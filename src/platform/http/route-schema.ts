import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '../../shared/endpoint.ts';
import { problemSchema } from '../../shared/errors.ts';
import { idSchema } from '../../shared/ids.ts';

const idempotencyHeader = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });

const securityOf = (endpoint: Endpoint): NonNullable<FastifySchema['security']> => {
  if (endpoint.access.kind === 'public') return [];
  const session = { session: [] };
  return endpoint.access.kind === 'session' ? [session] : [session, { apiKey: [endpoint.access.permission] }];
};

const answerSchema = (endpoint: Endpoint): Record<string, z.ZodType> => {
  if (endpoint.stream === 'download' || endpoint.stream === 'events' || endpoint.status === 204) return {};
  return { [endpoint.status]: endpoint.response };
};

const described = (endpoint: Endpoint): string =>
  [
    endpoint.description,
    endpoint.access.kind === 'organisation'
      ? `Needs the permission \`${endpoint.access.permission}\`.`
      : undefined,
    endpoint.creates ? 'Accepts an `Idempotency-Key` header.' : undefined,
    endpoint.stepUp ? 'Needs a password confirmed in the last ten minutes.' : undefined,
  ]
    .filter(Boolean)
    .join('\n\n');

/** What Fastify validates and OpenAPI shows for an endpoint. */
export const schemaOf = (endpoint: Endpoint): FastifySchema => {
  const organisation = endpoint.access.kind === 'organisation' ? { organisationId: idSchema } : {};
  const params = endpoint.params.extend(organisation);
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    description: described(endpoint),
    tags: [endpoint.tag],
    security: securityOf(endpoint),
    ...(Object.keys(params.shape).length > 0 ? { params } : {}),
    querystring: endpoint.query.strict(),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    ...(endpoint.creates ? { headers: idempotencyHeader } : {}),
    response: { ...answerSchema(endpoint), '4xx': problemSchema, '5xx': problemSchema },
  };
};
