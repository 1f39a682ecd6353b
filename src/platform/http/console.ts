import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import { newNonce } from './app.ts';

const noncePlace = '__CSP_NONCE__';

/**
 * Serves the built console: hashed files for a year, and its one page for every address that is no API.
 * The page carries a nonce for the style elements that Fluent makes at run time. Files are looked up when they
 * are asked for, so that a console built anew, or for the first time, is served without a restart.
 */
export const serveConsole = async (app: FastifyInstance, folder: string): Promise<void> => {
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    // The folder may be built later.
    suppressWarning: true,
    setHeaders: (reply) => {
      // Every file under assets/ has a hash of its content in its name.
      reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const wantsPage =
      request.method === 'GET' && !path.startsWith('/api/') && !/\.[a-z0-9]{2,5}$/i.test(path);
    if (!wantsPage)
      throw new AppError('not_found', { detail: `There is nothing at ${request.method} ${path}.` });
    return sendPage(await readPage(folder), reply);
  });
  app.get('/', { schema: { hide: true } }, async (_request, reply) =>
    sendPage(await readPage(folder), reply),
  );
};

/** The page, small enough to be read each time. @throws AppError unavailable while no console is built */
const readPage = (folder: string): Promise<string> =>
  readFile(join(folder, 'index.html'), 'utf8').catch((cause: unknown) => {
    throw new AppError('unavailable', {
      detail: 'The console is not built, or is being built at the moment.',
      fix: 'Run `npm run build`, or start with `npm start`, which builds it; then reload.',
      cause,
    });
  });

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
