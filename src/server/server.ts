import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { PasswordCost } from '../features/identity/feature.ts';
import { createApp } from '../platform/http/app.ts';
import { serveConsole } from '../platform/http/console.ts';
import { openQueue, type Queue } from '../platform/jobs/queue.ts';
import { startWorker } from '../platform/jobs/worker.ts';
import { createLive } from '../platform/live/live.ts';
import { createMailer } from '../platform/mail/mailer.ts';
import { createMetrics, serveMetrics } from '../platform/telemetry/metrics.ts';
import { startTraces } from '../platform/telemetry/traces.ts';
import { newId } from '../shared/ids.ts';
import { type Composition, compose, mount } from './compose.ts';
import { serveHealth } from './health.ts';
import type { Kernel } from './kernel.ts';
import { version } from './version.ts';

export const serviceNames = ['web', 'worker'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The built console. */
export const consoleFolder = fileURLToPath(new URL('../../dist/console', import.meta.url));

export interface ServerOptions {
  readonly kernel: Kernel;
  readonly services: readonly ServiceName[];
  /** Cheaper password hashing, for tests only. */
  readonly passwordCost?: PasswordCost;
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
  const { kernel } = options;
  const { config, log, clock } = kernel;
  const stops: (() => Promise<unknown> | unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    const traces = await startTraces({ endpoint: config.otlpEndpoint, version });
    stops.push(() => traces.stop());
    const connectionString = kernel.postgres.runtimeUrl;
    const withWorker = options.services.includes('worker');
    const queue = await openQueue({ connectionString, worker: withWorker, log, clock, newId });
    stops.push(() => queue.stop());
    const live = createLive({ connectionString, log });
    stops.push(() => live.close());
    const mailer = config.smtpUrl
      ? createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom })
      : undefined;
    stops.push(() => mailer?.close());
    let draining = false;
    const tls = await readTls(kernel);
    const app = await createApp({
      log,
      newId,
      version,
      trustProxy: config.trustProxy,
      tls,
      secure: isSecure(kernel),
    });
    const publicUrl = (
      config.publicUrl ?? `${tls ? 'https' : 'http'}://${displayHost(config.host)}:${config.port}`
    ).replace(/\/$/, '');
    const composition = await compose({
      kernel,
      queue,
      live,
      mailer,
      publicUrl,
      ...(options.passwordCost ? { passwordCost: options.passwordCost } : {}),
    });
    await queue.declare(composition.jobs);
    if (withWorker) {
      await startWork(kernel, queue, live, composition, stops);
    }
    let url: string | undefined;
    if (options.services.includes('web')) {
      await traces.instrument(app);
      await prepareWeb(app, kernel, composition, () => draining);
      url = await app.listen({ host: config.host, port: config.port });
    }
    stops.push(async () => {
      draining = true;
      await app.close();
    });
    return { url, composition, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startWork = async (
  kernel: Kernel,
  queue: Queue,
  live: ReturnType<typeof createLive>,
  composition: Composition,
  stops: (() => Promise<unknown> | unknown)[],
): Promise<void> => {
  const { tenancy, audit, clock, log } = kernel;
  // With the embedded database this process is the only worker: what is marked as active has lost its worker.
  if (kernel.postgres.server === 'embedded')
    await queue.releaseAbandoned(composition.jobs.map(({ kind }) => kind));
  const worker = await startWorker(composition.jobs, composition.tasks, {
    queue,
    tenancy,
    audit,
    live,
    clock,
    log,
  });
  stops.push(() => worker.stop());
};

const prepareWeb = async (
  app: FastifyInstance,
  kernel: Kernel,
  composition: Composition,
  isDraining: () => boolean,
): Promise<void> => {
  const metrics = createMetrics(app);
  if (kernel.config.metrics) serveMetrics(app, metrics);
  serveHealth(app, { db: kernel.db, dataDir: kernel.config.dataDir, isDraining });
  mount(app, composition);
  await serveConsole(app, consoleFolder);
};

const isSecure = ({ config }: Kernel): boolean =>
  config.tlsCertFile !== undefined || config.publicUrl?.startsWith('https:') === true;

const displayHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host);

const readTls = async ({ config }: Kernel): Promise<{ cert: Buffer; key: Buffer } | undefined> => {
  if (!config.tlsCertFile || !config.tlsKeyFile) return undefined;
  return { cert: await readFile(config.tlsCertFile), key: await readFile(config.tlsKeyFile) };
};
