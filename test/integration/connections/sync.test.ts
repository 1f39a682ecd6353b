import { afterEach, expect, test } from 'vitest';
import { generateTenant } from '../../../src/emulators/microsoft/tenant/tenant.ts';
import { openQueue } from '../../../src/platform/jobs/queue.ts';
import { newId } from '../../../src/shared/ids.ts';
import { startProgram } from '../../support/child-program.ts';
import { asOf, type Microsoft, type MicrosoftOptions, startMicrosoft } from '../../support/microsoft.ts';
import {
  connect,
  connectApplication,
  connectionOf,
  connectionsOf,
  syncEnded,
} from '../../support/microsoft-connection.ts';
import { createTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts';
import { waitFor } from '../../support/wait-for.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const open of closing.splice(0).toReversed()) await open.close();
});

const start = async (
  given: MicrosoftOptions = {},
  options: TestServerOptions = {},
): Promise<{ microsoft: Microsoft; server: TestServer }> => {
  const microsoft = await startMicrosoft(given);
  closing.push(microsoft);
  const env = { ...microsoft.env, ...options.env };
  const server = await createTestServer({ services: ['web', 'worker'], ...options, env });
  closing.push(server);
  return { microsoft, server };
};

const manyUsers = (users = 1300) => [generateTenant({ seed: 11, users, asOf })];

/** Landed pages: how often each number is there, by source. */
const landedPages = async (server: TestServer, name: string): Promise<number[]> => {
  const { rows } = await server.owner.query<{ page: number }>(
    `select p.page from sync_page p join sync_source s on s.id = p.sync_source_id where s.name = $1 order by 1`,
    [name],
  );
  return rows.map(({ page }) => page);
};

test('a worker that is killed in the middle costs the page under way: the next goes on after the last one', async () => {
  const { microsoft, server } = await start(
    { tenants: manyUsers(), limits: { limitsSignInPagesTo120: true } },
    { services: ['web'] },
  );
  const { db, folder, kernel } = server;
  const seat = await server.asRole('administrator');
  microsoft.emulator.setLatency(150);
  const { connectionId } = await connect(microsoft, seat);
  const worker = startProgram('test/support/microsoft-worker.ts', [db.runtimeUrl, folder], {
    env: { PATH: process.env.PATH, TZ: 'UTC', ...microsoft.env },
  });
  await worker.line('ready');
  await waitFor(
    () => landedPages(server, 'users'),
    (pages) => pages.length >= 4,
    20_000,
  );
  worker.process.kill('SIGKILL');
  await worker.ended;
  const landed = (await landedPages(server, 'users')).length;
  microsoft.emulator.setLatency(0);
  const next = await createTestServer({ services: ['web', 'worker'], env: microsoft.env, over: server });
  closing.push(next);
  const queue = await openQueue({
    ...{ connectionString: db.runtimeUrl, worker: false, log: kernel.log, clock: kernel.clock, newId },
  });
  await queue.releaseAbandoned(['connections.sync']);
  await queue.stop();
  const sync = await syncEnded(seat, connectionId);
  expect(sync.state).toBe('complete');
  const pages = Math.ceil(1300 / 120);
  expect(landed).toBeLessThan(pages);
  expect(await landedPages(server, 'users')).toEqual(Array.from({ length: pages }, (_, page) => page));
  expect(sync.sources.find(({ name }) => name === 'users')).toMatchObject({ pages, items: 1300 });
  // The first request is refused for its page size; the page under way at the kill, and the one that was fetched
  // ahead of it, may be read twice; none that had landed.
  expect(microsoft.emulator.stats.requestsByRoute['GET /users']).toBeLessThanOrEqual(pages + 3);
});

test('a storm of faults in a third of the answers ends in a complete sync, and nobody comes back too early', async () => {
  const { microsoft, server } = await start({
    tenants: manyUsers(700),
    limits: { limitsSignInPagesTo120: true },
    faults: {
      seed: 5,
      shares: {
        tooManyRequests: 0.1,
        unavailable: 0.07,
        reset: 0.07,
        truncated: 0.06,
        changingNextLink: 0.3,
      },
      retryAfter: 'mixed',
      mostInARow: 2,
    },
  });
  const seat = await server.asRole('administrator');
  const { connectionId } = await connectApplication(microsoft, seat);
  const sync = await syncEnded(seat, connectionId, 50_000);
  expect(sync.state).toBe('complete');
  expect(sync.sources.filter(({ state }) => state !== 'complete')).toEqual([]);
  const users = sync.sources.find(({ name }) => name === 'users');
  expect(users?.items).toBe(700);
  const { stats } = microsoft.emulator;
  expect(Object.values(stats.faultsInjected).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(10);
  expect(stats.earlyRetries).toBe(0);
  expect(sync.traffic.throttled).toBeGreaterThan(0);
}, 70_000);

test('a tenant without premium is read without sign-in times, and says so', async () => {
  const tenants = [generateTenant({ seed: 12, users: 60, asOf, isPremium: false })];
  const { microsoft, server } = await start({ tenants });
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat);
  const sync = await syncEnded(seat, connectionId);
  expect(sync.state).toBe('complete');
  const users = sync.sources.find(({ name }) => name === 'users');
  expect(users).toMatchObject({ state: 'partial', items: 60, reason: { code: 'not_premium' } });
  expect((await connectionOf(seat, connectionId)).premium).toBe(false);
});

