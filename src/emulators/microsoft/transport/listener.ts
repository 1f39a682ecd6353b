import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ListenerCertificates } from './certificates.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Listener {
  readonly origin: string;
  /** The handler is set once the origin is known, which it needs. */
  serve(handler: Handler): void;
  close(): Promise<void>;
}

const notYet: Handler = async (_request, response) => {
  response.writeHead(503).end();
};

/** Listens with TLS on `host`; port 0 takes any free one. */
export const openListener = async (
  certificates: ListenerCertificates,
  host: string,
  port: number,
): Promise<Listener> => {
  let handler = notYet;
  const server = createServer(
    { key: certificates.keyPem, cert: certificates.certificatePem },
    (request, response) => {
      handler(request, response).catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    origin: `https://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    serve(next) {
      handler = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
