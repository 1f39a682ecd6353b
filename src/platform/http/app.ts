import { randomBytes } from 'node:crypto';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { createJsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { NewId } from '../../shared/ids.ts';
import type { Log } from '../log/log.ts';
import { answerError } from './problem.ts';

export interface AppOptions {
  readonly log: Log;
  readonly newId: NewId;
  readonly version: string;
  /** Addresses of trusted proxies; absent: X-Forwarded-* is ignored. */
  readonly trustProxy: string | undefined;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** The console is reached by https (ours or a proxy's): HSTS and upgrade of insecure requests apply. */
  readonly secure: boolean;
}

/** JSON bodies are small; files travel as streams with a limit of their own. */
const bodyLimitBytes = 1024 * 1024;

/** The HTTP server without routes: request ids, headers, errors, OpenAPI. `serveConsole` answers the rest. */
export const createApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const app = fastify({
    loggerInstance: options.log,
    genReqId: () => options.newId(),
    // One line for an answer, written below, instead of one for the request and one for the answer.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: options.trustProxy ? options.trustProxy.split(',').map((part) => part.trim()) : false,
    routerOptions: { maxParamLength: 300 },
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    ...(options.tls ? { https: options.tls } : {}),
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.addHook('onResponse', async (request, reply) => {
    const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string };
    if (operationId === undefined) return;
    const durationMs = Math.round(reply.elapsedTime);
    request.log.info(
      { operation: operationId, status: reply.statusCode, address: request.ip, durationMs },
      'answered',
    );
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  // Uploads are streamed to the handler, never buffered.
  app.addContentTypeParser(
    'application/octet-stream',
    { bodyLimit: Number.MAX_SAFE_INTEGER },
    (_request, payload, done) => done(null, payload),
  );
  await secureHeaders(app, options.secure);
  await openApi(app, options.version);
  return app;
};

/** Strict headers; the console's page gets a nonce of its own for the styles that Fluent makes at run time. */
const secureHeaders = (app: FastifyInstance, secure: boolean) =>
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    hsts: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });

/** A nonce for one answer's Content-Security-Policy. */
export const newNonce = (): string => randomBytes(16).toString('base64');

const openApi = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trimtab API',
        version,
        description:
          'Money and quantities are decimal strings, instants ISO 8601 in UTC. Errors are RFC 9457 problems. Lists are paged by cursor. A POST that creates accepts `Idempotency-Key`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'trimtab.session_token',
            description: 'The console signs in with POST /api/v1/session.',
          },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key of one organisation, with scopes.',
          },
        },
      },
    },
    transform: createJsonSchemaTransform({ skipList: [] }),
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    theme: {
      title: 'Trimtab API',
      css: [{ filename: 'trimtab.css', content: '.swagger-ui .topbar { display: none }' }],
    },
    uiConfig: { deepLinking: true, docExpansion: 'list', tryItOutEnabled: false },
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'",
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
};
