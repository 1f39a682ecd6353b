import { type Problem, problemSchema } from '../../../shared/errors.ts';

/** A message about one field of what was sent. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * What the API answered instead of success. `code` is the server's error code, or one of ours:
 * `offline` (no answer at all) and `unreadable` (an answer that the contract does not allow).
 */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fix: string | undefined;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(problem: Omit<Problem, 'type'>, cause?: unknown) {
    super(problem.detail, cause === undefined ? undefined : { cause });
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.fix = problem.fix;
    this.requestId = problem.requestId;
    this.fields = problem.errors ?? [];
    this.meta = problem.meta ?? {};
  }
}

/** No answer came: the network, a proxy or the server is away. Trying again may help. */
export const offlineProblem = (cause: unknown): ApiProblem =>
  new ApiProblem(
    { code: 'offline', status: 0, title: 'No connection', detail: 'The server did not answer.' },
    cause,
  );

/** Reads an error body (RFC 9457); what is not one still becomes a problem that can be shown. */
export const problemFrom = (status: number, body: string, requestId: string | undefined): ApiProblem => {
  const parsed = problemSchema.safeParse(parseJson(body));
  if (parsed.success) return new ApiProblem({ requestId, ...parsed.data });
  return new ApiProblem({
    code: status === 401 ? 'unauthenticated' : 'internal',
    status,
    title: 'Unexpected answer',
    detail: `The server answered with status ${status}.`,
    requestId,
  });
};

/** Anything thrown, as a problem. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem({
        code: 'internal',
        status: 500,
        title: 'Something went wrong',
        detail: error instanceof Error ? error.message : String(error),
      });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
