import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTenant } from '../../../src/emulators/microsoft/tenant/tenant.ts';
import { revokeConnections } from '../../../src/server/tenants.ts';
import type { Run } from '../../../src/shared/runs/contract.ts';
import { asOf, type Microsoft, startMicrosoft } from '../../support/microsoft.ts';
import {
  begin,
  connect,
  connectionOf,
  connectionsOf,
  expectStatus,
  type Finished,
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
  await begin(first, { name: 'Never consented' });
  expect(await revokeConnections(server.kernel, first.organisationId)).toMatchObject({
    organisations: 1,
    connections: 1,
    drafts: 1,
    revoked: [{ connectionId: connected[0]?.connectionId, organisationId: first.organisationId }],
  });
  expect(await revokeConnections(server.kernel, first.organisationId)).toMatchObject({
    connections: 0,
    drafts: 0,
  });
  await expect(
    revokeConnections(server.kernel, '0197a1c2-0000-7000-8000-000000000001'),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
  expect([await stateOf(0), await stateOf(1)]).toEqual(['revoked', 'connected']);
  expect((await revokeConnections(server.kernel, undefined)).connections).toBeGreaterThanOrEqual(1);
  expect(await stateOf(1)).toBe('revoked');
  expect((await server.owner.query('select 1 from connection_secret')).rows).toEqual([]);
  expect(await entriesOf(second, 'connection.revoked')).toMatchObject([
    { actor_id: 'connections.revoke-all' },
  ]);
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
