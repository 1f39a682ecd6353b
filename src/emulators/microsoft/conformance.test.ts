import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportNames } from './tenant/interface.ts';
import { type GraphMetadata, loadGraphMetadata } from './testing/csdl.ts';
import { createGraphClient, type GraphBody, type GraphClient } from './testing/graph-client.ts';
import { applicationToken, type Rig, startRig, writer } from './testing/rig.ts';

/** Every answer of the emulator against Microsoft's own metadata of Graph v1.0. */

let rig: Rig;
let graph: GraphClient;
let metadata: GraphMetadata;

beforeAll(async () => {
  metadata = loadGraphMetadata('../shared/data/microsoft/graph-v1.0.csdl');
  rig = await startRig({}, 250);
  graph = createGraphClient(rig, await applicationToken(rig, writer));
});
afterAll(() => rig.close());

const eventual = { ConsistencyLevel: 'eventual' };

const userFields =
  'id,userPrincipalName,displayName,givenName,surname,mail,mailNickname,accountEnabled,userType,createdDateTime,' +
  'creationType,externalUserState,department,jobTitle,companyName,officeLocation,city,country,usageLocation,' +
  'preferredLanguage,employeeId,employeeType,employeeHireDate,employeeLeaveDateTime,employeeOrgData,' +
  'onPremisesSyncEnabled,onPremisesLastSyncDateTime,onPremisesSamAccountName,assignedLicenses,' +
  'licenseAssignmentStates,businessPhones,mobilePhone';

const collections: readonly (readonly [path: string, type: string])[] = [
  ['/subscribedSkus', 'graph.subscribedSku'],
  ['/directory/subscriptions', 'graph.companySubscription'],
  ['/organization', 'graph.organization'],
  ['/users?$top=999', 'graph.user'],
  [`/users?$select=${userFields},signInActivity&$top=500`, 'graph.user'],
  [`/users/delta?$select=${userFields.replace('licenseAssignmentStates,', '')}`, 'graph.user'],
  ['/groups', 'graph.group'],
  [
    '/groups?$filter=assignedLicenses/$count ne 0&$count=true&$select=id,assignedLicenses,membershipRule',
    'graph.group',
  ],
];

test.each(collections)('every field of %s is one of the type, with its kind of value', async (path, type) => {
  const { status, body } = await graph.get(path, eventual);
  expect(status).toBe(200);
  expect(body.value.length).toBeGreaterThan(0);
  expect(metadata.check(body.value, `Collection(${type})`)).toEqual([]);
  expect(body['@odata.context']).toContain('/v1.0/$metadata#');
});

test('single entities are of their type as well', async () => {
  const [user, group] = [rig.tenant.users[0]?.id, rig.tenant.groups[0]?.id];
  const one = async (path: string, type: string) =>
    expect(metadata.check((await graph.get(path)).body, type)).toEqual([]);
  await one(`/users/${user}`, 'graph.user');
  await one(`/users/${user}?$select=${userFields},signInActivity`, 'graph.user');
  await one(`/groups/${group}`, 'graph.group');
  await one(`/users/${rig.tenant.users[5]?.id}/mailboxSettings`, 'graph.mailboxSettings');
  await one('/admin/reportSettings', 'graph.adminReportSettings');
  await one(`/subscribedSkus/${rig.tenant.subscribedSkus[0]?.id}`, 'graph.subscribedSku');
  const { body } = await graph.get(`/groups/${group}/members?$top=5&$select=${userFields}`);
  expect(metadata.check(body.value, 'Collection(graph.user)')).toEqual([]);
  for (const purpose of new Set(rig.tenant.mailboxPurpose.values())) {
    expect(metadata.membersOf('userPurpose')).toContain(purpose);
  }
});

const errorOf = (body: GraphBody) => {
  expect(Object.keys(body)).toEqual(['error']);
  return metadata.check(body.error, 'graph.publicError');
};

test('errors have the shape of Graph’s public error', async () => {
  const user = rig.tenant.users[0]?.id;
  const refusals = [
    await graph.get('/users/nobody@example.com'),
    await graph.get('/users?$select=nonsense'),
    await graph.get('/groups?$filter=assignedLicenses/$count ne 0'),
    await graph.get('/nonsense'),
    await graph.request('POST', `/users/${user}/assignLicense`, {}),
    await createGraphClient(rig, undefined).get('/organization'),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([404, 400, 400, 400, 400, 401]);
  for (const { body } of refusals) expect(errorOf(body)).toEqual([]);
});

test('actions take the parameters of the metadata, and answer with their type', async () => {
  for (const [path, type, status] of [
    [`/users/${rig.tenant.users[0]?.id}`, 'graph.user', 200],
    [`/groups/${rig.tenant.groups[0]?.id}`, 'graph.group', 202],
  ] as const) {
    const [names = []] = metadata.overloadsOf('assignLicense', type);
    expect(names).toEqual(['addLicenses', 'removeLicenses']);
    const { body } = await graph.request('POST', `${path}/assignLicense`, {});
    expect(body.error.message).toContain(names.join(', '));
    const done = await graph.request(
      'POST',
      `${path}/assignLicense`,
      Object.fromEntries(names.map((name) => [name, []])),
    );
    expect(done.status).toBe(status);
    expect(metadata.check(done.body, type)).toEqual([]);
  }
  expect(metadata.overloadsOf('reprocessLicenseAssignment', 'graph.user')).toEqual([[]]);
});

test('every report is a function of the metadata, with a period where it has one', async () => {
  for (const name of reportNames) {
    const isCopilot = name.includes('Copilot');
    const forms = metadata.overloadsOf(name, isCopilot ? 'graph.copilotReportRoot' : 'graph.reportRoot');
    expect(forms, name).not.toEqual([]);
    const root = isCopilot ? '/copilot/reports' : '/reports';
    const hasPeriod = forms.some((parameters) => parameters.includes('period'));
    const call = hasPeriod ? `${name}(period='D7')` : name;
    expect((await graph.get(`${root}/${call}`)).status, name).toBe(302);
  }
});

test('the check itself finds a wrong name, a wrong kind and a wrong member', () => {
  expect(metadata.check({ shoeSize: 44 }, 'graph.user')).toEqual(['$.shoeSize: not of user']);
  expect(metadata.check({ accountEnabled: 'yes' }, 'graph.user')).toHaveLength(1);
  expect(metadata.check({ userPurpose: 'party' }, 'graph.mailboxSettings')).toHaveLength(1);
  expect(
    metadata.check({ assignedLicenses: [{ skuId: 'E5', disabledPlans: [] }] }, 'graph.user'),
  ).toHaveLength(1);
});
