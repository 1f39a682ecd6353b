import { z } from 'zod';
import { type Dispatched, errorAnswer } from './dispatch.ts';
import { GraphError } from './graph-error.ts';
import type { GraphAnswer, GraphParts, GraphRequest } from './graph-request.ts';

const step = z.object({
  id: z.string().min(1).max(100),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string().min(1).max(8000),
  headers: z.record(z.string().max(100), z.string().max(8000)).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string().max(100)).max(20).optional(),
});
type Step = z.infer<typeof step>;

const most = 20;
const batch = z.object({ requests: z.array(step).min(1).max(1000) });

const readSteps = (body: unknown): readonly Step[] => {
  const read = batch.safeParse(body);
  if (!read.success) throw new GraphError(400, 'BadRequest', 'Invalid batch payload format.');
  const { requests } = read.data;
  if (requests.length > most) {
    throw new GraphError(
      400,
      'BadRequest',
      `Number of batch request steps exceeds the maximum value of ${most}.`,
    );
  }
  const ids = new Set(requests.map(({ id }) => id));
  if (ids.size < requests.length)
    throw new GraphError(400, 'BadRequest', 'Batch request id values must be unique.');
  const unknown = requests.flatMap(({ dependsOn }) => dependsOn ?? []).find((id) => !ids.has(id));
  if (unknown !== undefined)
    throw new GraphError(
      400,
      'BadRequest',
      `Batch request depends on '${unknown}', which is not part of it.`,
    );
  return requests;
};

const requestOf = (outer: GraphRequest, { method, url, headers, body }: Step): GraphRequest => {
  const [path = '', query = ''] = (url.startsWith('/') ? url : `/${url}`).split(/\?(.*)/s);
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(own),
    body,
    caller: outer.caller,
  };
};

/**
 * `$batch`: at most 20 requests, each with its own status, in the order of their dependencies. Answers come in no
 * particular order, as Graph says of them.
 * @throws GraphError 400 for a batch that is not one
 */
export const answerBatch = (
  parts: GraphParts,
  outer: GraphRequest,
  dispatch: (request: GraphRequest) => Dispatched,
): GraphAnswer => {
  const steps = readSteps(outer.body);
  const statuses = new Map<string, number>();
  const waiting = [...steps];
  const responses: unknown[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ dependsOn }) => (dependsOn ?? []).every((id) => statuses.has(id)));
    const [next] = waiting.splice(at, 1);
    if (at < 0 || !next)
      throw new GraphError(400, 'BadRequest', 'Batch requests depend on each other in a circle.');
    const isBlocked = (next.dependsOn ?? []).some((id) => (statuses.get(id) ?? 0) >= 400);
    const failed = new GraphError(424, 'FailedDependency', 'A request that this one depends on has failed.');
    const answer = isBlocked
      ? errorAnswer(parts, failed, undefined)
      : dispatch(requestOf(outer, next)).answer;
    statuses.set(next.id, answer.status);
    const headers =
      answer.body === undefined
        ? answer.headers
        : { 'Content-Type': 'application/json', ...headerCase(answer) };
    responses.push({
      id: next.id,
      status: answer.status,
      ...(headers ? { headers } : {}),
      ...(answer.body === undefined ? {} : { body: answer.body }),
    });
  }
  return { status: 200, body: { responses: responses.reverse() } };
};

/** Inside a batch Graph writes header names as `Retry-After`. */
const headerCase = ({ headers }: GraphAnswer): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [
      name.replace(/(^|-)([a-z])/g, (part) => part.toUpperCase()),
      value,
    ]),
  );
