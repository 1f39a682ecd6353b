import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allows, permissions, type Role, roles } from '../../src/shared/access.ts';
import { newId } from '../../src/shared/ids.ts';
import type { Answer, Client } from '../support/client.ts';
import { callOf, type RouteCall } from '../support/route-calls.ts';
import { withForeignId } from '../support/sample-input.ts';
import { canary, fillTenantTables, fingerprint, idsOf } from '../support/tenant-rows.ts';
import { createTestServer, type TestServer } from '../support/test-server.ts';

/**
 * Every route of the composition, with every role, against the ids of another organisation. Nothing here names a
 * route or a table: what is added later is covered without an edit.
 */
let server: TestServer;
let home: string;
let foreign: { id: string; ids: Map<string, string> };
const seats = new Map<Role, Client>();

/** An organisation with a row in every table, whose texts carry the canary. */
const furnished = async (): Promise<{ id: string; ids: Map<string, string> }> => {
  const { factory, owner } = server;
  const { id } = await factory.organisation({ name: `${canary} organisation`, kind: 'partner' });
  const person = await factory.person({ name: `${canary} person`, email: `${canary}-${id}@example.test` });
  await factory.member({ organisationId: id, personId: person.id, role: 'owner' });
  const parent = await factory.organisation({ name: `${canary} parent`, kind: 'provider' });
  await factory.relationship({ parentId: parent.id, childId: id });
  await factory.invitation({ organisationId: id, email: `${canary}-invited-${id}@example.test` });
  await factory.apiKey({ organisationId: id, scopes: ['cost.read'] });
  await factory.run({ organisationId: id, kind: canary });
  const { keyring, tenancy } = server.kernel;
  await tenancy.write({ organisationId: id }, (tx) => keyring.advance(tx, id));
  await fillTenantTables(owner, id);
  return { id, ids: await idsOf(owner, id) };
};

beforeAll(async () => {
  server = await createTestServer();
  foreign = await furnished();
  home = (await furnished()).id;
  // The canary marks what is foreign; the own organisation has none.
  await server.owner.query(`update organisation set name = 'Home' where id = $1`, [home]);
  for (const role of roles) seats.set(role, (await server.asRole(role, home)).client);
}, 120_000);
afterAll(() => server.close());

const seatOf = (role: Role): Client => {
  const seat = seats.get(role);
  if (!seat) throw new Error(`nobody is ${role}`);
  return seat;
};

const organisationCalls = (): RouteCall[] =>
  server.server.composition.routes
    .filter(({ kind }) => kind === 'organisation')
    .map((route) => callOf(route));

const isAllowed = (role: Role, { endpoint }: RouteCall): boolean =>
  endpoint.access.kind === 'organisation' && allows(role, endpoint.access.permission);

const paramSnake = (param: string): string =>
  param.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The id of the table that the parameter is named after, else of any. */
const idFor = (ids: Map<string, string>, param: string): string => ids.get(paramSnake(param)) ?? newId();

/** What is found wrong, in words, so that one run shows all of it. */
const unexpected = (who: string, call: RouteCall, answer: Answer, expected: number): string[] => [
  ...(answer.status === expected
    ? []
    : [
        `${who} ${call.endpoint.id} answered ${answer.status} instead of ${expected}: ${answer.text.slice(0, 300)}`,
      ]),
  ...(answer.text.includes(canary) ? [`${who} ${call.endpoint.id} told something foreign`] : []),
];

/** Runs calls that must not change anything, and says for which route something changed. */
const withoutChange = async (
  calls: readonly RouteCall[],
  attempt: (call: RouteCall) => Promise<string[]>,
): Promise<string[]> => {
  const problems: string[] = [];
  for (const call of calls) {
    // Limits are not what is tested here.
    await server.owner.query('delete from rate_limit');
    const before = await fingerprint(server.owner);
    problems.push(...(await attempt(call)));
    const after = await fingerprint(server.owner);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    if (changed.length > 0) problems.push(`${call.endpoint.id} changed ${changed.join(', ')}`);
  }
  return problems;
};

test('there are routes to test, and foreign rows to try', () => {
  expect(organisationCalls().length).toBeGreaterThan(15);
  expect(foreign.ids.size).toBeGreaterThan(5);
});