test('concealed names in reports are noticed, by the setting and in the reports themselves', async () => {
  const { microsoft, server } = await start();
  for (const state of microsoft.emulator.tenants) state.concealed = true;
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat);
  const sync = await syncEnded(seat, connectionId);
  expect((await connectionOf(seat, connectionId)).concealed).toBe(true);
  const report = sync.sources.find(({ name }) => name === 'getOffice365ActiveUserDetail.D180');
  expect(report).toMatchObject({ state: 'complete', concealed: true });
});

test('a national cloud without reports is read for what it has, and says what it has not', async () => {
  const { microsoft, server } = await start(
    { limits: { nationalCloud: { reportsStatus: 404 } } },
    { env: { TRIMTAB_MICROSOFT_CLOUD: 'usgov' } },
  );
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat, microsoft.tenants[0], { cloud: 'usgov' });
  const sync = await syncEnded(seat, connectionId);
  expect(sync.state).toBe('complete');
  const reports = sync.sources.filter(({ name }) => name.startsWith('get'));
  expect(new Set(reports.map(({ state }) => state))).toEqual(new Set(['missing']));
  expect(reports[0]?.reason).toMatchObject({
    code: 'not_offered',
    detail: expect.stringContaining('GCC High'),
  });
  expect(sync.sources.find(({ name }) => name === 'users')).toMatchObject({ state: 'complete' });
});

test('two tenants are read side by side, each into its own', async () => {
  const tenants = [21, 22].map((seed) => generateTenant({ seed, users: 300, asOf }));
  const { microsoft, server } = await start({ tenants, latencyMs: 100 });
  const seat = await server.asRole('administrator');
  const connected = [];
  for (const tenant of tenants)
    connected.push(await connect(microsoft, seat, tenant, { name: tenant.domain }));
  const syncs = await Promise.all(connected.map(({ connectionId }) => syncEnded(seat, connectionId)));
  const spans = syncs.map(({ startedAt, finishedAt }) => [startedAt, finishedAt ?? '']);
  expect((spans[1]?.[0] ?? '') < (spans[0]?.[1] ?? '')).toBe(true);
  for (const [index, tenant] of tenants.entries()) {
    const connection = await connectionOf(seat, connected[index]?.connectionId ?? '');
    expect(connection).toMatchObject({ tenantId: tenant.id, tenantName: tenant.displayName });
  }
});

test('a sync by hand joins the one under way; a later one replaces what was landed', async () => {
  const { microsoft, server } = await start({ latencyMs: 100 });
  const seat = await server.asRole('administrator');
  const { connectionId, runId } = await connect(microsoft, seat);
  const at = connectionsOf(seat, `/${connectionId}/syncs`);
  const joined = (await seat.client.call('POST', at)).json<{ runId: string }>();
  expect(joined.runId).toBe(runId);
  await syncEnded(seat, connectionId);
  microsoft.emulator.setLatency(0);
  const again = (await seat.client.call('POST', at)).json<{ runId: string }>();
  expect(again.runId).not.toBe(runId);
  await waitFor(
    () => syncEnded(seat, connectionId),
    (sync) => sync.runId === again.runId,
  );
  const listed = (await seat.client.call('GET', at)).json<{ items: { runId: string; state: string }[] }>();
  expect(listed.items).toMatchObject([{ runId: again.runId }, { runId, state: 'complete' }]);
  expect(await landedPages(server, 'users')).toEqual([0]);
});

test('what a permission is wanting for is missing and named; a tenant without licences to read is refused', async () => {
  const roles = ['User.Read.All', 'LicenseAssignment.Read.All', 'Organization.Read.All'];
  const { microsoft, server } = await start({ roles });
  const seat = await server.asRole('administrator');
  const { connectionId, outcome } = await connectApplication(microsoft, seat);
  expect(outcome).toBe('connected');
  const sync = await syncEnded(seat, connectionId);
  expect(sync.state).toBe('complete');
  const missing = sync.sources.filter(({ state }) => state === 'missing').map(({ name }) => name);
  expect(missing).toEqual(expect.arrayContaining(['groups', 'reportSettings', 'mailboxSettings']));
  expect((await connectionOf(seat, connectionId)).lacking).toContain('Reports.Read.All');
  const less = await start({ roles: ['User.Read.All'] });
  const other = await less.server.asRole('administrator');
  expect((await connectApplication(less.microsoft, other)).outcome).toBe('admin-required');
}, 30_000);
