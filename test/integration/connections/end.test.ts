import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTenant } from '../../../src/emulators/microsoft/tenant/tenant.ts';
import { revokeConnections } from '../../../src/server/tenants.ts';
import type { Run } from '../../../src/shared/runs/contract.ts';
import { asOf, type Microsoft, startMicrosoft } from '../../support/microsoft.ts';
import {
  connect,
  connectApplication,
  connectionOf,
  connectionsOf,
  expectStatus,
  type Finished,
  finish,
  syncEnded,
} from '../../support/microsoft-connection.ts';
import { createTestServer, type Seat, type TestServer } from '../../support/test-server.ts';
import { waitFor } from '../../support/wait-for.ts';

const tenants = [generateTenant({ seed: 31, users: 1300, asOf })];
let microsoft: Microsoft;
let server: TestServer;
beforeAll(async () => {
  microsoft = await startMicrosoft({ tenants, limits: { limitsSignInPagesTo120: true } });
  server = await createTestServer({ services: ['web', 'worker'], env: microsoft.env });
});
afterAll(async () => {
  await server.close();
  await microsoft.close();
});

const secretsOf = async (connectionId: string): Promise<number> => {
  const sql = 'select 1 from connection_secret where connection_id = $1';
  return (await server.owner.query(sql, [connectionId])).rows.length;
};

const runOf = async (seat: Seat, runId: string | null): Promise<Run> => {
  const answer = await seat.client.call('GET', `/organisations/${seat.organisationId}/runs/${runId}`);
  return expectStatus(answer, 200).json<{ run: Run }>().run;
};

const entriesOf = async (seat: Seat, action: string) => {
  const { rows } = await server.owner.query<{ after: Record<string, unknown> | null; actor_id: string }>(
    'select after, actor_id from audit_entry where organisation_id = $1 and action = $2',
    [seat.organisationId, action],
  );
  return rows;
};

/** Connects and waits until the reading is in the middle of the users. */
const midway = async (seat: Seat): Promise<Finished> => {
  microsoft.emulator.setLatency(300);
  const connected = await connect(microsoft, seat);
  await waitFor(
    () => connectionOf(seat, connected.connectionId),
    ({ lastSync }) => (lastSync?.sources.find(({ name }) => name === 'users')?.pages ?? 0) >= 2,
    20_000,
  );
  return connected;
};

const usersRead = () => microsoft.emulator.stats.requestsByRoute['GET /users'] ?? 0;

test('revoking deletes the tokens at once and stops the sync that is under way', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId, runId } = await midway(seat);
  expect(await secretsOf(connectionId)).toBe(1);
  expect((await runOf(seat, runId)).message).toMatch(/^[\w. ]+: [\d,]+ read$/);
  const at = connectionsOf(seat, `/${connectionId}/revocation`);
  const revoked = expectStatus(await seat.client.call('POST', at), 200).json();
  expect(revoked).toMatchObject({ state: 'revoked', lastSync: { state: 'cancelled' } });
  expect(await secretsOf(connectionId)).toBe(0);
  const run = await waitFor(
    () => runOf(seat, runId),
    ({ state }) => state === 'cancelled',
  );
  expect(run.state).toBe('cancelled');
  const before = usersRead();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(usersRead()).toBe(before);
  microsoft.emulator.setLatency(0);
  const again = await seat.client.call('POST', connectionsOf(seat, `/${connectionId}/syncs`));
  expectStatus(again, 409);
  expect(await entriesOf(seat, 'connection.revoked')).toMatchObject([
    { after: { secretsDeleted: 1, runsStopped: 1, vendorTold: false } },
  ]);
});

test('removing deletes everything that was read', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat);
  await syncEnded(seat, connectionId);
  const at = connectionsOf(seat, `/${connectionId}`);
  expectStatus(await seat.client.call('DELETE', at), 204);
  expectStatus(await seat.client.call('GET', at), 404);
  for (const table of ['connection', 'connection_secret', 'sync', 'sync_source', 'sync_page']) {
    const sql = `select 1 from ${table} where organisation_id = $1`;
    expect((await server.owner.query(sql, [seat.organisationId])).rows, table).toEqual([]);
  }
});

test('one command revokes all connections of an organisation, or of every one', async () => {
  const seats = [await server.asRole('administrator'), await server.asRole('administrator')];
  const [first, second] = seats as [Seat, Seat];
  const connected = [await connect(microsoft, first), await connect(microsoft, second)];
  await Promise.all(connected.map(({ connectionId }, at) => syncEnded(seats[at] as Seat, connectionId)));
  const stateOf = async (at: 0 | 1) =>
    (await connectionOf(seats[at] as Seat, connected[at]?.connectionId ?? '')).state;
  expect(await revokeConnections(server.kernel, first.organisationId)).toEqual({
    organisations: 1,
    connections: 1,
  });
  expect([await stateOf(0), await stateOf(1)]).toEqual(['revoked', 'connected']);
  expect((await revokeConnections(server.kernel, undefined)).connections).toBeGreaterThanOrEqual(1);
  expect(await stateOf(1)).toBe('revoked');
  expect((await server.owner.query('select 1 from connection_secret')).rows).toEqual([]);
  expect(await entriesOf(second, 'connection.revoked')).toMatchObject([
    { actor_id: 'connections.revoke-all' },
  ]);
});