/** Every foreign id in every place of every path below the own organisation. */
const reachForForeignRows = (role: Role): Promise<string[]> => {
  const calls = organisationCalls().filter((call) => call.params.length > 0);
  return withoutChange(calls, async (call) => {
    const found: string[] = [];
    for (const id of [...foreign.ids.values(), foreign.id, newId()]) {
      const answer = await call.send(seatOf(role), { organisationId: home, param: () => id });
      found.push(...unexpected(role, call, answer, isAllowed(role, call) ? 404 : 403));
    }
    return found;
  });
};

describe.each(roles)('a member with the role %s', (role) => {
  test('finds another organisation nowhere: 404 for every route, and nothing changes', async () => {
    const problems = await withoutChange(organisationCalls(), async (call) => {
      const param = (name: string): string => idFor(foreign.ids, name);
      const answer = await call.send(seatOf(role), { organisationId: foreign.id, param });
      return unexpected(role, call, answer, 404);
    });
    expect(problems).toEqual([]);
  });

  test("gets 404 for another organisation's rows under its own organisation, and nothing changes", async () => {
    expect(await reachForForeignRows(role)).toEqual([]);
  });

  test('is refused with 403 what its role does not include, and nothing changes', async () => {
    const own = await idsOf(server.owner, home);
    const calls = organisationCalls().filter((call) => !isAllowed(role, call));
    const problems = await withoutChange(calls, async (call) => {
      const param = (name: string): string => idFor(own, name);
      return unexpected(role, call, await call.send(seatOf(role), { organisationId: home, param }), 403);
    });
    expect(problems).toEqual([]);
  });
});

/** All routes, called with the own organisation's ids by somebody who is nobody. */
const asNobody = async (who: string, client: Client, expected: number): Promise<string[]> => {
  const own = await idsOf(server.owner, home);
  return withoutChange(organisationCalls(), async (call) => {
    const param = (name: string): string => idFor(own, name);
    return unexpected(who, call, await call.send(client, { organisationId: home, param }), expected);
  });
};

describe('who is nobody gets nothing from any route', () => {
  test('without a session or key: 401, personal routes included', async () => {
    expect(await asNobody('a stranger', server.client(), 401)).toEqual([]);
    const personal = server.server.composition.routes.filter(({ kind }) => kind === 'session');
    const problems = await withoutChange(
      personal.map((route) => callOf(route)),
      async (call) =>
        unexpected(
          'a stranger',
          call,
          await call.send(server.client(), { organisationId: home, param: () => newId() }),
          401,
        ),
    );
    expect(problems).toEqual([]);
  });

  test('a suspended member', async () => {
    const seat = await server.asRole('owner', home);
    await server.owner.query(`update member set state = 'suspended' where id = $1`, [seat.memberId]);
    expect(await asNobody('a suspended owner', seat.client, 404)).toEqual([]);
  });

  test('a session that was revoked', async () => {
    const seat = await server.asRole('owner', home);
    await server.owner.query('delete from session where user_id = $1', [seat.person.id]);
    expect(await asNobody('a revoked session', seat.client, 401)).toEqual([]);
  });

  test('a session that has expired', async () => {
    const seat = await server.asRole('owner', home);
    await server.owner.query(
      `update session set expires_at = now() - interval '1 second' where user_id = $1`,
      [seat.person.id],
    );
    // The first call sweeps the expired row away.
    await seat.client.call('GET', '/me');
    expect(await asNobody('an expired session', seat.client, 401)).toEqual([]);
  });

  test('a cookie whose signature was forged', async () => {
    const seat = await server.asRole('owner', home);
    for (const [name, value] of seat.client.cookies)
      seat.client.cookies.set(name, `${value.slice(0, -12)}AAAAAAAAAAAA`);
    expect(await asNobody('a forged cookie', seat.client, 401)).toEqual([]);
  });

  test('a partner whose relationship was revoked', async () => {
    const partner = await server.asRole('owner');
    const revokedAt = new Date();
    await server.factory.relationship({ parentId: partner.organisationId, childId: home, revokedAt });
    expect(await asNobody('a former partner', partner.client, 404)).toEqual([]);
  });

  test('an API key that was revoked, has expired, or never was', async () => {
    const past = new Date(Date.now() - 1000);
    const revoked = await server.factory.apiKey({
      organisationId: home,
      scopes: permissions,
      revokedAt: past,
    });
    const expired = await server.factory.apiKey({
      organisationId: home,
      scopes: permissions,
      expiresAt: past,
    });
    for (const token of [revoked.token, expired.token, 'tt_key_invented'])
      expect(await asNobody('a dead key', server.client(token), 401)).toEqual([]);
  });

  test('an API key of another organisation', async () => {
    const { token } = await server.factory.apiKey({ organisationId: foreign.id, scopes: permissions });
    expect(await asNobody('a foreign key', server.client(token), 404)).toEqual([]);
  });
});

