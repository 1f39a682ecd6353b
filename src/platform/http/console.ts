import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import { newNonce } from './app.ts';

const noncePlace = '__CSP_NONCE__';

/**
 * Serves the built console: hashed files for a year, and its one page for every address that is no API.
 * The page carries a nonce for the style elements that Fluent makes at run time.
 */
export const serveConsole = async (app: FastifyInstance, folder: string): Promise<void> => {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined);
  if (page === undefined) {
    app.setNotFoundHandler((request) => {
      throw new AppError('not_found', {
        detail: `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
        fix: 'The console is not built; run `npm run build`, or start with `npm start`, which builds it.',
      });
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    serve: true,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const wantsPage =
      request.method === 'GET' && !path.startsWith('/api/') && !/\.[a-z0-9]{2,5}$/i.test(path);
    if (!wantsPage)
      throw new AppError('not_found', { detail: `There is nothing at ${request.method} ${path}.` });
    return sendPage(page, reply);
  });
  app.get('/', { schema: { hide: true } }, (_request, reply) => sendPage(page, reply));
};

const sendPage = (page: string, reply: FastifyReply): FastifyReply => {
  const nonce = newNonce();
  const policy = String(reply.getHeader('content-security-policy') ?? '').replace(
    "style-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
  );
  return reply
    .code(200)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(noncePlace, nonce));
};
