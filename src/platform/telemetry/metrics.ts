import { BlockList, isIPv4 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { AppError } from '../../shared/errors.ts';

export interface Metrics {
  readonly registry: Registry;
}

/** Metrics of the process and of every answer, by operation (never by address: ids would make endless series). */
export const createMetrics = (app: FastifyInstance): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'trimtab_' });
  const duration = new Histogram({
    name: 'trimtab_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['operation', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const schema = request.routeOptions.schema as { operationId?: string } | undefined;
    const operation = schema?.operationId ?? 'other';
    duration.observe(
      { operation, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  return { registry };
};

const near = new BlockList();
near.addSubnet('127.0.0.0', 8);
near.addSubnet('10.0.0.0', 8);
near.addSubnet('172.16.0.0', 12);
near.addSubnet('192.168.0.0', 16);
near.addSubnet('::1', 128, 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');

const isNear = (address: string): boolean => {
  const mapped = address.startsWith('::ffff:') ? address.slice(7) : address;
  return near.check(mapped, isIPv4(mapped) ? 'ipv4' : 'ipv6');
};

/** `/metrics` in Prometheus' text format, for callers on this machine or in private networks. */
export const serveMetrics = (app: FastifyInstance, { registry }: Metrics): void => {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isNear(request.ip)) throw new AppError('not_found', { detail: 'There is nothing at GET /metrics.' });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};
