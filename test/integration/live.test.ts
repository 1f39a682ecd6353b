import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchRuns } from '../../src/features/runs/watch.ts';
import type { OrganisationContext } from '../../src/platform/http/context.ts';
import type { Live } from '../../src/platform/live/live.ts';
import { withClient } from '../../src/platform/postgres/client.ts';
import type { Run } from '../../src/shared/runs/contract.ts';
import { type EventStream, openStream } from '../support/event-stream.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let seat: Seat;
const streams: EventStream[] = [];
beforeAll(async () => {
  server = await createTestServer();
  seat = await server.asRole('support');
});
afterAll(async () => {
  for (const stream of streams) stream.close();
  await server.close();
});

const follow = async (from: Seat): Promise<EventStream> => {
  const stream = await openStream(from.client, `/organisations/${from.organisationId}/runs/events`);
  streams.push(stream);
  return stream;
};

const heard = (stream: EventStream): Pick<Run, 'id' | 'state'>[] =>
  stream.events.map(({ data }) => data as Run).map(({ id, state }) => ({ id, state }));

const hears = (stream: EventStream, run: Pick<Run, 'id' | 'state'>, timeoutMs = 5000) =>
  waitFor(
    async () => heard(stream),
    (all) => all.some(({ id, state }) => id === run.id && state === run.state),
    timeoutMs,
  );

const makeRun = (state: 'queued' | 'running' | 'succeeded' = 'running') =>
  server.factory.run({ organisationId: seat.organisationId, state });
const setState = (id: string, state: Run['state']) =>
  server.owner.query(
    `update run set state = $2, finished_at = case when $2 = 'running' then null else now() end
    where id = $1`,
    [id, state],
  );

/** As when the database server restarts: every connection of the program breaks. */
const breakConnections = () =>
  withClient(server.db.superuserUrl, (client) =>
    client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'trimtab%' and pid <> pg_backend_pid()`),
  );

test('a follower gets what is not finished, and then every change, without asking', async () => {
  const earlier = await follow(seat);
  const [running, finished] = [await makeRun(), await makeRun('succeeded')];
  // The notification of it has passed by then.
  await hears(earlier, { id: finished.id, state: 'succeeded' });
  const stream = await follow(seat);
  await hears(stream, { id: running.id, state: 'running' });
  const later = await makeRun('queued');
  await hears(stream, { id: later.id, state: 'queued' });
  await setState(later.id, 'running');
  await hears(stream, { id: later.id, state: 'running' });
  await setState(running.id, 'succeeded');
  await hears(stream, { id: running.id, state: 'succeeded' });
  expect(heard(stream).map(({ id }) => id)).not.toContain(finished.id);
});

test('a member of another organisation hears nothing of it', async () => {
  const other = await server.asRole('owner');
  const [mine, theirs] = [await follow(seat), await follow(other)];
  const run = await makeRun();
  await hears(mine, { id: run.id, state: 'running' });
  expect(theirs.events.filter(({ event }) => event === 'run')).toEqual([]);
});

test('nobody follows without the permission', async () => {
  const billing = await server.asRole('member', seat.organisationId);
  await expect(follow(billing)).rejects.toThrow('403');
});

test('after the database was away a follower hears what it missed, the end of a run included', async () => {
  const run = await makeRun();
  const stream = await follow(seat);
  await hears(stream, { id: run.id, state: 'running' });
  await breakConnections();
  // Nobody listens at this moment, so this notification is lost.
  await setState(run.id, 'succeeded');
  await hears(stream, { id: run.id, state: 'succeeded' }, 15_000);
  const next = await makeRun();
  await hears(stream, { id: next.id, state: 'running' });
});

test('a notification that is not ours changes nothing and ends nothing', async () => {
  const stream = await follow(seat);
  await server.owner.query(`select pg_notify('trimtab_live', 'no json')`);
  await server.owner.query(`select pg_notify('trimtab_live', '{"organisationId": 1}')`);
  const run = await makeRun();
  await hears(stream, { id: run.id, state: 'running' });
});

test('a silent stream says that it lives', async () => {
  const silent: Live = { subscribe: () => () => undefined, close: async () => undefined };
  const gone = new AbortController();
  const context = { organisationId: seat.organisationId, signal: gone.signal, read: async () => [] };
  const events = watchRuns(context as unknown as OrganisationContext, silent, 20);
  expect((await events.next()).value).toMatchObject({ event: 'heartbeat' });
  gone.abort();
  expect(await events.next()).toMatchObject({ done: true });
});

test('a stop of the program does not wait for those who follow', async () => {
  const stream = await follow(seat);
  const startedAt = Date.now();
  await server.restart();
  await stream.ended;
  expect(Date.now() - startedAt).toBeLessThan(8000);
});
