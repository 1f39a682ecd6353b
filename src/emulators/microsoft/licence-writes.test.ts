import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmulatedGroup, EmulatedUser } from './tenant/entities.ts';
import { createGraphClient, type GraphClient } from './testing/graph-client.ts';
import { applicationToken, type Rig, startRig, writer } from './testing/rig.ts';

let rig: Rig;
let graph: GraphClient;
let paceMs = 1_000_000;
const lagMs = 5_000;

beforeAll(async () => {
  const limits = { replicationLagMs: lagMs, groupProcessingMs: lagMs };
  rig = await startRig({ paceMs: () => paceMs, limits }, 300);
  graph = createGraphClient(rig, await applicationToken(rig, writer));
});
afterAll(() => rig.close());

const settle = () => {
  paceMs += 3 * lagMs;
  // Processing of a group is noticed by the next request, and its outcome is replicated after that.
  return graph.get('/organization').then(() => {
    paceMs += 3 * lagMs;
  });
};

const state = () => {
  const [found] = rig.emulator.tenants;
  if (!found) throw new Error('no tenant');
  return found;
};
const users = (): readonly EmulatedUser[] => state().users.rows(paceMs);
const found = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`the tenant has no ${what}`);
  return value;
};
const isDirect = (user: EmulatedUser, skuId: string) =>
  user.licenseAssignmentStates.every((way) => way.skuId !== skuId || way.assignedByGroup === null);
const directOnly = () =>
  found(
    users().find(
      (user) => user.assignedLicenses.length === 1 && isDirect(user, user.assignedLicenses[0]?.skuId ?? ''),
    ),
    'user with one direct licence',
  );
const staticGroup = (): EmulatedGroup =>
  found(
    state()
      .groups.rows(paceMs)
      .find(
        (group) =>
          group.groupTypes.length === 0 &&
          !group.mailEnabled &&
          !group.onPremisesSyncEnabled &&
          group.assignedLicenses.length > 0,
      ),
    'static licence group',
  );
const consumed = async (skuId: string): Promise<number> => {
  const { body } = await graph.get('/subscribedSkus?$select=skuId,consumedUnits');
  return Number(body.value.find((sku) => sku.skuId === skuId)?.consumedUnits);
};
const licencesOf = async (id: string) =>
  (await graph.get(`/users/${id}?$select=assignedLicenses,licenseAssignmentStates`)).body;
const assign = (id: string, add: readonly unknown[], remove: readonly string[]) =>
  graph.request('POST', `/users/${id}/assignLicense`, { addLicenses: add, removeLicenses: remove });
/** Plans that exclude or need others, which is not what these tests are about. */
const particular = /^(EXCHANGE_S_(DESKLESS|STANDARD|ENTERPRISE|ARCHIVE)|SHAREPOINT|MCOEV|M365_COPILOT_TEAMS)/;

/** A SKU with a seat left that none of these users holds. */
const freeSku = (holders: readonly (EmulatedUser | undefined)[]) => {
  const held = new Set(
    holders.flatMap((user) => user?.licenseAssignmentStates.map(({ skuId }) => skuId) ?? []),
  );
  return found(
    state().tenant.subscribedSkus.find(({ appliesTo, skuId, prepaidUnits, servicePlans }) => {
      const taken = state().seats.latest(skuId)?.consumedUnits ?? 0;
      if (servicePlans.some(({ servicePlanName }) => particular.test(servicePlanName))) return false;
      return appliesTo === 'User' && !held.has(skuId) && prepaidUnits.enabled + prepaidUnits.warning > taken;
    }),
    'SKU with a seat left',
  );
};

test('a licence that is removed frees its seat, and readers see it only after the replication lag', async () => {
  const user = directOnly();
  const skuId = user.assignedLicenses[0]?.skuId ?? '';
  const before = await consumed(skuId);
  const answer = await assign(user.id, [], [skuId]);
  expect(answer.status).toBe(200);
  expect(answer.body.assignedLicenses).toEqual([]);
  expect((await licencesOf(user.id)).assignedLicenses).toHaveLength(1);
  expect(await consumed(skuId)).toBe(before);
  await settle();
  expect((await licencesOf(user.id)).assignedLicenses).toEqual([]);
  expect(await consumed(skuId)).toBe(before - 1);
  expect((await assign(user.id, [], [skuId])).body.error.message).toBe(
    'User does not have a corresponding license.',
  );
});

