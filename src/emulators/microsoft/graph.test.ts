import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTenant } from './tenant/tenant.ts';
import { createGraphClient, type GraphClient } from './testing/graph-client.ts';
import { applicationToken, type Rig, reader, startRig, writer } from './testing/rig.ts';

let rig: Rig;
let graph: GraphClient;
let aheadMs = 0;
const plain = generateTenant({ seed: 9, users: 30, asOf: '2026-11-22', isPremium: false });

beforeAll(async () => {
  const tenants = [generateTenant({ seed: 7, users: 700, asOf: '2026-11-22' }), plain];
  rig = await startRig({
    tenants,
    now: () => new Date(Date.now() + aheadMs),
    limits: { units: [1e6, 1e6, 1e6] },
  });
  graph = createGraphClient(rig, await applicationToken(rig, reader));
});
afterAll(() => rig.close());

const eventual = { ConsistencyLevel: 'eventual' };

/** A client with just these roles, or delegated permissions of a user. */
const clientWith = async (roles: readonly string[], application = writer): Promise<GraphClient> => {
  const grant = { tenantId: rig.tenant.id, clientId: application.clientId };
  rig.emulator.revokeConsent(grant);
  rig.emulator.grantAdminConsent({ ...grant, roles });
  const response = await rig.fetch(`${rig.emulator.loginOrigin}/${rig.tenant.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: application.clientId,
      client_secret: application.secret ?? '',
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  return createGraphClient(rig, ((await response.json()) as { access_token: string }).access_token);
};

test('paging by next links gives each user once, in pages of the size asked for', async () => {
  const seen: string[] = [];
  let link: string | undefined = '/users?$select=id&$top=300';
  const sizes: number[] = [];
  while (link !== undefined) {
    const { body } = await graph.get(link);
    seen.push(...body.value.map(({ id }) => id));
    sizes.push(body.value.length);
    link = body['@odata.nextLink'];
  }
  expect(seen).toEqual(rig.tenant.users.map(({ id }) => id));
  expect(sizes).toEqual([300, 300, 100]);
});

test('a next link serves its own question and tenant only, and expires', async () => {
  const { body } = await graph.get('/users?$select=id&$top=10');
  const link = String(body['@odata.nextLink']);
  expect((await graph.get(link.replace('$select=id', '$select=mail'))).status).toBe(400);
  expect((await graph.get(link.replace('/users?', '/groups?'))).status).toBe(400);
  const other = createGraphClient(rig, await applicationToken(rig, reader, plain.id));
  expect((await other.get(link)).status).toBe(400);
  expect((await graph.get(`${link.slice(0, -8)}AAAAAAAA`)).status).toBe(400);
  // Two hours later the token of the caller is over as well: ask as one who has a new one.
  aheadMs = 2 * 3_600_000;
  const later = createGraphClient(rig, await applicationToken(rig, reader));
  expect((await later.get(link)).body.error.code).toBe('Directory_ExpiredPageToken');
  expect((await graph.get(link)).status).toBe(401);
  aheadMs = 0;
});

test('a user has the default properties, or just those that were selected', async () => {
  const [user] = rig.tenant.users;
  const all = (await graph.get(`/users/${user?.id}`)).body;
  expect(Object.keys(all).sort()).toEqual([
    '@odata.context',
    'businessPhones',
    'displayName',
    'givenName',
    'id',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
  ]);
  const some = (await graph.get(`/users/${user?.userPrincipalName}?$select=department`)).body;
  expect(Object.keys(some)).toEqual(['@odata.context', 'department']);
  expect((await graph.get('/users?$select=shoeSize')).body.error.message).toContain("'shoeSize'");
});

test('pages with sign-in activity hold at most 500 users, and none without the permission or a premium tenant', async () => {
  const path = '/users?$select=displayName,signInActivity&$top=999';
  const { body } = await graph.get(path);
  expect(body.value).toHaveLength(500);
  expect(body.value[0]?.id).toBe(rig.tenant.users[0]?.id);
  expect((await graph.get('/users?$select=id&$top=999')).body.value).toHaveLength(700);
  const unprivileged = await clientWith(['User.Read.All']);
  expect((await unprivileged.get(path)).body.error.code).toBe('Authentication_MSGraphPermissionMissing');
  const other = createGraphClient(rig, await applicationToken(rig, reader, plain.id));
  const refused = await other.get(path);
  expect(refused.status).toBe(403);
  expect(refused.body.error.code).toBe('Authentication_RequestFromNonPremiumTenantOrB2CTenant');
});

test('groups by their licences are an advanced query', async () => {
  const path = '/groups?$filter=assignedLicenses/$count ne 0&$count=true&$select=id,assignedLicenses';
  expect((await graph.get(path)).body.error.code).toBe('Request_UnsupportedQuery');
  expect((await graph.get(path.replace('&$count=true', ''), eventual)).status).toBe(400);
  const { body } = await graph.get(path, eventual);
  const licensed = rig.tenant.groups.filter(({ assignedLicenses }) => assignedLicenses.length > 0);
  expect(body['@odata.count']).toBe(licensed.length);
  expect(body.value.map(({ id }) => id)).toEqual(licensed.map(({ id }) => id));
});

test('filters on users choose what they say, and others are refused', async () => {
  const enabled = rig.tenant.users.filter(({ accountEnabled }) => accountEnabled).length;
  const { body } = await graph.get('/users?$filter=accountEnabled eq true&$count=true&$top=1', eventual);
  expect(body['@odata.count']).toBe(enabled);
  expect((await graph.get('/users/$count', eventual)).body).toBe(700);
  expect((await graph.get('/users/$count')).status).toBe(400);
  expect((await graph.get("/users?$filter=displayName eq 'x' or 1 eq 1")).status).toBe(400);
  expect((await graph.get('/users?$orderby=displayName')).status).toBe(400);
});

const calls: readonly (readonly [path: string, least: string])[] = [
  ['/subscribedSkus', 'LicenseAssignment.Read.All'],
  ['/directory/subscriptions', 'Organization.Read.All'],
  ['/organization', 'Organization.Read.All'],
  ['/users', 'User.Read.All'],
  ['/users/delta', 'User.Read.All'],
  ['/groups', 'Group.Read.All'],
  ['/users/ID/mailboxSettings/userPurpose', 'MailboxSettings.Read'],
  ['/admin/reportSettings', 'ReportSettings.Read.All'],
  ["/reports/getMailboxUsageDetail(period='D30')", 'Reports.Read.All'],
  ['POST /users/ID/assignLicense', 'LicenseAssignment.ReadWrite.All'],
  ['POST /users/ID/reprocessLicenseAssignment', 'LicenseAssignment.ReadWrite.All'],
  ['PATCH /admin/reportSettings', 'ReportSettings.ReadWrite.All'],
];

test.each(calls)(
  '%s is for callers with %s, and for nobody with all the other permissions',
  async (call, least) => {
    const [method, path] = call.startsWith('/') ? ['GET', call] : call.split(' ');
    const target = String(path).replace('ID', rig.tenant.users[0]?.id ?? '');
    const ask = (client: GraphClient) =>
      client.request(String(method), target, method === 'GET' ? undefined : {});
    const granted = await ask(await clientWith([least]));
    expect(granted.status).not.toBe(403);
    const rest = new Set(
      calls.map(([, name]) => name).filter((name) => !name.startsWith(least.split('.')[0] ?? '')),
    );
    // Organization.Read.All reads SKUs as well, by Microsoft's reference.
    if (path === '/subscribedSkus') rest.delete('Organization.Read.All');
    const refused = await ask(await clientWith([...rest]));
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      code: 'Authorization_RequestDenied',
      innerError: {
        date: expect.any(String),
        'request-id': expect.any(String),
        'client-request-id': expect.any(String),
      },
    });
  },
);

test('tokens that are missing, forged or unsigned are refused', async () => {
  const token = await applicationToken(rig, reader);
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, tid: plain.id })).toString('base64url');
  for (const bad of [
    undefined,
    'nonsense',
    `${header}.${forged}.${signature}`,
    `eyJhbGciOiJub25lIn0.${payload}.`,
  ]) {
    const { status, body } = await createGraphClient(rig, bad).get('/organization');
    expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
  }
});

test('a report is downloaded from an address that takes no token, is UTF-8 with a mark, and expires', async () => {
  const { status, headers } = await graph.get(
    "/reports/getOffice365ActiveUserDetail(period='D7')?$format=text/csv",
  );
  expect(status).toBe(302);
  const location = headers.get('location') ?? '';
  const token = await applicationToken(rig, reader);
  expect((await rig.fetch(location, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
  const download = await rig.fetch(location);
  const bytes = Buffer.from(await download.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.toString('utf8').slice(1).split('\r\n');
  expect(lines[0]).toMatch(/^Report Refresh Date,User Principal Name/);
  expect(lines.at(-1)).toBe('');
  const options = { concealed: false };
  expect(lines.slice(0, -1)).toEqual([...rig.tenant.report('getOffice365ActiveUserDetail', 'D7', options)]);
  aheadMs = 6 * 60_000;
  expect((await rig.fetch(location)).status).toBe(403);
  aheadMs = 0;
  expect((await rig.fetch(`${location.slice(0, -6)}AAAAAA`)).status).toBe(404);
});

test('unknown reports and periods are refused, and Copilot’s stands where Graph’s metadata has it', async () => {
  expect((await graph.get("/reports/getOffice365ActiveUserDetail(period='D8')")).status).toBe(400);
  expect((await graph.get('/reports/getOffice365ActiveUserDetail')).status).toBe(400);
  expect((await graph.get("/reports/getSecrets(period='D7')")).status).toBe(400);
  expect((await graph.get('/reports/getOffice365ActivationsUserDetail')).status).toBe(302);
  expect(
    (await graph.get("/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D30')")).status,
  ).toBe(302);
  expect((await graph.get("/copilot/reports/getMailboxUsageDetail(period='D30')")).status).toBe(400);
});

test('names in reports are concealed from the moment the setting says so', async () => {
  const settings = await clientWith(['ReportSettings.ReadWrite.All', 'Reports.Read.All']);
  expect(
    (await settings.request('PATCH', '/admin/reportSettings', { displayConcealedNames: true })).status,
  ).toBe(204);
  expect((await settings.get('/admin/reportSettings')).body.displayConcealedNames).toBe(true);
  const { headers } = await settings.get("/reports/getEmailActivityUserDetail(period='D30')");
  const text = await (await rig.fetch(headers.get('location') ?? '')).text();
  expect(text).not.toContain(rig.tenant.domain);
  await settings.request('PATCH', '/admin/reportSettings', { displayConcealedNames: false });
});

test('each request of a batch has an answer of its own, and those that depend on a failure are not carried out', async () => {
  const missing = { id: 'b', method: 'GET', url: '/users/nobody@example.com' };
  const { body } = await graph.request('POST', '/$batch', {
    requests: [
      { id: 'a', method: 'GET', url: '/organization?$select=id' },
      missing,
      { id: 'c', method: 'GET', url: '/organization', dependsOn: ['b'] },
      { id: 'd', method: 'GET', url: '/organization', dependsOn: ['a'] },
    ],
  });
  const statuses = Object.fromEntries(body.responses.map(({ id, status }) => [id, status]));
  expect(statuses).toEqual({ a: 200, b: 404, c: 424, d: 200 });
  const many = Array.from({ length: 21 }, (_, id) => ({ ...missing, id: String(id) }));
  expect((await graph.request('POST', '/$batch', { requests: many })).status).toBe(400);
  expect((await graph.request('POST', '/$batch', { requests: [missing, missing] })).status).toBe(400);
  const circle = [
    { ...missing, dependsOn: ['e'] },
    { ...missing, id: 'e', dependsOn: ['b'] },
  ];
  expect((await graph.request('POST', '/$batch', { requests: circle })).status).toBe(400);
});

test('a mailbox has a purpose, and a user without one has none', async () => {
  const [id, purpose] = [...rig.tenant.mailboxPurpose].find(([, kind]) => kind === 'shared') ?? [];
  expect((await graph.get(`/users/${id}/mailboxSettings/userPurpose`)).body.value).toBe(purpose);
  const without = rig.tenant.users.find((user) => !rig.tenant.mailboxPurpose.has(user.id));
  expect((await graph.get(`/users/${without?.id}/mailboxSettings/userPurpose`)).body.error.code).toBe(
    'MailboxNotEnabledForRESTAPI',
  );
});
