import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '../../src/platform/http/route.ts';
import type { Client } from '../support/client.ts';
import { callOf } from '../support/route-calls.ts';
import { fillTenantTables, fingerprint, idsOf } from '../support/tenant-rows.ts';
import { createTestServer, type TestServer } from '../support/test-server.ts';

/**
 * Every route that changes something writes an audit entry. Nothing here names a route: each gets a fresh
 * organisation with a row in every table, and calls with every alternative of its contract.
 */
let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const furnished = async (): Promise<{ client: Client; organisationId: string }> => {
  const { factory, owner, kernel } = server;
  const { id } = await factory.organisation({ kind: 'provider' });
  const child = await factory.organisation({ kind: 'partner' });
  const { client } = await server.asRole('owner', id);
  await factory.member({ organisationId: id, role: 'analyst' });
  await factory.relationship({ parentId: id, childId: child.id });
  await factory.relationship({
    parentId: (await factory.organisation({ kind: 'provider' })).id,
    childId: id,
  });
  await factory.invitation({ organisationId: id });
  await factory.apiKey({ organisationId: id, scopes: ['cost.read'] });
  await factory.run({ organisationId: id, state: 'queued' });
  await factory.run({ organisationId: id, state: 'failed' });
  await kernel.tenancy.write({ organisationId: id }, (tx) => kernel.keyring.advance(tx, id));
  await fillTenantTables(owner, id);
  return { client, organisationId: id };
};

/** Every id of the organisation, the ones of the table that the parameter is named after first. */
const candidates = async (organisationId: string, param: string): Promise<string[]> => {
  const table = param.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const { rows: there } = await server.owner.query(`select to_regclass($1) as found`, [`public.${table}`]);
  const others = [...(await idsOf(server.owner, organisationId)).values()];
  if (there[0]?.found === null) return others;
  const column = table === 'relationship' ? 'child_id' : 'organisation_id';
  const { rows } = await server.owner.query<{ id: string }>(
    `select id::text as id from ${table} where ${column} = $1 order by id desc`,
    [organisationId],
  );
  return [...new Set([...rows.map(({ id }) => id), ...others])];
};

const entriesOf = async (organisationId: string): Promise<number> => {
  const { rows } = await server.owner.query('select 1 from audit_entry where organisation_id = $1', [
    organisationId,
  ]);
  return rows.length;
};

/** Calls a route until it succeeds; says what was wrong with the success, or nothing if there was none. */
const trial = async (route: Route): Promise<{ reached: boolean; problems: string[] }> => {
  const { client, organisationId } = await furnished();
  for (const variant of [0, 1, 2, 3]) {
    const call = callOf(route, variant);
    const choices = call.params[0] ? await candidates(organisationId, call.params[0]) : [''];
    for (const id of choices) {
      const [before, entries] = [await fingerprint(server.owner), await entriesOf(organisationId)];
      const answer = await call.send(client, { organisationId, param: () => id });
      const [after, added] = [await fingerprint(server.owner), (await entriesOf(organisationId)) - entries];
      const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
      if (answer.status >= 400 && changed.length > 0)
        return {
          reached: false,
          problems: [`${route.endpoint.id} failed, but changed ${changed.join(', ')}`],
        };
      if (answer.status >= 400) continue;
      const silent = changed.length > 0 && added === 0;
      const problem = `${route.endpoint.id} changed ${changed.join(', ')} without an audit entry`;
      return { reached: changed.length > 0, problems: silent ? [problem] : [] };
    }
  }
  return { reached: false, problems: [] };
};

test('every route that changes something leaves an audit entry; one that fails changes nothing', async () => {
  const changing = server.server.composition.routes.filter(
    ({ kind, endpoint }) => kind === 'organisation' && endpoint.method !== 'GET',
  );
  const problems: string[] = [];
  const reached: string[] = [];
  for (const route of changing) {
    await server.owner.query('delete from rate_limit');
    const outcome = await trial(route);
    problems.push(...outcome.problems);
    if (outcome.reached) reached.push(route.endpoint.id);
  }
  expect(problems).toEqual([]);
  // Most routes are reached from their contracts alone; were it few, this test would prove little.
  expect(reached.length).toBeGreaterThan(changing.length / 2);
}, 180_000);
