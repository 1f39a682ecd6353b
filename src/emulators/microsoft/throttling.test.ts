import { afterEach, expect, test } from 'vitest';
import type { MicrosoftEmulatorOptions } from './emulator.ts';
import { createGraphClient, type GraphClient } from './testing/graph-client.ts';
import { applicationToken, type Rig, reader, startRig, writer } from './testing/rig.ts';

let paceMs = 1_790_000_000_000;
let rig: Rig;
afterEach(() => rig.close());

const start = async (options: Partial<MicrosoftEmulatorOptions> = {}): Promise<GraphClient> => {
  rig = await startRig({ paceMs: () => paceMs, ...options });
  return createGraphClient(rig, await applicationToken(rig, reader));
};

test('a tenant of 60 users has the documented budget: 5,000 units in 10 seconds, and a users list costs two, with $select one', async () => {
  const graph = await start();
  const cost = async (path: string, headers = {}) =>
    Number((await graph.get(path, headers)).headers.get('x-ms-resource-unit'));
  expect(await cost('/users')).toBe(2);
  expect(await cost('/users?$select=id')).toBe(1);
  expect(await cost('/users?$select=id&$top=5')).toBe(1);
  expect(await cost(`/users/${rig.tenant.users[0]?.id}`)).toBe(1);
  expect(await cost(`/groups/${rig.tenant.groups[0]?.id}/members`)).toBe(3);
  // 8 units are spent; a batch of 20 unselected lists costs 40.
  const requests = Array.from({ length: 20 }, (_, id) => ({
    id: String(id),
    method: 'GET',
    url: '/users?$top=20',
  }));
  const statuses: number[] = [];
  for (let batch = 0; batch < 125; batch += 1) {
    const { status, body } = await graph.request('POST', '/$batch', { requests });
    expect(status).toBe(200);
    statuses.push(...body.responses.map((reply) => reply.status));
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(Math.floor((5000 - 8) / 2));
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  const refused = await graph.get('/organization');
  expect(refused.status).toBe(429);
  expect(refused.body.error.code).toBe('TooManyRequests');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('x-ms-throttle-limit-percentage')).toBeTruthy();
  // Another application has a budget of its own.
  expect(
    (await createGraphClient(rig, await applicationToken(rig, writer)).get('/organization')).status,
  ).toBe(200);
  paceMs += 10_000;
  expect((await graph.get('/organization')).status).toBe(200);
}, 30_000);

test('a request that comes again before its Retry-After has passed is counted, and one that waits is not', async () => {
  const graph = await start({ limits: { units: [2, 2, 2] } });
  await graph.get('/organization');
  await graph.get('/organization');
  expect((await graph.get('/organization')).headers.get('retry-after')).toBe('10');
  expect(rig.emulator.stats.earlyRetries).toBe(0);
  paceMs += 9_000;
  await graph.get('/organization');
  expect(rig.emulator.stats.earlyRetries).toBe(1);
  await graph.get('/subscribedSkus');
  expect(rig.emulator.stats.requestsWhileThrottled).toBeGreaterThan(0);
  paceMs += 11_000;
  expect((await graph.get('/organization')).status).toBe(200);
  expect(rig.emulator.stats.earlyRetries).toBe(1);
  expect(rig.emulator.stats.throttled).toBeGreaterThanOrEqual(2);
});

test('Retry-After alternates between seconds and a date, or is absent or absurd, as set', async () => {
  const graph = await start({
    faults: {
      shares: { tooManyRequests: 1 },
      retryAfter: 'alternating',
      retryAfterSeconds: 7,
      mostInARow: 99,
    },
  });
  const retryAfter = async () => (await graph.get('/organization')).headers.get('retry-after');
  expect(await retryAfter()).toBe('7');
  const date = Date.parse((await retryAfter()) ?? '');
  expect(date - paceMs).toBeGreaterThanOrEqual(7000);
  expect(date - paceMs).toBeLessThanOrEqual(8000);
  rig.emulator.setFaults({ retryAfter: 'absent' });
  expect(await retryAfter()).toBeNull();
  rig.emulator.setFaults({ retryAfter: 'absurd' });
  expect(await retryAfter()).not.toMatch(/^\d{1,4}$/);
});

