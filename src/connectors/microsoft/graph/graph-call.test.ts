import { afterEach, describe, expect, it } from 'vitest';
import { collected, createGraphRig, type GraphRigOptions } from '../../../../test/support/graph-rig.ts';
import type { ScriptedAnswer } from '../../../../test/support/scripted-https.ts';
import { MicrosoftError } from '../microsoft-error.ts';

const page = { value: [{ id: '1' }] };
const rigs: { close(): Promise<void> }[] = [];
const rigOf = async (options: GraphRigOptions) => {
  const rig = await createGraphRig(options);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

/** The first answers as told, then a page. */
const answering = (...answers: readonly ScriptedAnswer[]): GraphRigOptions['script'] => {
  return (_request, number) => answers[number - 1] ?? { body: page };
};

const throttled = (headers: Record<string, string>): ScriptedAnswer => ({
  status: 429,
  headers,
  body: { error: { code: 'TooManyRequests', message: 'slow down' } },
});

const problemOf = async (work: Promise<unknown>): Promise<MicrosoftError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MicrosoftError)) throw new Error(`not refused, but ${String(error)}`);
  return error;
};

describe('a throttled request', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['ten minutes', { 'retry-after': '600' }, 600_000],
    [
      'a date',
      { 'retry-after': 'Mon, 02 Mar 2026 08:00:30 GMT', date: 'Mon, 02 Mar 2026 08:00:00 GMT' },
      30_000,
    ],
  ])('leaves again only after %s have passed', async (_, headers, waitMs) => {
    const rig = await rigOf({ script: answering(throttled(headers)) });
    await collected(rig.reader.pages('organization'));
    const [first = 0, second = 0] = rig.arrivals;
    expect(rig.arrivals).toHaveLength(2);
    expect(second - first).toBeGreaterThanOrEqual(waitMs);
    expect(rig.events).toContainEqual({ type: 'throttled', what: '/organization', status: 429, waitMs });
  });

  it.each([
    ['absent', {}],
    ['years', { 'retry-after': '99999999' }],
    ['past', { 'retry-after': 'Mon, 02 Mar 2020 08:00:30 GMT' }],
    ['negative', { 'retry-after': '-1' }],
  ])('whose Retry-After is %s waits longer each time, and not for ever', async (_, headers) => {
    const answers = Array.from({ length: 10 }, () => throttled(headers));
    const rig = await rigOf({ script: answering(...answers) });
    await collected(rig.reader.pages('organization'));
    const gaps = rig.arrivals.slice(1).map((at, index) => at - (rig.arrivals[index] ?? 0));
    expect(gaps).toHaveLength(10);
    for (const [index, gap] of gaps.slice(0, 6).entries())
      expect(gap).toBeGreaterThan(gaps[index - 1] ?? 300);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_100);
  });

  it('holds back every other request to that tenant', async () => {
    const rig = await rigOf({ script: answering(throttled({ 'retry-after': '20' })) });
    const first = collected(rig.reader.pages('organization'));
    while (rig.events.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, rig.reader.reportSettings().catch(() => null)]);
    const [began = 0, ...later] = rig.arrivals;
    for (const at of later) expect(at - began).toBeGreaterThanOrEqual(20_000);
  });

  it('ends with the time to come back when that is beyond what the reading may take', async () => {
    const rig = await rigOf({
      script: answering(throttled({ 'retry-after': '900' })),
      limits: { maxTotalMs: 60_000 },
    });
    const error = await problemOf(collected(rig.reader.pages('organization')));
    expect(error.problem).toBe('throttled');
    expect(error.retryAt?.toISOString()).toBe('2026-03-02T08:15:00.250Z');
    expect(rig.server.requests).toHaveLength(1);
  });
});

describe('a request that fails', () => {
  it.each<[string, ScriptedAnswer]>([
    ['is reset', { reset: true }],
    ['is cut off', { body: page, cutAfter: 10 }],
    [
      'ends half way although it says it is whole',
      { body: '{"value":[{"id"', headers: { 'content-type': 'application/json' } },
    ],
    ['is answered with 503', { status: 503 }],
    ['is answered with 504 and a page of HTML', { status: 504, body: '<html>' }],
  ])('because it %s is repeated after a pause', async (_, failure) => {
    const rig = await rigOf({ script: answering(failure, failure) });
    const pages = await collected(rig.reader.pages('organization'));
    expect(pages.map(({ items }) => items)).toEqual([[{ id: '1' }]]);
    expect(rig.arrivals).toHaveLength(3);
    expect((rig.arrivals[1] ?? 0) - (rig.arrivals[0] ?? 0)).toBeGreaterThanOrEqual(250);
  });

  it('is given up after the number of tries', async () => {
    const rig = await rigOf({ script: () => ({ status: 503 }), limits: { maxAttempts: 4 } });
    expect((await problemOf(collected(rig.reader.pages('organization')))).problem).toBe('unavailable');
    expect(rig.arrivals).toHaveLength(4);
  });

  it('ten times in a row makes the connection pause, and goes on after one request found it well', async () => {
    const rig = await rigOf({ script: answering(...Array.from({ length: 10 }, () => ({ status: 503 }))) });
    await collected(rig.reader.pages('organization'));
    const states = rig.events.flatMap((event) => (event.type === 'circuit' ? [event.state] : []));
    expect(states).toEqual(['open', 'closed']);
    expect((rig.arrivals[10] ?? 0) - (rig.arrivals[9] ?? 0)).toBeGreaterThanOrEqual(5_000);
  });

  it('for lack of a permission names the permission and is not repeated', async () => {
    const refusal = { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } };
    const rig = await rigOf({ script: () => refusal });
    const error = await problemOf(collected(rig.reader.pages('subscribedSkus')));
    expect(error.problem).toBe('permission_missing');
    expect(error.meta).toMatchObject({ permission: 'LicenseAssignment.Read.All' });
    expect(rig.arrivals).toHaveLength(1);
  });
});

describe('a request', () => {
  it('says who asks, that it can wait, and carries the token', async () => {
    const rig = await rigOf({ script: answering() });
    await collected(rig.reader.pages('groups'));
    const [request] = rig.server.requests;
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer first-token',
      'x-ms-throttle-priority': 'low',
      consistencylevel: 'eventual',
      'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('whose token Graph refuses is repeated once with a new one', async () => {
    const rig = await rigOf({
      script: answering({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } }),
    });
    await collected(rig.reader.pages('organization'));
    expect(rig.renewals).toEqual(['first-token']);
    expect(rig.server.requests[1]?.headers.authorization).toBe('Bearer second-token');
  });

  it('whose new token Graph refuses too says that the connection was revoked', async () => {
    const rig = await rigOf({
      script: () => ({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } }),
    });
    expect((await problemOf(collected(rig.reader.pages('organization')))).problem).toBe('revoked');
    expect(rig.arrivals).toHaveLength(2);
  });

  it('that was stopped while it waited ends at once and sends nothing more', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const rig = await rigOf({
      script: answering(throttled({ 'retry-after': '300' })),
      signal: stop.signal,
      onSleep: () => stop.abort(reason),
    });
    await expect(collected(rig.reader.pages('organization'))).rejects.toBe(reason);
    expect(rig.arrivals).toHaveLength(1);
  });

  it('whose answer is larger than accepted is ended', async () => {
    const large = { value: ['x'.repeat(10_000)] };
    const rig = await rigOf({ script: () => ({ body: large }), limits: { maxPageBytes: 5_000 } });
    expect((await problemOf(collected(rig.reader.pages('organization')))).problem).toBe('too_large');
  });
});
