import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

export interface Traces {
  /** Adds a span for every request. */
  instrument(app: FastifyInstance): Promise<void>;
  /** Sends what is left. */
  stop(): Promise<void>;
}

const off: Traces = { instrument: async () => undefined, stop: async () => undefined };

/**
 * Starts OpenTelemetry when an endpoint is set (OTEL_EXPORTER_OTLP_ENDPOINT); the other OTEL_* variables
 * apply as the SDK documents them. Its packages are loaded only then: they cost a second of start-up.
 */
export const startTraces = async (options: {
  endpoint: string | undefined;
  version: string;
}): Promise<Traces> => {
  if (!options.endpoint) return off;
  const [{ NodeSDK, resources }, { OTLPTraceExporter }, { FastifyOtelInstrumentation }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@fastify/otel'),
  ]);
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({
      'service.name': 'trimtab',
      'service.version': options.version,
    }),
    traceExporter: new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/$/, '')}/v1/traces` }),
    instrumentations: [],
  });
  sdk.start();
  const requests = new FastifyOtelInstrumentation({ registerOnInitialization: false });
  return {
    instrument: async (app) => {
      await app.register(requests.plugin());
    },
    stop: () => sdk.shutdown(),
  };
};

const tracer = trace.getTracer('trimtab');

/** Runs work in a span; without tracing this costs nothing. Attributes carry ids and names, no personal data. */
export const inSpan = <T>(
  name: string,
  attributes: Record<string, string | number>,
  work: () => Promise<T>,
): Promise<T> =>
  tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
