/** A small HTTPS server that answers what a test tells it to, one request after the other. */
// @peculiar/x509 asks for this polyfill before it is loaded itself.
import 'reflect-metadata';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueCertificates } from '../../src/emulators/microsoft/transport/certificates.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON. */
  readonly body?: unknown;
  /** Ends the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Ends the connection without an answer. */
  readonly reset?: boolean;
}

export type Script = (request: ReceivedRequest, number: number) => ScriptedAnswer | Promise<ScriptedAnswer>;

const answer = (
  response: ServerResponse,
  { status, headers, body, cutAfter, reset }: ScriptedAnswer,
): void => {
  if (reset === true) return void response.destroy();
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = Buffer.from(isText ? body : JSON.stringify(body ?? {}));
  response.writeHead(status ?? 200, {
    'content-type': isText ? 'application/octet-stream' : 'application/json',
    'content-length': String(bytes.length),
    ...headers,
  });
  if (cutAfter === undefined) return void response.end(bytes);
  response.write(bytes.subarray(0, cutAfter), () => response.destroy());
};

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

let issued: ReturnType<typeof issueCertificates> | undefined;

export interface ScriptedHttps {
  readonly origin: string;
  readonly caPem: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export const startScriptedHttps = async (script: Script): Promise<ScriptedHttps> => {
  issued ??= issueCertificates(['127.0.0.1', 'localhost']);
  const { caPem, certificatePem, keyPem } = await issued;
  const requests: ReceivedRequest[] = [];
  const server = createServer({ cert: certificatePem, key: keyPem }, async (request, response) => {
    const received = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: await read(request),
    };
    requests.push(received);
    answer(response, await script(received, requests.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    caPem,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
