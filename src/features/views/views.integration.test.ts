import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type Seat, type TestServer } from '../../../test/support/test-server.ts';
import { newId } from '../../shared/ids.ts';
import { systemClock } from '../../shared/time.ts';
import type { View } from '../../shared/views/contract.ts';
import { createViewsFeature } from './feature.ts';

let server: TestServer;
let owner: Seat;
let analyst: Seat;
let path: string;

beforeAll(async () => {
  const { routes } = createViewsFeature({ clock: systemClock, newId });
  server = await createTestServer({
    server: {
      extend: (composed) =>
        composed.routes.some((route) => route.endpoint.id === 'views.list')
          ? composed
          : { ...composed, routes: [...composed.routes, ...routes] },
    },
  });
  owner = await server.asRole('owner');
  analyst = await server.asRole('analyst', owner.organisationId);
  path = `/organisations/${owner.organisationId}/views`;
});
afterAll(() => server.close());

const state = { preset: 'last-month', groupBy: ['ServiceName', 'tag:cost center'], chart: 'bars' };
let number = 0;
const save = async (seat: Seat, body: Record<string, unknown> = {}): Promise<View> => {
  number += 1;
  const answer = await seat.client.call('POST', path, { body: { name: `View ${number}`, state, ...body } });
  expect(answer.status, answer.text).toBe(201);
  return answer.json<View>();
};
const idsSeenBy = async (seat: Seat): Promise<string[]> =>
  (await seat.client.call('GET', path)).json<{ items: View[] }>().items.map((view) => view.id);

describe('saved views', () => {
  it('come back as they were saved, with what the address may leave out', async () => {
    const view = await save(analyst);
    expect(view).toMatchObject({ isOwn: true, isShared: false, version: 1, ownerName: analyst.person.name });
    expect(view.state).toMatchObject({ ...state, cost: 'billed', measure: 'cost', compare: false });
  });

  it('are seen by their owner only while they are personal, by the owner of the organisation not either', async () => {
    const { id, version } = await save(analyst);
    expect(await idsSeenBy(analyst)).toContain(id);
    expect(await idsSeenBy(owner)).not.toContain(id);
    const calls = [
      owner.client.call('PATCH', `${path}/${id}`, { body: { name: 'Mine now', version } }),
      owner.client.call('DELETE', `${path}/${id}`),
    ];
    for (const answer of await Promise.all(calls)) expect(answer.status).toBe(404);
  });

  it('stay hidden when a query forgets to ask for the owner: the database decides', async () => {
    const { id } = await save(analyst);
    const seen = (userId: string | undefined) =>
      server.db.tenancy.read({ organisationId: owner.organisationId, userId }, (tx) =>
        tx
          .withTables<{ savedView: { id: string } }>()
          .selectFrom('savedView')
          .select('id')
          .where('id', '=', id)
          .execute(),
      );
    expect(await seen(analyst.person.id)).toHaveLength(1);
    expect(await seen(owner.person.id)).toHaveLength(0);
    expect(await seen(undefined)).toHaveLength(0);
  });

  it('are shared by who may share, seen by all, changed by their owner only', async () => {
    const refused = await analyst.client.call('POST', path, {
      body: { name: 'For all', state, isShared: true },
    });
    expect(refused.status).toBe(403);
    const { id } = await save(owner, { isShared: true });
    expect(await idsSeenBy(analyst)).toContain(id);
    const change = { body: { name: 'Other', version: 1 } };
    expect((await analyst.client.call('PATCH', `${path}/${id}`, change)).status).toBe(403);
    expect((await analyst.client.call('DELETE', `${path}/${id}`)).status).toBe(403);
  });

  it('take a change only from the version it was made from', async () => {
    const { id } = await save(owner);
    const change = (version: number) =>
      owner.client.call('PATCH', `${path}/${id}`, { body: { isShared: true, version } });
    expect((await change(1)).json<View>()).toMatchObject({ isShared: true, version: 2 });
    expect((await change(1)).status).toBe(412);
  });

  it('have one name each for a person', async () => {
    const { name } = await save(owner);
    expect((await owner.client.call('POST', path, { body: { name, state } })).status).toBe(409);
    await save(analyst, { name });
  });

  it.each([
    ['an unknown dimension', { preset: 'last-month', groupBy: ['BilledCost; drop table'] }],
    ['no period', { groupBy: [] }],
    [
      'a preset and instants',
      { preset: 'last-month', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
    ],
    ['a period that ends before it begins', { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
    ['a field nobody knows', { preset: 'last-month', script: '<b>' }],
  ])('are refused with %s', async (_name, bad) => {
    const answer = await owner.client.call('POST', path, { body: { name: 'Bad', state: bad } });
    expect(answer.status).toBe(400);
  });

  it('belong to persons: an API key may look at shared ones and save none', async () => {
    const { id } = await save(owner, { isShared: true });
    const personal = await save(owner);
    const { organisationId } = owner;
    const { token } = await server.factory.apiKey({ organisationId, scopes: ['cost.read', 'view.save'] });
    const key = server.client(token);
    const seen = (await key.call('GET', path)).json<{ items: View[] }>().items.map((view) => view.id);
    expect(seen).toContain(id);
    expect(seen).not.toContain(personal.id);
    expect((await key.call('POST', path, { body: { name: 'Key', state } })).status).toBe(403);
  });

  it('leave an entry in the audit log when made, changed and deleted, without their names', async () => {
    const { id, name } = await save(owner);
    await owner.client.call('PATCH', `${path}/${id}`, { body: { state, version: 1 } });
    expect((await owner.client.call('DELETE', `${path}/${id}`)).status).toBe(204);
    const entries = await server.owner.query(
      'select action, target_label, after::text from audit_entry where target_id = $1 order by sequence',
      [id],
    );
    expect(entries.rows.map((row) => row.action)).toEqual(['view.created', 'view.changed', 'view.deleted']);
    expect(JSON.stringify(entries.rows)).not.toContain(name);
  });
});
