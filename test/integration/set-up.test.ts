import { afterAll, beforeAll, expect, test } from 'vitest';
import { installationId } from '../../src/platform/tenancy/tenancy.ts';
import { readAuditLog } from '../support/audit-log.ts';
import { createTestServer, type TestServer } from '../support/test-server.ts';
import { whileLocked } from '../support/while-locked.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const bodyFor = (token: string, number = 0) => ({
  token,
  name: 'First Owner',
  email: `owner-${number}@example.test`,
  password: 'a long enough password',
  organisationName: 'First organisation',
});

test('a set-up link works once, even for ten at the same moment; then never again', async () => {
  const validOf = async (link: string) =>
    (await server.client().call('GET', `/set-up?token=${link}`)).json<{ linkValid: boolean }>().linkValid;
  expect((await server.client().call('GET', '/set-up')).json()).toMatchObject({
    needed: true,
    linkValid: null,
  });
  const outdated = (await server.server.composition.issueSetupToken()) ?? '';
  const token = (await server.server.composition.issueSetupToken()) ?? '';
  const old = await server.client().call('POST', '/set-up', { body: bodyFor(outdated) });
  expect(old.status).toBe(404);
  expect(await Promise.all([outdated, token.slice(0, -1), '', token].map(validOf))).toEqual([
    false,
    false,
    false,
    true,
  ]);

  const callers = Array.from({ length: 10 }, () => server.client());
  const answers = await whileLocked(
    server.db,
    { sql: 'select 1 from installation for update', waiting: 5 },
    () =>
      Promise.all(
        callers.map((caller, number) => caller.call('POST', '/set-up', { body: bodyFor(token, number) })),
      ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(404)]);
  const { rows } = await server.owner.query(`select (select count(*)::int from person) as people,
    (select count(*)::int from organisation) as organisations`);
  expect(rows).toEqual([{ people: 1, organisations: 1 }]);

  // Whoever came first is signed in, as owner.
  const winner = callers[answers.findIndex(({ status }) => status === 201)];
  expect((await winner?.call('GET', '/me'))?.json()).toMatchObject({ organisations: [{ role: 'owner' }] });

  await server.restart();
  expect((await server.client().call('GET', '/set-up')).json()).toMatchObject({ needed: false });
  expect(await server.server.composition.issueSetupToken()).toBeUndefined();
  const again = await server.client().call('POST', '/set-up', { body: bodyFor(token, 99) });
  expect(again.status).toBe(404);
  expect(await validOf(token)).toBe(false);
});

test('the set-up is written down, for the installation and for the organisation', async () => {
  const actions = (await readAuditLog(server.owner, installationId)).map(({ action }) => action);
  expect(actions).toEqual(['installation.set-up', 'session.started']);
  const { rows } = await server.owner.query<{ id: string }>('select id from organisation');
  const log = await readAuditLog(server.owner, rows[0]?.id ?? '');
  expect(log.map(({ action }) => action)).toEqual(['organisation.created']);
});

test('the token of the link is kept as a digest only', async () => {
  const { rows } = await server.owner.query('select setup_token_hash from installation');
  expect(rows).toEqual([{ setup_token_hash: null }]);
});
