import { afterAll, beforeAll, expect, test } from 'vitest';
import { delegatedPermissionsOf, type Role } from '../../src/shared/access.ts';
import type { Membership } from '../../src/shared/identity/contract.ts';
import { readAuditLog } from '../support/audit-log.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Delegated = Exclude<Role, 'owner'>;

/** Provider → partner → customer, and an owner of each. */
const tree = async (toPartner: Delegated = 'administrator', toCustomer: Delegated = 'administrator') => {
  const { factory } = server;
  const provider = await factory.organisation({ kind: 'provider' });
  const partner = await factory.organisation({ kind: 'partner' });
  const customer = await factory.organisation({ kind: 'customer' });
  const upper = await factory.relationship({
    parentId: provider.id,
    childId: partner.id,
    delegatedRole: toPartner,
  });
  const lower = await factory.relationship({
    parentId: partner.id,
    childId: customer.id,
    delegatedRole: toCustomer,
  });
  return {
    ...{ upper, lower },
    provider: await server.asRole('owner', provider.id),
    partner: await server.asRole('owner', partner.id),
    customer: await server.asRole('owner', customer.id),
  };
};

const statusOf = async (seat: Seat, organisationId: string, path = '', method = 'GET', body?: unknown) =>
  (await seat.client.call(method, `/organisations/${organisationId}${path}`, { body })).status;

test('a partner reaches its customer with the delegated role, no further than its own', async () => {
  const { partner, customer } = await tree('administrator', 'billing');
  const analyst = await server.asRole('analyst', partner.organisationId);
  const at = customer.organisationId;
  expect(await statusOf(partner, at)).toBe(200);
  // Billing may not see members, whoever comes with it.
  expect(await statusOf(partner, at, '/members')).toBe(403);
  // An analyst through billing keeps what both may: reading, not importing.
  expect(await statusOf(analyst, at)).toBe(200);
  expect(await statusOf(analyst, at, '/members')).toBe(403);
});

test('a provider reaches the customers of its partners, by the weakest role along the way', async () => {
  const { provider, customer } = await tree('support', 'administrator');
  expect(await statusOf(provider, customer.organisationId, '/members')).toBe(200);
  expect(await statusOf(provider, customer.organisationId, '', 'PATCH', { name: 'Taken' })).toBe(403);
});

test('a customer reaches neither its partner nor its siblings', async () => {
  const { partner, customer, provider } = await tree();
  const sibling = await server.factory.organisation();
  await server.factory.relationship({ parentId: partner.organisationId, childId: sibling.id });
  expect(await statusOf(customer, partner.organisationId)).toBe(404);
  expect(await statusOf(customer, provider.organisationId)).toBe(404);
  expect(await statusOf(customer, sibling.id)).toBe(404);
});

test('what a person reaches is what the console is told, with the permissions it really has', async () => {
  const { provider, partner, customer } = await tree('administrator', 'analyst');
  const { organisations } = (await provider.client.call('GET', '/me')).json<{
    organisations: Membership[];
  }>();
  expect(organisations.map(({ organisationId }) => organisationId)).toEqual([
    provider.organisationId,
    partner.organisationId,
    customer.organisationId,
  ]);
  const atCustomer = organisations.at(-1);
  expect(atCustomer?.viaOrganisationId).toBe(partner.organisationId);
  expect(atCustomer?.permissions).toEqual(delegatedPermissionsOf(atCustomer?.role ?? 'owner'));
});

test('either side ends a relationship, and the reach ends with the next request', async () => {
  for (const side of ['customer', 'partner'] as const) {
    const parties = await tree();
    const { provider, partner, customer, lower } = parties;
    expect(await statusOf(partner, customer.organisationId)).toBe(200);
    const ending = `/relationships/${lower.id}`;
    expect(await statusOf(parties[side], parties[side].organisationId, ending, 'DELETE')).toBe(204);
    expect(await statusOf(partner, customer.organisationId)).toBe(404);
    expect(await statusOf(provider, customer.organisationId)).toBe(404);
    expect(await statusOf(provider, partner.organisationId)).toBe(200);
  }
});

test("only the customer's own members decide how far a partner reaches", async () => {
  const { partner, customer, lower } = await tree('administrator', 'administrator');
  const path = `/relationships/${lower.id}`;
  const wider = { delegatedRole: 'administrator' };
  expect(await statusOf(partner, partner.organisationId, path, 'PATCH', wider)).toBe(403);
  expect(await statusOf(partner, customer.organisationId, path, 'PATCH', wider)).toBe(403);
  expect(await statusOf(customer, customer.organisationId, path, 'PATCH', { delegatedRole: 'member' })).toBe(
    204,
  );
  expect(await statusOf(partner, customer.organisationId, '/members')).toBe(403);
});

