import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextSyncAt } from '../../../src/features/connections/next-sync.ts';
import { type Microsoft, startMicrosoft } from '../../support/microsoft.ts';
import {
  connect,
  connectionOf,
  connectionsOf,
  expectStatus,
  syncEnded,
} from '../../support/microsoft-connection.ts';
import { createTestServer, type Seat, type TestServer } from '../../support/test-server.ts';

const hourMs = 3_600_000;
let microsoft: Microsoft;
let server: TestServer;
let seat: Seat;
let connectionId: string;
beforeAll(async () => {
  microsoft = await startMicrosoft();
  server = await createTestServer({ services: ['web', 'worker'], env: microsoft.env });
  seat = await server.asRole('administrator');
  const syncHour = (new Date().getUTCHours() + 2) % 24;
  ({ connectionId } = await connect(microsoft, seat, microsoft.tenants[0], { syncHour }));
  await syncEnded(seat, connectionId);
});
afterAll(async () => {
  await server.close();
  await microsoft.close();
});

const lookAtSchedule = async (): Promise<void> => {
  const task = server.server.composition.tasks.find(({ name }) => name === 'connections.schedule');
  await task?.run(new AbortController().signal);
};

const syncs = async (): Promise<number> => {
  const sql = 'select 1 from sync where connection_id = $1';
  return (await server.owner.query(sql, [connectionId])).rows.length;
};

test('a daily sync starts when it is due, once, however often and from wherever one looks', async () => {
  await lookAtSchedule();
  expect(await syncs()).toBe(1);
  server.clock.advance(3 * hourMs);
  // Several processes look at the same moment.
  await Promise.all([1, 2, 3, 4].map(lookAtSchedule));
  await lookAtSchedule();
  expect(await syncs()).toBe(2);
  expect((await syncEnded(seat, connectionId)).state).toBe('complete');
});

test('after a restart nothing is started twice, and days of standstill are made up for once', async () => {
  await server.restart();
  await lookAtSchedule();
  expect(await syncs()).toBe(2);
  server.clock.advance(75 * hourMs);
  await lookAtSchedule();
  await lookAtSchedule();
  expect(await syncs()).toBe(3);
});

test('a connection that syncs by hand only, is broken or revoked is left alone', async () => {
  const { client } = await server.asRole('administrator', seat.organisationId);
  const at = connectionsOf(seat, `/${connectionId}`);
  expectStatus(await client.call('PATCH', at, { body: { syncHour: null } }), 200);
  server.clock.advance(48 * hourMs);
  await lookAtSchedule();
  expect(await syncs()).toBe(3);
  const fresh = await server.asRole('administrator', seat.organisationId);
  expect((await connectionOf(fresh, connectionId)).syncHour).toBeNull();
});

test('the next daily sync is the next full hour of its kind', () => {
  const at = new Date('2026-03-29T01:30:00Z');
  expect(nextSyncAt(3, at)?.toISOString()).toBe('2026-03-29T03:00:00.000Z');
  expect(nextSyncAt(1, at)?.toISOString()).toBe('2026-03-30T01:00:00.000Z');
  expect(nextSyncAt(1, new Date('2026-03-30T01:00:00Z'))?.toISOString()).toBe('2026-03-31T01:00:00.000Z');
  expect(nextSyncAt(null, at)).toBeNull();
});
