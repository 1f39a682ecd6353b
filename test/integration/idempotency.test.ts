import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHousekeeping, keptAnswerMs } from '../../src/server/housekeeping.ts';
import { factoryPassword } from '../support/factory.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let seat: Seat;
beforeAll(async () => {
  server = await createTestServer();
  seat = await server.asRole('owner');
});
afterAll(() => server.close());

let lastKey = 0;
const freshKey = (): string => {
  lastKey += 1;
  return `key-${lastKey}`;
};

const makeKey = (key: string, name = 'export', organisationId = seat.organisationId) =>
  seat.client.call('POST', `/organisations/${organisationId}/api-keys`, {
    body: { name, scopes: ['cost.read'] },
    headers: { 'idempotency-key': key },
  });

const countKeys = async (name: string): Promise<number> => {
  const { rows } = await server.owner.query('select 1 from api_key where name = $1', [name]);
  return rows.length;
};

test('a repeat with the same key gets the same answer, secret included, and happens once', async () => {
  const key = freshKey();
  const first = await makeKey(key, 'repeated');
  const second = await makeKey(key, 'repeated');
  expect(first.status).toBe(201);
  expect(second.status).toBe(201);
  expect(second.text).toBe(first.text);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await countKeys('repeated')).toBe(1);
});

test('eight identical requests at the same moment have one effect and one answer', async () => {
  const key = freshKey();
  const answers = await Promise.all(Array.from({ length: 8 }, () => makeKey(key, 'at once')));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await countKeys('at once')).toBe(1);
});

test('a key that was used for another request is refused, and nothing happens', async () => {
  const key = freshKey();
  await makeKey(key, 'the one');
  const other = await makeKey(key, 'another');
  expect(other.status).toBe(422);
  expect(other.problem().code).toBe('idempotency_key_reused');
  expect(await countKeys('another')).toBe(0);
});

test('a request that failed leaves its key free', async () => {
  const key = freshKey();
  const body = { name: 'late', scopes: ['cost.read'], expiresAt: '2020-01-01T00:00:00Z' };
  const path = `/organisations/${seat.organisationId}/api-keys`;
  const failed = await seat.client.call('POST', path, { body, headers: { 'idempotency-key': key } });
  expect(failed.status).toBe(400);
  expect((await makeKey(key, 'late')).status).toBe(201);
});

test('a repeat is recognised after a restart of the server', async () => {
  const key = freshKey();
  const first = await makeKey(key, 'restarted');
  await server.restart();
  const second = await makeKey(key, 'restarted');
  expect(second.text).toBe(first.text);
  expect(await countKeys('restarted')).toBe(1);
});

test('keys of different callers and organisations never meet', async () => {
  const key = freshKey();
  const other = await server.asRole('owner');
  const own = await makeKey(key, 'mine');
  const foreign = await other.client.call('POST', `/organisations/${other.organisationId}/api-keys`, {
    body: { name: 'mine', scopes: ['cost.read'] },
    headers: { 'idempotency-key': key },
  });
  const colleague = await server.asRole('owner', seat.organisationId);
  const sameOrganisation = await colleague.client.call(
    'POST',
    `/organisations/${seat.organisationId}/api-keys`,
    { body: { name: 'mine', scopes: ['cost.read'] }, headers: { 'idempotency-key': key } },
  );
  expect(new Set([own, foreign, sameOrganisation].map(({ text }) => text)).size).toBe(3);
});

test('a kept answer stands sealed: the secret of an API key is nowhere in the database', async () => {
  const { secret } = (await makeKey(freshKey(), 'sealed')).json<{ secret: string }>();
  const { rows } = await server.owner.query<{ text: string; response: Buffer }>(
    'select k::text as text, response from idempotency_key k where response is not null',
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { text, response } of rows) {
    expect(text).not.toContain(secret);
    expect(response.toString('latin1')).not.toContain(secret);
  }
});

test('a kept answer that was put into the row of another does not open', async () => {
  const [first, second] = [freshKey(), freshKey()];
  await makeKey(first, 'moved from');
  await makeKey(second, 'moved to');
  await server.owner.query(
    `update idempotency_key t set response = s.response from idempotency_key s
      where s.key = $1 and t.key = $2 and s.organisation_id = t.organisation_id`,
    [first, second],
  );
  const answer = await makeKey(second, 'moved to');
  expect(answer.status).toBe(422);
  expect(answer.text).not.toContain('secret"');
});

test('kept answers are forgotten after a day, and no sooner', async () => {
  const keep = freshKey();
  const forget = freshKey();
  await makeKey(forget, 'forgotten');
  const { tenancy, clock } = { tenancy: server.kernel.tenancy, clock: server.clock };
  const housekeeping = createHousekeeping({ tenancy, clock });
  clock.advance(keptAnswerMs - 60_000);
  // A day later the password wants to be confirmed again.
  await seat.client.call('POST', '/session/confirmation', { body: { password: factoryPassword } });
  await makeKey(keep, 'kept');
  await housekeeping.run(new AbortController().signal);
  expect((await makeKey(forget, 'forgotten')).headers.get('idempotency-replayed')).toBe('true');
  clock.advance(120_000);
  await housekeeping.run(new AbortController().signal);
  expect((await makeKey(forget, 'forgotten')).headers.get('idempotency-replayed')).toBeNull();
  expect((await makeKey(keep, 'kept')).headers.get('idempotency-replayed')).toBe('true');
});
