import { getCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import { admittedUrl, type Destination, type Endpoints } from './clouds.ts';
import { MicrosoftError } from './microsoft-error.ts';

const unzip = promisify(gunzip);

export interface EgressRequest {
  readonly destination: Destination;
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** Bytes after decompression; more is an error. */
  readonly maxBytes: number;
}

export interface EgressAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The answer did not arrive, or not whole: reset, time-out, fewer bytes than announced. Worth another try. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

/** The only way out of this connector. Follows no redirect and reaches no host but the connection's own. */
export interface Egress {
  /** Throws `BrokenAnswer`, `MicrosoftError` (egress_refused, too_large) or the signal's reason. */
  send(request: EgressRequest): Promise<EgressAnswer>;
  close(): Promise<void>;
}

export interface EgressOptions {
  readonly endpoints: Endpoints;
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  readonly bodyTimeoutMs?: number;
  /** Connections to one host. */
  readonly connections?: number;
}

export const createEgress = (options: EgressOptions): Egress => {
  const { caPem } = options.endpoints;
  const agent = new Agent({
    connections: options.connections ?? 64,
    headersTimeout: options.headersTimeoutMs ?? 120_000,
    bodyTimeout: options.bodyTimeoutMs ?? 60_000,
    connect: {
      timeout: options.connectTimeoutMs ?? 15_000,
      // A `ca` replaces the certificates that Node trusts; a gateway's is added to them.
      ...(caPem !== undefined && { ca: [...getCACertificates('default'), caPem] }),
    },
  });
  return {
    send: (request) => send(agent, options.endpoints, request),
    close: () => agent.destroy(),
  };
};

const send = async (agent: Agent, endpoints: Endpoints, request: EgressRequest): Promise<EgressAnswer> => {
  const url = admittedUrl(endpoints, request.destination, request.url);
  if (request.destination === 'report' && carriesToken(request.headers)) {
    throw new MicrosoftError('egress_refused', { detail: 'A token was to go to a report host.' });
  }
  request.signal?.throwIfAborted();
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method ?? 'GET',
      headers: { 'accept-encoding': 'gzip', ...request.headers },
      ...(request.body !== undefined && { body: request.body }),
      ...(request.signal && { signal: request.signal }),
    });
    const headers = flatHeaders(answer.headers);
    const raw = await collect(answer.body, request.maxBytes);
    return { status: answer.statusCode, headers, body: await decoded(raw, headers, request.maxBytes) };
  } catch (error) {
    if (error instanceof MicrosoftError) throw error;
    request.signal?.throwIfAborted();
    throw new BrokenAnswer(reasonOf(error), { cause: error });
  }
};

const carriesToken = (headers: EgressRequest['headers']): boolean =>
  Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'authorization');

const flatHeaders = (given: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return last === undefined ? [] : [[name.toLowerCase(), last]];
    }),
  );

const collect = async (body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > maxBytes) throw new MicrosoftError('too_large', { meta: { maxBytes } });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
};

const decoded = async (raw: Buffer, headers: EgressAnswer['headers'], maxBytes: number): Promise<Buffer> => {
  if (headers['content-encoding'] !== 'gzip' || raw.length === 0) return raw;
  try {
    return await unzip(raw, { maxOutputLength: maxBytes });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE')
      throw new MicrosoftError('too_large', { meta: { maxBytes } });
    throw error;
  }
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** A code such as ECONNRESET or UND_ERR_BODY_TIMEOUT: no address, no content. */
const reasonOf = (error: unknown): string => codeOf(error) || 'the connection broke';
