import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { PasswordCost } from '../features/identity/feature.ts';
import { createApp } from '../platform/http/app.ts';
import { serveConsole } from '../platform/http/console.ts';
import { openQueue } from '../platform/jobs/queue.ts';
import { startWorker } from '../platform/jobs/worker.ts';
import { createLive } from '../platform/live/live.ts';
import { createMailer } from '../platform/mail/mailer.ts';
import { freePort } from '../platform/postgres/postmaster-start.ts';
import { createMetrics, serveMetrics } from '../platform/telemetry/metrics.ts';
import { startTraces } from '../platform/telemetry/traces.ts';
import { AppError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { type Composition, compose, mount } from './compose.ts';
import { serveHealth } from './health.ts';
import type { Kernel } from './kernel.ts';
import { version } from './version.ts';
import { startWatching } from './watch.ts';

export const serviceNames = ['web', 'worker'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The built console. */
export const consoleFolder = fileURLToPath(new URL('../../dist/console', import.meta.url));

export interface ServerOptions {
  readonly kernel: Kernel;
  readonly services: readonly ServiceName[];
  /** Cheaper password hashing, for tests only. */
  readonly passwordCost?: PasswordCost;
  /** Adds to what the program can do; tests bring routes and kinds of job of their own. */
  readonly extend?: (composition: Composition) => Composition;
}

export interface Server {
  /** Where it listens, `http://127.0.0.1:8420`; absent for a worker alone. */
  readonly url: string | undefined;
  readonly composition: Composition;
  /** Ends listening, lets requests and jobs finish, closes connections. The kernel stays open. */
  stop(): Promise<void>;
}

/** Starts the services over an open installation. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const { kernel, services } = options;
  const stops: Stops = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    // Links name the port, so that a free one is chosen before anything is built.
    const port = kernel.config.port === 0 ? await freePort() : kernel.config.port;
    const parts = await openParts(options, stops);
    const composed = await compose({
      ...parts,
      kernel,
      publicUrl: publicUrlOf(kernel, port),
      ...(options.passwordCost ? { passwordCost: options.passwordCost } : {}),
    });
    stops.push(() => composed.close());
    const composition = options.extend?.(composed) ?? composed;
    await parts.queue.declare(composition.jobs);
    if (services.includes('worker')) await startWork(kernel, parts, composition, stops);
    const url = services.includes('web') ? await listen(kernel, port, parts, composition, stops) : undefined;
    return { url, composition, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** What is to be stopped, in the order in which it was started. */
type Stops = (() => Promise<unknown> | unknown)[];

type Parts = Awaited<ReturnType<typeof openParts>>;

/** What web and worker both need. */
const openParts = async ({ kernel, services }: ServerOptions, stops: Stops) => {
  const { config, log, clock } = kernel;
  const traces = await startTraces({ endpoint: config.otlpEndpoint, version });
  stops.push(() => traces.stop());
  const connectionString = kernel.postgres.runtimeUrl;
  const worker = services.includes('worker');
  const queue = await openQueue({ connectionString, worker, log, clock, newId });
  stops.push(() => queue.stop());
  const live = createLive({ connectionString, log });
  stops.push(() => live.close());
  const { smtpUrl, mailFrom: from } = config;
  const mailer = smtpUrl ? createMailer({ smtpUrl, from }) : undefined;
  stops.push(() => mailer?.close());
  return { traces, queue, live, mailer };
};

const startWork = async (
  kernel: Kernel,
  { queue, live }: Parts,
  composition: Composition,
  stops: Stops,
): Promise<void> => {
  const { tenancy, audit, clock, log } = kernel;
  // With the embedded database this process is the only worker: what is marked as active has lost its worker.
  if (kernel.postgres.server === 'embedded')
    await queue.releaseAbandoned(composition.jobs.map(({ kind }) => kind));
  const deps = { queue, tenancy, audit, live, clock, log };
  const worker = await startWorker(composition.jobs, composition.tasks, deps);
  stops.push(() => worker.stop());
  const watching = startWatching(kernel, queue);
  stops.push(() => watching.stop());
};

const listen = async (
  kernel: Kernel,
  port: number,
  { traces }: Parts,
  composition: Composition,
  stops: Stops,
): Promise<string> => {
  const { config, log } = kernel;
  const tls = await readTls(kernel);
  const { trustProxy } = config;
  const app = await createApp({ log, newId, version, trustProxy, tls, secure: isSecure(kernel) });
  let draining = false;
  stops.push(async () => {
    draining = true;
    await drain(app);
  });
  await traces.instrument(app);
  const metrics = createMetrics(app);
  if (config.metrics) serveMetrics(app, metrics);
  serveHealth(app, { db: kernel.db, dataDir: config.dataDir, isDraining: () => draining });
  mount(app, composition);
  await serveConsole(app, consoleFolder);
  return app.listen({ host: config.host, port }).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    throw new AppError('unavailable', {
      detail: `${config.host}:${port} cannot be listened on (${code}).`,
      fix: 'Stop what uses it, or set TRIMTAB_PORT or TRIMTAB_HOST to another; 0 chooses a free port.',
      cause,
    });
  });
};

/** How long requests may take to finish once the program stops; then their connections are cut. */
const drainMs = 20_000;

/** Takes no more requests and lets those finish that are there; connections that fall idle meanwhile are closed. */
const drain = async (app: FastifyInstance): Promise<void> => {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 100);
  const deadline = setTimeout(() => app.server.closeAllConnections(), drainMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(deadline);
  }
};

/** The address people type, without a slash at the end. */
const publicUrlOf = ({ config }: Kernel, port: number): string => {
  const scheme = config.tlsCertFile ? 'https' : 'http';
  return (config.publicUrl ?? `${scheme}://${displayHost(config.host)}:${port}`).replace(/\/$/, '');
};

const isSecure = ({ config }: Kernel): boolean =>
  config.tlsCertFile !== undefined || config.publicUrl?.startsWith('https:') === true;

const displayHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host);

const readTls = async ({ config }: Kernel): Promise<{ cert: Buffer; key: Buffer } | undefined> => {
  if (!config.tlsCertFile || !config.tlsKeyFile) return undefined;
  return { cert: await readFile(config.tlsCertFile), key: await readFile(config.tlsKeyFile) };
};