test('a swap is one call, and all or nothing', async () => {
  const user = directOnly();
  const from = user.assignedLicenses[0]?.skuId ?? '';
  const to = freeSku([user]);
  const plan = to.servicePlans[0]?.servicePlanId;
  const unknown = '00000000-0000-4000-8000-000000000000';
  const refused = await assign(user.id, [{ skuId: unknown, disabledPlans: [] }], [from]);
  expect(refused.body.error.message).toContain('does not correspond to a valid company License');
  await settle();
  expect((await licencesOf(user.id)).assignedLicenses).toEqual(user.assignedLicenses);
  const swapped = await assign(user.id, [{ skuId: to.skuId, disabledPlans: [plan] }], [from]);
  expect(swapped.status).toBe(200);
  await settle();
  const after = await licencesOf(user.id);
  expect(after.assignedLicenses).toEqual([{ skuId: to.skuId, disabledPlans: [plan] }]);
  expect(after.licenseAssignmentStates).toMatchObject([
    { skuId: to.skuId, assignedByGroup: null, state: 'Active', error: 'None' },
  ]);
});

test('an inherited licence cannot be removed from the user', async () => {
  const [user, way] = found(
    users().flatMap((candidate) =>
      candidate.licenseAssignmentStates
        .filter(
          ({ assignedByGroup, skuId }) =>
            assignedByGroup !== null &&
            !candidate.licenseAssignmentStates.some(
              (other) => other.skuId === skuId && other.assignedByGroup === null,
            ),
        )
        .map((inherited) => [candidate, inherited] as const),
    )[0],
    'inherited licence',
  );
  const { status, body } = await assign(user.id, [], [way.skuId]);
  expect(status).toBe(400);
  expect(body.error.message).toBe(
    'User license is inherited from a group membership and it cannot be removed directly from the user.',
  );
});

test('a seat that reaches a user twice is counted once', async () => {
  const group = staticGroup();
  const skuId = group.assignedLicenses[0]?.skuId ?? '';
  const member = found(
    group.memberIds
      .map((id) => state().users.latest(id))
      .find(
        (user) =>
          user?.licenseAssignmentStates.some((way) => way.skuId === skuId && way.state === 'Active') &&
          isInheritedOnly(user, skuId),
      ),
    'member with an inherited licence',
  );
  const before = await consumed(skuId);
  expect((await assign(member.id, [{ skuId, disabledPlans: [] }], [])).status).toBe(200);
  await settle();
  expect(await consumed(skuId)).toBe(before);
  expect((await assign(member.id, [], [skuId])).status).toBe(200);
  await settle();
  expect(await consumed(skuId)).toBe(before);
  expect((await licencesOf(member.id)).assignedLicenses).toContainEqual(expect.objectContaining({ skuId }));
});
const isInheritedOnly = (user: EmulatedUser, skuId: string) =>
  user.licenseAssignmentStates.every((way) => way.skuId !== skuId || way.assignedByGroup !== null);

test('no free seat, no usage location, foreign plans and missing parameters are refused in Graph’s words', async () => {
  const user = directOnly();
  const refused = async (add: readonly unknown[], words: RegExp, id = user.id) => {
    const { status, body } = await assign(id, add, []);
    expect([status, body.error.code]).toEqual([400, 'Request_BadRequest']);
    expect(body.error.message).toMatch(words);
  };
  const sku = freeSku([user]);
  const seats = found(state().seats.latest(sku.skuId), 'seat count');
  const { enabled, warning } = sku.prepaidUnits;
  state().seats.write({ ...seats, consumedUnits: enabled + warning }, 0);
  await refused([{ skuId: sku.skuId, disabledPlans: [] }], /available licenses.*CountViolation/);
  state().seats.write(seats, 0);
  await refused(
    [{ skuId: sku.skuId, disabledPlans: ['00000000-0000-4000-8000-000000000000'] }],
    /does not belong to the license/,
  );
  await refused([{ skuId: 'E5' }], /Invalid value/);
  state().users.write({ ...user, usageLocation: null }, 0);
  await refused([{ skuId: sku.skuId, disabledPlans: [] }], /invalid usage location/);
  state().users.write(user, 0);
  const { body } = await graph.request('POST', `/users/${user.id}/assignLicense`, { addLicenses: [] });
  expect(body.error.message).toContain('The missing parameters are: removeLicenses.');
});

