import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Script, startScriptedHttps } from '../../../test/support/scripted-https.ts';
import { type CustomEndpoints, customEndpoints } from './clouds.ts';
import { BrokenAnswer, createEgress, type EgressRequest } from './egress.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const opened of open.splice(0).reverse()) await opened.close();
});

const rigOf = async (script: Script, change: Partial<CustomEndpoints> = {}) => {
  const server = await startScriptedHttps(script);
  const { origin, caPem } = server;
  const egress = createEgress({
    endpoints: customEndpoints({ loginOrigin: origin, graphOrigin: origin, caPem, ...change }),
    headersTimeoutMs: 300,
  });
  open.push(server, egress);
  const send = (request: Partial<EgressRequest> = {}) =>
    egress.send({ destination: 'graph', url: `${origin}/x`, maxBytes: 100_000, ...request });
  return { server, send };
};

describe('the way out', () => {
  it('follows no redirect', async () => {
    const { server, send } = await rigOf((_request, number) =>
      number === 1 ? { status: 302, headers: { location: '/elsewhere' } } : {},
    );
    expect((await send()).status).toBe(302);
    expect(server.requests).toHaveLength(1);
  });

  it('takes no token to a report host, whatever the header is written like', async () => {
    const { server, send } = await rigOf(() => ({}));
    const headers = { AUTHORIZATION: 'Bearer x' };
    await expect(send({ destination: 'report', headers })).rejects.toMatchObject({
      problem: 'egress_refused',
    });
    expect(server.requests).toHaveLength(0);
  });

  it('trusts a gateway’s own certificate only where it was given', async () => {
    const { send } = await rigOf(() => ({}));
    expect((await send()).status).toBe(200);
    const { server } = await rigOf(() => ({}));
    const distrusting = createEgress({
      endpoints: customEndpoints({ loginOrigin: server.origin, graphOrigin: server.origin }),
    });
    open.push(distrusting);
    const sending = distrusting.send({ destination: 'graph', url: `${server.origin}/x`, maxBytes: 1_000 });
    await expect(sending).rejects.toBeInstanceOf(BrokenAnswer);
  });

  it('unpacks what comes compressed', async () => {
    const { server, send } = await rigOf(() => ({
      body: gzipSync('{"value":[]}'),
      headers: { 'content-encoding': 'gzip' },
    }));
    expect((await send()).body.toString()).toBe('{"value":[]}');
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it('ends what would unpack to more than is accepted', async () => {
    const { send } = await rigOf(() => ({
      body: gzipSync(Buffer.alloc(1_000_000)),
      headers: { 'content-encoding': 'gzip' },
    }));
    await expect(send()).rejects.toMatchObject({ problem: 'too_large' });
  });

  it('says that a compressed answer that was cut is broken', async () => {
    const whole = gzipSync('{"value":[]}'.repeat(100));
    const { send } = await rigOf(() => ({
      body: whole.subarray(0, whole.length - 12),
      headers: { 'content-encoding': 'gzip' },
    }));
    await expect(send()).rejects.toBeInstanceOf(BrokenAnswer);
  });

  it('does not wait for ever for a server that says nothing', async () => {
    const { send } = await rigOf(() => new Promise(() => undefined));
    await expect(send()).rejects.toBeInstanceOf(BrokenAnswer);
  });

  it('stops in the middle when it is told to', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const { send } = await rigOf(() => {
      stop.abort(reason);
      return new Promise(() => undefined);
    });
    await expect(send({ signal: stop.signal })).rejects.toBe(reason);
  });
});
