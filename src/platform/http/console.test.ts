import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { serveConsole } from './console.ts';

let outside: string;
let folder: string;
let app: FastifyInstance;

/** Writes what a build leaves: a page that names one hashed script, plain and compressed. */
const build = async (hash: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  const script = `console.log('${hash}')`;
  await writeFile(path.join(folder, 'assets', `index-${hash}.js`), script);
  await writeFile(path.join(folder, 'assets', `index-${hash}.js.br`), brotliCompressSync(script));
  const page = `<meta property="csp-nonce" nonce="__CSP_NONCE__"><script src="/assets/index-${hash}.js"></script>`;
  await writeFile(path.join(folder, 'index.html'), page);
};

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });

beforeEach(async () => {
  outside = await mkdtemp(path.join(os.tmpdir(), 'trimtab-console-'));
  folder = path.join(outside, 'console');
  await writeFile(path.join(outside, 'secret.txt'), 'secret');
  app = Fastify();
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof AppError ? error.status : ((error as { statusCode?: number }).statusCode ?? 500))
      .send({ fix: error instanceof AppError ? error.fix : undefined }),
  );
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', "default-src 'none'; style-src 'self'");
  });
  await serveConsole(app, folder);
});
afterEach(async () => {
  await app.close();
  await rm(outside, { recursive: true });
});

describe('the console', () => {
  it('that was built after the start, and again later, is served without a restart', async () => {
    const early = await get('/');
    expect(early.statusCode).toBe(503);
    expect(early.json().fix).toContain('npm run build');
    await build('first');
    expect((await get('/')).body).toContain('index-first.js');
    await build('second');
    for (const address of ['/', '/sign-in', '/o/1/cloud/explorer?from=2026-01'])
      expect((await get(address)).body).toContain('index-second.js');
    expect((await get('/assets/index-second.js')).body).toBe(`console.log('second')`);
    expect((await get('/assets/index-first.js')).statusCode).toBe(404);
  });

  it('is a page with a nonce of its own in every answer, never kept', async () => {
    await build('first');
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { body, headers } = await get('/');
        expect(headers['cache-control']).toBe('no-store');
        const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? 'none';
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });
});

describe('a file of the console', () => {
  beforeEach(() => build('first'));

  it('may be kept for a year', async () => {
    const { headers, body } = await get('/assets/index-first.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toContain('javascript');
    expect(body).toBe(`console.log('first')`);
  });

  it('comes as it was compressed by the build, to those who can read that', async () => {
    const answer = await get('/assets/index-first.js', { 'accept-encoding': 'gzip, br' });
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.headers.vary).toContain('accept-encoding');
    expect(answer.headers['content-type']).toContain('javascript');
    expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(`console.log('first')`);
  });

  it('that is not there is a 404 that nobody keeps, not the page', async () => {
    const answer = await get('/assets/index-gone.js');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['cache-control']).toBeUndefined();
    expect(answer.body).not.toContain('<script');
  });

  it.each([
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%252e%252e/%252e%252e/secret.txt',
    '/assets//../../secret.txt',
    '/assets/.hidden',
    '/assets/',
    '/secret.txt',
    '/index.html',
  ])('is nothing outside of the folder, nor a hidden one: %s', async (address) => {
    await writeFile(path.join(folder, 'assets', '.hidden'), 'secret');
    const answer = await get(address);
    expect(answer.body).not.toContain('secret');
    expect(answer.statusCode === 200 ? answer.body : '').not.toContain('console.log');
  });
});