test('a password confirmed eleven minutes ago: 401 for every route that wants it fresh, and nothing changes', async () => {
  const seat = await server.asRole('owner', home);
  const age = `update session set confirmed_at = now() - interval '11 minutes' where user_id = $1`;
  await server.owner.query(age, [seat.person.id]);
  const own = await idsOf(server.owner, home);
  const calls = organisationCalls().filter(({ endpoint }) => endpoint.stepUp);
  expect(calls.length).toBeGreaterThan(5);
  const problems = await withoutChange(calls, async (call) => {
    const param = (name: string): string => idFor(own, name);
    const answer = await call.send(seat.client, { organisationId: home, param });
    const { code } = answer.problem();
    return [
      ...unexpected('an old confirmation', call, answer, 401),
      ...(code === 'step_up_required' ? [] : [`${call.endpoint.id} said ${code}`]),
    ];
  });
  expect(problems).toEqual([]);
});

test('an API key without the scope of a route is refused with 403, and nothing changes', async () => {
  const keys = new Map<string, Client>();
  for (const permission of permissions) {
    const scopes = permissions.filter((other) => other !== permission);
    const { token } = await server.factory.apiKey({ organisationId: home, scopes });
    keys.set(permission, server.client(token));
  }
  const own = await idsOf(server.owner, home);
  const problems = await withoutChange(organisationCalls(), async (call) => {
    const { access } = call.endpoint;
    const client = access.kind === 'organisation' ? keys.get(access.permission) : undefined;
    if (!client) return [`${call.endpoint.id} needs no known permission`];
    const param = (name: string): string => idFor(own, name);
    return unexpected('a narrow key', call, await call.send(client, { organisationId: home, param }), 403);
  });
  expect(problems).toEqual([]);
});

test('foreign ids inside a body or query reach nothing of the other organisation', async () => {
  const own = await idsOf(server.owner, home);
  const problems: string[] = [];
  const before = await fingerprint(server.owner, foreign.id);
  for (const call of organisationCalls().filter(({ endpoint }) => endpoint.stream !== 'events')) {
    await server.owner.query('delete from rate_limit');
    for (const id of [...foreign.ids.values(), foreign.id]) {
      const changed = [
        ...withForeignId(call.body, id).map((body) => call.with({ body })),
        ...withForeignId(call.query, id).map((query) => call.with({ query })),
      ];
      for (const variant of changed) {
        const param = (name: string): string => idFor(own, name);
        const answer = await variant.send(seatOf('owner'), { organisationId: home, param });
        if (answer.text.includes(canary)) problems.push(`${call.endpoint.id} told something foreign`);
      }
    }
  }
  expect(problems).toEqual([]);
  expect(await fingerprint(server.owner, foreign.id)).toEqual(before);
});

test('these tests see a hole: with one policy too wide, the foreign rows are found', async () => {
  await server.owner.query('alter policy run_own on run using (true) with check (true)');
  try {
    const problems = (await reachForForeignRows('owner')).join('\n');
    expect(problems).toContain('runs.get answered 200');
    expect(problems).toContain('runs.get told something foreign');
    expect(problems).toContain('runs.cancel changed run');
  } finally {
    await server.owner.query(
      `alter policy run_own on run using (organisation_id = app_organisation())
        with check (organisation_id = app_organisation())`,
    );
  }
});