test('connections are reset and answers cut short after the request was carried out', async () => {
  const graph = await start();
  const [user] = rig.tenant.users;
  rig.emulator.setFaults({ shares: { reset: 1 }, mostInARow: 1 });
  await expect(graph.get(`/users/${user?.id}`)).rejects.toThrow();
  rig.emulator.setFaults({ shares: { truncated: 1 }, mostInARow: 1 });
  await expect(graph.get('/organization')).rejects.toThrow();
  expect(rig.emulator.stats.faultsInjected).toEqual({ reset: 1, truncated: 1 });
  expect(rig.emulator.stats.requestsByRoute).toMatchObject({ 'GET /users/{id}': 1, 'GET /organization': 1 });
  // No request meets more than `mostInARow` of them.
  expect((await graph.get('/organization')).status).toBe(200);
});

test('the same seed gives the same faults in the same order', async () => {
  const shares = { tooManyRequests: 0.3, unavailable: 0.2 };
  const run = async () => {
    const graph = await start({ faults: { seed: 42, shares } });
    const statuses: number[] = [];
    for (let at = 0; at < 40; at += 1)
      statuses.push((await graph.get(`/users/${rig.tenant.users[at]?.id}`)).status);
    return statuses;
  };
  const first = await run();
  await rig.close();
  expect(await run()).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 429, 503]));
});

test('next links that change their form still lead on, when followed as given', async () => {
  const graph = await start({ faults: { shares: { changingNextLink: 1 } } });
  const ids: string[] = [];
  let link: string | undefined = '/users?$select=id&$top=25';
  while (link !== undefined) {
    const { body } = await graph.get(link);
    ids.push(...body.value.map(({ id }) => id));
    link = body['@odata.nextLink'];
    if (link !== undefined) expect(link).toContain('$skipToken=');
  }
  expect(ids).toEqual(rig.tenant.users.map(({ id }) => id));
});

test('premium is denied now and then also to those who have it, when so set', async () => {
  const graph = await start({ faults: { seed: 3, shares: { deniedPremium: 0.5 } } });
  const statuses = new Set<number>();
  for (let at = 0; at < 12; at += 1)
    statuses.add((await graph.get('/users?$select=id,signInActivity')).status);
  expect(statuses).toEqual(new Set([200, 403]));
});

test('a report may be asked for 14 times in 10 minutes', async () => {
  const graph = await start();
  const path = "/reports/getMailboxUsageDetail(period='D7')";
  const statuses: number[] = [];
  for (let at = 0; at < 15; at += 1) statuses.push((await graph.get(path)).status);
  expect(statuses).toEqual([...Array<number>(14).fill(302), 429]);
  expect((await graph.get("/reports/getEmailActivityUserDetail(period='D7')")).status).toBe(302);
  paceMs += 600_001;
  expect((await graph.get(path)).status).toBe(302);
});

test('a tenant can limit pages with sign-in activity to 120, and a cloud can lack reports', async () => {
  const graph = await start({ limits: { limitsSignInPagesTo120: true, nationalCloud: {} } });
  const wide = await graph.get('/users?$select=signInActivity&$top=500');
  expect([
    wide.status,
    wide.body.error.message.includes('Cannot query data for more than 120 users'),
  ]).toEqual([400, true]);
  expect((await graph.get('/users?$select=signInActivity&$top=120')).status).toBe(200);
  expect(
    (await graph.get("/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D7')")).status,
  ).toBe(404);
  expect((await graph.get("/reports/getMailboxUsageDetail(period='D7')")).status).toBe(302);
  await rig.close();
  const lacking = await start({ limits: { nationalCloud: { reportsStatus: 501 } } });
  expect((await lacking.get("/reports/getMailboxUsageDetail(period='D7')")).status).toBe(501);
});

test('an answer takes at least the latency that is set', async () => {
  const graph = await start({ latencyMs: 40 });
  const begin = performance.now();
  await graph.get('/organization');
  expect(performance.now() - begin).toBeGreaterThanOrEqual(38);
});
