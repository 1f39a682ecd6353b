import { randomUUID } from 'node:crypto';
import { count, type EmulatorStatistics } from '../statistics.ts';
import { requirePermission } from './access.ts';
import type { Budget } from './budget.ts';
import type { DueWork } from './due-work.ts';
import type { EarlyRetries } from './early-retries.ts';
import type { Fault, Faults } from './faults.ts';
import { GraphError } from './graph-error.ts';
import type { GraphAnswer, GraphParts, GraphRequest } from './graph-request.ts';
import type { createRouteFinder, RouteMatch } from './routes.ts';

export interface DispatchParts {
  readonly parts: GraphParts;
  readonly find: ReturnType<typeof createRouteFinder>;
  readonly budget: Budget;
  readonly faults: Faults;
  readonly due: DueWork;
  readonly early: EarlyRetries;
  readonly statistics: EmulatorStatistics;
}

export interface Dispatched {
  readonly answer: GraphAnswer;
  /** A fault of the connection, which happens after the request was carried out. */
  readonly connectionFault: Extract<Fault, 'reset' | 'truncated'> | undefined;
}

/** The body of an error answer, as Graph writes it. */
export const errorAnswer = (
  { clock }: Pick<GraphParts, 'clock'>,
  error: GraphError,
  clientRequestId: string | undefined,
): GraphAnswer => {
  const requestId = randomUUID();
  const innerError = {
    date: clock().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId ?? requestId,
  };
  return {
    status: error.status,
    headers: {
      ...error.headers,
      'request-id': requestId,
      'client-request-id': innerError['client-request-id'],
    },
    body: { error: { code: error.code, message: error.message, innerError } },
  };
};

const notFound = ({ path }: GraphRequest): GraphError =>
  new GraphError(
    400,
    'BadRequest',
    `Resource not found for the segment '${path.split('/')[1]?.slice(0, 100) ?? ''}'.`,
  );

const waiting = (faults: Faults, status: 429 | 503): GraphError => {
  const retryAfter = faults.retryAfter(faults.seconds);
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return status === 429
    ? new GraphError(429, 'TooManyRequests', 'Too many requests.', headers)
    : new GraphError(
        503,
        'serviceNotAvailable',
        'The service is temporarily unavailable. Please retry.',
        headers,
      );
};

/** Turns the seconds of the budget's own 429 into the form that is set. */
const inForm = (faults: Faults, error: GraphError): GraphError => {
  const seconds = error.headers['retry-after'];
  if (seconds === undefined) return error;
  const { 'retry-after': _seconds, ...others } = error.headers;
  const retryAfter = faults.retryAfter(Number(seconds));
  const headers = retryAfter === undefined ? others : { ...others, 'retry-after': retryAfter };
  return new GraphError(error.status, error.code, error.message, headers);
};

const changeLink = (answer: GraphAnswer, salt: string): GraphAnswer => {
  const body = answer.body;
  if (typeof body !== 'object' || body === null || !('@odata.nextLink' in body)) return answer;
  const link = String(body['@odata.nextLink']).replace('$skiptoken=', '$skipToken=');
  return { ...answer, body: { ...body, '@odata.nextLink': `${link}&cursor=${salt}` } };
};

/** Carries out one request, alone or of a batch: budget, faults, permission, route. Errors become answers. */
export const createDispatch = (context: DispatchParts) => {
  const { parts, find, budget, faults, due, early, statistics } = context;

  const carryOut = (request: GraphRequest, match: RouteMatch): GraphAnswer => {
    const headers = budget.take(request, match.route.cost);
    requirePermission(request.caller, match.route.requires);
    const answer = match.route.handle(request, ...match.parameters);
    if (request.method !== 'GET') statistics.writes += 1;
    const final = faults.changesNextLink() ? changeLink(answer, randomUUID()) : answer;
    return { ...final, headers: { ...headers, ...final.headers } };
  };

  const refuse = (
    request: GraphRequest,
    keys: readonly [string, string],
    fault: unknown,
    isInjected: boolean,
  ) => {
    if (!(fault instanceof GraphError)) throw fault;
    const isThrottle = fault.status === 429 || fault.status === 503;
    const error = isThrottle && !isInjected ? inForm(faults, fault) : fault;
    if (error.status === 429) statistics.throttled += 1;
    const isWhole = error.headers['x-ms-throttle-information'] !== undefined;
    if (isThrottle) early.askedToWait(keys[0], keys[1], error.headers['retry-after'], isWhole);
    return errorAnswer(parts, error, request.headers['client-request-id']);
  };

  return (request: GraphRequest): Dispatched => {
    due.settle();
    const { clientId, state } = request.caller;
    const keys = [
      `${clientId}|${state.tenant.id}`,
      `${request.method} ${request.path}?${request.query}`,
    ] as const;
    early.arrived(...keys);
    const match = find(request.method, request.path);
    count(statistics.requestsByRoute, match ? `${request.method} ${match.route.path}` : 'unknown');
    const fault = faults.draw(keys.join('|'));
    if (fault) count(statistics.faultsInjected, fault);
    const connectionFault = fault === 'reset' || fault === 'truncated' ? fault : undefined;
    const isInjected = fault === 'tooManyRequests' || fault === 'unavailable';
    try {
      if (isInjected) throw waiting(faults, fault === 'unavailable' ? 503 : 429);
      if (!match) throw notFound(request);
      return { answer: carryOut(request, match), connectionFault };
    } catch (error) {
      return { answer: refuse(request, keys, error, isInjected), connectionFault };
    }
  };
};
