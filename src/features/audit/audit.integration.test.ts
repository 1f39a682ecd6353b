import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { createAudit } from '../../platform/audit/audit.ts';
import type { OrganisationContext } from '../../platform/http/context.ts';
import type { HandlerInput } from '../../platform/http/route.ts';
import { listAuditEntries } from '../../shared/audit/contract.ts';
import { newId } from '../../shared/ids.ts';
import { createAuditFeature } from './feature.ts';

const organisationId = newId();
const [ada, key] = [newId(), newId()];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const actions = [
    ['member.role-changed', 'person', ada, 'm1'],
    ['member.removed', 'person', ada, 'm2'],
    ['import.published', 'apiKey', key, 'i1'],
    ['memberlist.exported', 'apiKey', key, 'm1'],
    ['member.role-changed', 'person', ada, 'm3'],
  ] as const;
  for (const [index, [action, kind, id, target]] of actions.entries()) {
    const audit = createAudit({ clock: { now: () => new Date(Date.UTC(2026, 0, index + 1)) }, randomBytes });
    await database.tenancy.write({ organisationId }, (tx) =>
      audit.record(
        tx,
        { organisationId, actor: { kind, id, name: 'Ada Example' } },
        { action, target: { kind: 'member', id: target }, after: { role: 'owner' } },
      ),
    );
  }
});
afterAll(() => database.close());

/** Calls the route as the dispatcher does: query parsed by the contract, answer checked against it. */
const list = async (query: Record<string, string> = {}, inside = organisationId) => {
  const route = createAuditFeature().routes[0];
  if (route?.kind !== 'organisation') throw new Error('no route');
  const context = {
    organisationId: inside,
    read: (work) => database.tenancy.read({ organisationId: inside }, work),
  } as Pick<OrganisationContext, 'organisationId' | 'read'> as OrganisationContext;
  const input = { params: {}, query: listAuditEntries.query.parse(query) } as unknown as HandlerInput<
    typeof listAuditEntries
  >;
  return listAuditEntries.response.parse(await route.handler(context, input));
};
const numbersOf = async (query: Record<string, string>) =>
  (await list(query)).items.map(({ sequence }) => sequence);

test('entries come newest first, whole, in pages that do not shift', async () => {
  const first = await list({ limit: '2' });
  expect(first.items.map(({ sequence }) => sequence)).toEqual([5, 4]);
  expect(first.items[0]).toMatchObject({
    at: '2026-01-05T00:00:00Z',
    actor: { kind: 'person', id: ada, label: 'Ada Example' },
    action: 'member.role-changed',
    after: { role: 'owner' },
    before: null,
  });
  const second = await list({ limit: '2', cursor: first.nextCursor ?? '' });
  const third = await list({ limit: '2', cursor: second.nextCursor ?? '' });
  expect([...second.items, ...third.items].map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  expect(third.nextCursor).toBeNull();
});

test('filters narrow by action, actor, target and period, alone and together', async () => {
  expect(await numbersOf({ action: 'member.' })).toEqual([5, 2, 1]);
  expect(await numbersOf({ action: 'member' })).toEqual([5, 4, 2, 1]);
  expect(await numbersOf({ actorId: key })).toEqual([4, 3]);
  expect(await numbersOf({ targetId: 'm1' })).toEqual([4, 1]);
  expect(await numbersOf({ from: '2026-01-02T00:00:00Z', to: '2026-01-04T00:00:00Z' })).toEqual([3, 2]);
  expect(await numbersOf({ action: 'member.role', actorId: ada, from: '2026-01-02T00:00:00Z' })).toEqual([5]);
});

test('another organisation sees none of them', async () => {
  expect((await list({}, newId())).items).toEqual([]);
});

test('what is no cursor or no action is refused', async () => {
  await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(listAuditEntries.query.safeParse({ action: '%' }).success).toBe(false);
});
