import { access, constants } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Database } from '../platform/postgres/database.ts';

export interface HealthOptions {
  readonly db: Database;
  readonly dataDir: string;
  /** True once SIGTERM came: load balancers look elsewhere while requests drain. */
  readonly isDraining: () => boolean;
}

/** `/healthz`: the process answers. `/readyz`: it can do its work: database, data folder, not shutting down. */
export const serveHealth = (app: FastifyInstance, options: HealthOptions): void => {
  app.get('/healthz', { schema: { hide: true }, logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true }, logLevel: 'warn' }, async (_request, reply) => {
    const checks = await Promise.all([
      check('database', () => sql`select 1`.execute(options.db)),
      check('dataFolder', () => access(options.dataDir, constants.R_OK | constants.W_OK)),
      check('accepting', async () => {
        if (options.isDraining()) throw new Error('shutting down');
      }),
    ]);
    const ready = checks.every(([, state]) => state === 'ok');
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(checks) });
  });
};

const check = async (name: string, work: () => Promise<unknown>): Promise<readonly [string, string]> => {
  try {
    await work();
    return [name, 'ok'];
  } catch {
    return [name, 'failed'];
  }
};