test('a member added to a licence group gets its licences later, and loses them when removed', async () => {
  const group = staticGroup();
  const skuId = group.assignedLicenses[0]?.skuId ?? '';
  const newcomer = found(
    users().find(
      (user) =>
        user.assignedLicenses.length === 0 &&
        user.usageLocation !== null &&
        !group.memberIds.includes(user.id),
    ),
    'user without licences',
  );
  const before = await consumed(skuId);
  const reference = { '@odata.id': `${rig.emulator.graphOrigin}/v1.0/directoryObjects/${newcomer.id}` };
  expect((await graph.request('POST', `/groups/${group.id}/members/$ref`, reference)).status).toBe(204);
  expect(
    (await graph.request('POST', `/groups/${group.id}/members/$ref`, reference)).body.error.message,
  ).toContain('already exist');
  expect((await licencesOf(newcomer.id)).assignedLicenses).toEqual([]);
  await settle();
  expect((await licencesOf(newcomer.id)).licenseAssignmentStates).toContainEqual(
    expect.objectContaining({ skuId, assignedByGroup: group.id }),
  );
  expect(await consumed(skuId)).toBe(before + 1);
  expect((await graph.request('DELETE', `/groups/${group.id}/members/${newcomer.id}/$ref`)).status).toBe(204);
  await settle();
  expect((await licencesOf(newcomer.id)).assignedLicenses).toEqual([]);
  expect(await consumed(skuId)).toBe(before);
  expect((await graph.request('DELETE', `/groups/${group.id}/members/${newcomer.id}/$ref`)).status).toBe(404);
});

test('a group that is dynamic, synchronised or for mail keeps its members', async () => {
  const [user] = users();
  const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${user?.id}` };
  const guarded = state()
    .groups.rows(paceMs)
    .filter((group) => group.groupTypes.includes('DynamicMembership') || group.onPremisesSyncEnabled);
  expect(guarded.length).toBeGreaterThan(0);
  for (const { id } of guarded) {
    expect((await graph.request('POST', `/groups/${id}/members/$ref`, reference)).status).toBe(400);
  }
});

test('licences of a group change at once for the group and later for its members, until seats run out', async () => {
  const group = staticGroup();
  const members = group.memberIds.map((id) => state().users.latest(id));
  const add = freeSku(members);
  const seats = found(state().seats.latest(add.skuId), 'seat count');
  const { enabled, warning } = add.prepaidUnits;
  // One seat is left for all the members.
  state().seats.write({ ...seats, consumedUnits: enabled + warning - 1 }, 0);
  const { status } = await graph.request('POST', `/groups/${group.id}/assignLicense`, {
    addLicenses: [{ skuId: add.skuId, disabledPlans: [] }],
    removeLicenses: [],
  });
  expect(status).toBe(202);
  await settle();
  const ways = group.memberIds.flatMap((id) => state().users.read(id, paceMs)?.licenseAssignmentStates ?? []);
  const inherited = ways.filter((way) => way.skuId === add.skuId && way.assignedByGroup === group.id);
  expect(inherited).toHaveLength(group.memberIds.length);
  expect(inherited.filter((way) => way.state === 'Active')).toHaveLength(1);
  expect(inherited.some(({ error }) => error === 'CountViolation')).toBe(true);
  expect(await consumed(add.skuId)).toBe(enabled + warning);
  // More seats are bought; reprocessing gives one member what it waited for.
  state().seats.write({ ...seats, consumedUnits: enabled + warning - 1 }, 0);
  const waiting = found(
    group.memberIds.find((id) =>
      state()
        .users.latest(id)
        ?.licenseAssignmentStates.some((way) => way.error === 'CountViolation' && way.skuId === add.skuId),
    ),
    'member in error',
  );
  expect((await graph.request('POST', `/users/${waiting}/reprocessLicenseAssignment`)).status).toBe(200);
  await settle();
  expect((await licencesOf(waiting)).licenseAssignmentStates).toContainEqual(
    expect.objectContaining({ skuId: add.skuId, state: 'Active', error: 'None' }),
  );
});

test('the delta of users reports who changed since, and nobody else', async () => {
  let link: string | undefined = '/users/delta?$select=displayName,assignedLicenses';
  let last: string | undefined;
  let all = 0;
  while (link !== undefined) {
    const { body } = await graph.get(link);
    all += body.value.length;
    last = body['@odata.deltaLink'];
    link = body['@odata.nextLink'];
  }
  expect(all).toBe(rig.tenant.users.length);
  const user = directOnly();
  await assign(user.id, [], [user.assignedLicenses[0]?.skuId ?? '']);
  await settle();
  const { body } = await graph.get(last ?? '');
  expect(body.value.map(({ id }) => id)).toEqual([user.id]);
  expect((await graph.get('/users/delta?$select=licenseAssignmentStates')).status).toBe(400);
});
