import type { Endpoint, ResponseOf } from '../../../shared/endpoint.ts';
import type { CallInput } from './call-input.ts';
import { connection } from './connection.ts';
import { ApiProblem, offlineProblem, problemFrom } from './problem.ts';
import { requestUrl } from './request-url.ts';
import { sessionLost, stepUp } from './session-events.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** For POSTs that create: the same key makes a repeated call harmless. Default: a fresh one each call. */
  readonly idempotencyKey?: string;
  /** A 401 is the answer itself (who am I?), not a session that was lost. */
  readonly anonymous?: boolean;
}

/**
 * Calls an operation of the API and answers what its contract says.
 * @throws ApiProblem for every answer that is not success, `offline` when none came, and `unreadable` when
 * the answer does not fit the contract; the signal's reason when it was aborted.
 */
export const call = async <E extends Endpoint>(
  operation: E,
  input: CallInput<E> = {} as CallInput<E>,
  options: CallOptions = {},
): Promise<ResponseOf<E>> => {
  const attempt = () => send(operation, input, options);
  let response = await attempt();
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code !== 'step_up_required' || !(await stepUp())) return fail(problem, options);
    response = await attempt();
    if (!response.ok) return fail(await problemOf(response), options);
  }
  return readAnswer(operation, response);
};

const send = async (
  operation: Endpoint,
  input: CallInput<Endpoint>,
  options: CallOptions,
): Promise<Response> => {
  const { body } = input as { body?: unknown };
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (operation.creates) headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID());
  try {
    const response = await fetch(requestUrl(operation.path, input.params, input.query), {
      method: operation.method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? null : JSON.stringify(body),
      signal: options.signal ?? null,
    });
    connection.answered();
    return response;
  } catch (error) {
    if (options.signal?.aborted === true) throw options.signal.reason;
    connection.silent();
    throw offlineProblem(error);
  }
};

const requestIdOf = (response: Response): string | undefined =>
  response.headers.get('x-request-id') ?? undefined;

const problemOf = async (response: Response): Promise<ApiProblem> =>
  problemFrom(response.status, await response.text(), requestIdOf(response));

const fail = (problem: ApiProblem, options: CallOptions): never => {
  if (problem.code === 'unauthenticated' && options.anonymous !== true) sessionLost();
  throw problem;
};

const readAnswer = async <E extends Endpoint>(operation: E, response: Response): Promise<ResponseOf<E>> => {
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  const parsed = operation.response.safeParse(body);
  if (parsed.success) return parsed.data as ResponseOf<E>;
  const where = parsed.error.issues[0];
  throw new ApiProblem(
    {
      code: 'unreadable',
      status: response.status,
      title: 'Unexpected answer',
      detail: `The answer of ${operation.id} is not what its contract says (${where?.path.join('.') ?? ''}: ${where?.message ?? ''}). Reload the page; if that does not help, the console and the server are of different versions.`,
      requestId: requestIdOf(response),
    },
    parsed.error,
  );
};