test('a partner makes nothing that outlives its relationship: no API key, no member, no owner', async () => {
  const { partner, customer } = await tree();
  const at = customer.organisationId;
  const key = { name: 'back door', scopes: ['cost.read'] };
  expect(await statusOf(partner, at, '/api-keys', 'POST', key)).toBe(403);
  const friend = { email: 'friend@example.test', role: 'analyst' };
  expect(await statusOf(partner, at, '/invitations', 'POST', friend)).toBe(403);
  expect(await statusOf(partner, at, `/members/${customer.memberId}`, 'PATCH', { role: 'member' })).toBe(403);
  expect(await statusOf(partner, at, `/members/${customer.memberId}`, 'DELETE')).toBe(403);
});

test('a partner creates a customer and invites its first owner; from then on the owner decides', async () => {
  const partner = await server.asRole(
    'administrator',
    (await server.factory.organisation({ kind: 'partner' })).id,
  );
  const created = await partner.client.call('POST', `/organisations/${partner.organisationId}/children`, {
    body: { kind: 'customer', name: 'New customer' },
  });
  expect(created.status).toBe(201);
  const { organisationId } = created.json<{ organisationId: string }>();
  const invited = await partner.client.call('POST', `/organisations/${organisationId}/invitations`, {
    body: { email: 'first-owner@example.test', role: 'owner' },
  });
  expect(invited.status).toBe(201);
  const token = invited.json<{ link: string }>().link.split('/').at(-1);
  const owner = server.client();
  const accepted = await owner.call('POST', `/invitations/${token}/acceptance`, {
    body: { name: 'First Owner', password: 'a long enough password' },
  });
  expect(accepted.status).toBe(201);
  expect((await owner.call('GET', `/organisations/${organisationId}/members`)).json()).toMatchObject({
    items: [{ role: 'owner' }],
  });
  expect(
    await statusOf(partner, organisationId, '/invitations', 'POST', {
      email: 'second@example.test',
      role: 'analyst',
    }),
  ).toBe(403);
});

test("a partner's visit is in the customer's log, once a session and hour, with the way it came", async () => {
  const { partner, customer } = await tree();
  const at = customer.organisationId;
  // Ten minutes into an hour, so that the test does not straddle two.
  const hourMs = 3_600_000;
  server.clock.advance(hourMs - (server.clock.now().getTime() % hourMs) + 600_000);
  await Promise.all(Array.from({ length: 6 }, () => statusOf(partner, at)));
  await statusOf(partner, at, '/members');
  const visits = async () =>
    (await readAuditLog(server.owner, at)).filter(({ action }) => action === 'partner.accessed');
  expect(await visits()).toMatchObject([
    { actorId: partner.person.id, viaOrganisationId: partner.organisationId },
  ]);
  // Another process does not remember, but the log does.
  await server.restart();
  await statusOf(partner, at);
  expect(await visits()).toHaveLength(1);
  server.clock.advance(hourMs);
  await statusOf(partner, at);
  expect(await visits()).toHaveLength(2);
  const again = { ...partner, client: await server.signIn(partner.person) };
  await statusOf(again, at);
  expect(await visits()).toHaveLength(3);
});

test("a customer's own member leaves no visit, and a refused partner none either", async () => {
  const { partner, customer, lower } = await tree();
  await statusOf(customer, customer.organisationId);
  await statusOf(customer, customer.organisationId, `/relationships/${lower.id}`, 'DELETE');
  await statusOf(partner, customer.organisationId);
  const actions = (await readAuditLog(server.owner, customer.organisationId)).map(({ action }) => action);
  expect(actions).toEqual(['relationship.revoked']);
});

test("a partner's change says through which organisation it came", async () => {
  const { partner, customer } = await tree();
  expect(await statusOf(partner, customer.organisationId, '', 'PATCH', { name: 'Renamed' })).toBe(200);
  const log = await readAuditLog(server.owner, customer.organisationId);
  expect(log.map(({ action, viaOrganisationId }) => [action, viaOrganisationId])).toEqual([
    ['partner.accessed', partner.organisationId],
    ['organisation.changed', partner.organisationId],
  ]);
});

test('when the visit cannot be written down, it does not happen', async () => {
  const { partner, customer } = await tree();
  await server.owner.query('revoke insert on audit_entry from trimtab_app');
  try {
    const answer = await partner.client.call('GET', `/organisations/${customer.organisationId}`);
    expect(answer.status).toBe(500);
    expect(answer.problem().code).toBe('audit_missing');
  } finally {
    await server.owner.query('grant insert on audit_entry to trimtab_app');
  }
});
