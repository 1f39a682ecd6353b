import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log/log.ts';
import type { RequestContext } from './context.ts';

/** What every handler knows about a request; its signal is aborted when the caller goes away or `ends` is. */
export const requestContext = (
  request: FastifyRequest,
  reply: FastifyReply,
  ends?: AbortSignal,
): RequestContext => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    requestId: request.id,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    log: request.log as Log,
    signal: ends ? AbortSignal.any([gone.signal, ends]) : gone.signal,
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
