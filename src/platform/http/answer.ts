import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Endpoint } from '../../shared/endpoint.ts';
import type { Download, ServerEvent } from './route.ts';

/** Sends what a handler returned as its endpoint's contract says: JSON, nothing, a file or events. */
export const answer = (endpoint: Endpoint, result: unknown, reply: FastifyReply): FastifyReply => {
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