test('consent withdrawn in Entra breaks the connection; connecting again repairs it', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat);
  await syncEnded(seat, connectionId);
  const [tenant] = tenants;
  const { clientId } = microsoft.application;
  microsoft.emulator.revokeConsent({ tenantId: tenant?.id ?? '', clientId });
  // The access token of the sync before is still good for an hour: a later sync has to refresh.
  server.clock.advance(3_600_000);
  const at = connectionsOf(seat, `/${connectionId}`);
  const started = expectStatus(await seat.client.call('POST', `${at}/syncs`), 202).json<{ runId: string }>();
  const failed = await waitFor(
    () => runOf(seat, started.runId),
    ({ state }) => state === 'failed',
  );
  // Refused at once: trying again by itself would change nothing.
  expect(failed).toMatchObject({ attempt: 1, problem: { code: 'unprocessable' } });
  const broken = await connectionOf(seat, connectionId);
  expect(broken).toMatchObject({
    state: 'broken',
    problem: { code: 'consent_missing', fix: expect.stringContaining('Connect again') },
    lastSync: { state: 'failed' },
  });
  expect(await entriesOf(seat, 'connection.broken')).toMatchObject([{ after: { code: 'consent_missing' } }]);
  const begun = (await seat.client.call('POST', `${at}/authorisation`)).json<{ authorisationUrl: string }>();
  const callback = await microsoft.consent(
    begun.authorisationUrl,
    microsoft.administratorOf(tenants[0] as (typeof tenants)[0]),
  );
  expect((await finish(seat, callback)).json<Finished>().outcome).toBe('connected');
  expect(await syncEnded(seat, connectionId)).toMatchObject({ state: 'complete' });
  expect((await connectionOf(seat, connectionId)).problem).toBeNull();
});

test('a wrong secret breaks the connection; the right one and a sync by hand repair it', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connectApplication(microsoft, seat);
  await syncEnded(seat, connectionId);
  const at = connectionsOf(seat, `/${connectionId}`);
  const renew = (clientSecret: string) =>
    seat.client.call('PATCH', at, { body: { credential: { clientSecret } } });
  expectStatus(await renew('not-the-secret'), 200);
  expectStatus(await seat.client.call('POST', `${at}/syncs`), 202);
  const broken = await waitFor(
    () => connectionOf(seat, connectionId),
    ({ state, lastSync }) => state === 'broken' && lastSync?.state === 'failed',
  );
  expect(broken.problem?.code).toBe('wrong_secret');
  expectStatus(await renew(microsoft.application.secret), 200);
  expectStatus(await seat.client.call('POST', `${at}/syncs`), 202);
  const repaired = await waitFor(
    () => connectionOf(seat, connectionId),
    ({ lastSync }) => lastSync?.state === 'complete',
    20_000,
  );
  expect(repaired).toMatchObject({ state: 'connected', problem: null });
});

test('an application that was removed from the tenant breaks its connection, too', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connectApplication(microsoft, seat);
  await syncEnded(seat, connectionId);
  microsoft.emulator.revokeConsent({
    tenantId: tenants[0]?.id ?? '',
    clientId: microsoft.application.clientId,
  });
  await seat.client.call('POST', connectionsOf(seat, `/${connectionId}/syncs`));
  const broken = await waitFor(
    () => connectionOf(seat, connectionId),
    ({ state }) => state === 'broken',
  );
  expect(broken.problem?.code).toBe('app_not_found');
});

test('a sync that is cancelled stops, and its run goes on from there when it is retried', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId, runId } = await midway(seat);
  const at = `/organisations/${seat.organisationId}/runs/${runId}`;
  expectStatus(await seat.client.call('POST', `${at}/cancellation`), 204);
  const cancelled = await syncEnded(seat, connectionId);
  expect(cancelled.state).toBe('cancelled');
  const pages = cancelled.sources.find(({ name }) => name === 'users')?.pages ?? 0;
  expect(pages).toBeGreaterThanOrEqual(2);
  const before = usersRead();
  microsoft.emulator.setLatency(0);
  await waitFor(
    () => runOf(seat, runId),
    ({ state }) => state === 'cancelled',
  );
  expect((await seat.client.call('POST', `${at}/retry`)).status).toBeLessThan(300);
  const done = await waitFor(
    () => syncEnded(seat, connectionId),
    ({ state }) => state === 'complete',
    20_000,
  );
  expect(done.sources.find(({ name }) => name === 'users')).toMatchObject({ pages: 11, items: 1300 });
  expect(usersRead() - before).toBeLessThanOrEqual(11 - pages + 1);
  expect(await entriesOf(seat, 'sync.cancelled')).toHaveLength(1);
});
