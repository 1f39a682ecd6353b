import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenants } from '../directory/tenants.ts';
import { count, type EmulatorStatistics } from '../statistics.ts';
import type { Access } from './access.ts';
import { answerBatch } from './batch.ts';
import { type BudgetLimits, createBudget } from './budget.ts';
import { createDispatch, type Dispatched, errorAnswer } from './dispatch.ts';
import { createDueWork } from './due-work.ts';
import { createEarlyRetries } from './early-retries.ts';
import type { Faults } from './faults.ts';
import { GraphError } from './graph-error.ts';
import type { GraphAnswer, GraphParts, GraphRequest } from './graph-request.ts';
import { downloadPath, serveDownload } from './reports.ts';
import { createRouteFinder, createRoutes } from './routes.ts';

interface ServerParts {
  readonly parts: GraphParts;
  readonly access: Access;
  readonly tenants: Tenants;
  readonly limits: BudgetLimits;
  readonly faults: Faults;
  readonly statistics: EmulatorStatistics;
  /** A floor under each answer, in milliseconds. */
  readonly latencyMs: () => number;
}

const maximumBytes = 4 * 1024 * 1024;
const version = '/v1.0';

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > maximumBytes)
      throw new GraphError(413, 'RequestEntityTooLarge', 'The request is larger than 4 MB.');
    chunks.push(part);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new GraphError(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
};

const headersOf = (request: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );

const send = (
  response: ServerResponse,
  { status, headers, body }: GraphAnswer,
  fault: Dispatched['connectionFault'],
) => {
  if (fault === 'reset') return void response.socket?.destroy();
  const requestId = randomUUID();
  const isText = headers?.['content-type'] === 'text/plain';
  const text = body === undefined ? '' : isText ? String(body) : JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, {
    'content-type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': requestId,
    'client-request-id': requestId,
    ...headers,
    ...(status === 204 ? {} : { 'content-length': String(length) }),
  });
  if (fault !== 'truncated') return void response.end(text);
  // Announced whole, cut in half: the client must not take it for an answer.
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
};

/** Everything below the Graph host: v1.0, `$batch`, and the downloads of reports. */
export const createGraphServer = (server: ServerParts) => {
  const { parts, access, faults, statistics } = server;
  const due = createDueWork(parts.paceMs);
  const find = createRouteFinder(createRoutes(parts, due, faults.deniesPremium));
  const budget = createBudget(server.limits, parts.paceMs);
  const early = createEarlyRetries(statistics, parts.paceMs);
  const dispatch = createDispatch({ parts, find, budget, faults, due, early, statistics });

  const read = async (request: IncomingMessage, url: URL): Promise<GraphRequest> => {
    const headers = headersOf(request);
    if (!url.pathname.startsWith(`${version}/`)) {
      throw new GraphError(400, 'BadRequest', 'Invalid version. Only v1.0 is served.');
    }
    const caller = await access.callerOf(headers.authorization);
    const body = await readBody(request);
    const path = url.pathname.slice(version.length);
    return { method: request.method ?? 'GET', path, query: url.searchParams, headers, body, caller };
  };

  const answer = async (request: IncomingMessage, url: URL): Promise<Dispatched> => {
    try {
      const graphRequest = await read(request, url);
      if (graphRequest.path !== '/$batch' || graphRequest.method !== 'POST') return dispatch(graphRequest);
      count(statistics.requestsByRoute, 'POST /$batch');
      return { answer: answerBatch(parts, graphRequest, dispatch), connectionFault: undefined };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const clientRequestId = headersOf(request)['client-request-id'];
      return { answer: errorAnswer(parts, error, clientRequestId), connectionFault: undefined };
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const latencyMs = server.latencyMs();
    if (latencyMs > 0) await sleep(latencyMs);
    const url = new URL(request.url ?? '/', parts.graphOrigin);
    if (url.pathname.startsWith(downloadPath))
      return serveDownload({ parts, tenants: server.tenants, statistics }, request, response);
    const { answer: given, connectionFault } = await answer(request, url);
    count(statistics.answersByStatus, String(given.status));
    send(response, given, connectionFault);
  };

  return {
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      statistics.inFlight += 1;
      statistics.maximumInFlight = Math.max(statistics.maximumInFlight, statistics.inFlight);
      try {
        await serve(request, response);
      } finally {
        statistics.inFlight -= 1;
      }
    },
  };
};
