import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTenant } from '../../../src/emulators/microsoft/tenant/tenant.ts';
import { readLandedSource } from '../../../src/features/connections/feature.ts';
import { permissionsFor } from '../../../src/shared/connections/consent.ts';
import { asOf, type Microsoft, startMicrosoft } from '../../support/microsoft.ts';
import {
  begin,
  connect,
  connectApplication,
  connectionOf,
  connectionsOf,
  expectStatus,
  type Finished,
  finish,
  syncEnded,
} from '../../support/microsoft-connection.ts';
import { databaseText } from '../../support/microsoft-database-text.ts';
import { createTestServer, type Seat, type TestServer } from '../../support/test-server.ts';

const tenants = [7, 8, 9].map((seed) => generateTenant({ seed, users: 60, asOf }));
type Tenant = (typeof tenants)[number];
/** Nobody has consented at the third before the test that needs it so. */
const [contoso, fabrikam, northwind] = tenants as [Tenant, Tenant, Tenant];
let microsoft: Microsoft;
let server: TestServer;
beforeAll(async () => {
  microsoft = await startMicrosoft({ tenants });
  server = await createTestServer({ services: ['web', 'worker'], env: microsoft.env });
});
afterAll(async () => {
  await server.close();
  await microsoft.close();
});

const landedItems = async (seat: Seat, connectionId: string, name: string): Promise<{ id: string }[]> => {
  const { tenancy } = server.kernel;
  const { organisationId } = seat;
  const items: { id: string }[] = [];
  const read = <T>(work: Parameters<typeof tenancy.read<T>>[1]) => tenancy.read({ organisationId }, work);
  for await (const { body } of readLandedSource(read, { connectionId, name })) {
    const parsed = JSON.parse(body.toString('utf8')) as { value?: { id: string }[] };
    items.push(...(parsed.value ?? (parsed as unknown as { id: string }[])));
  }
  return items;
};

const actionsOf = async (seat: Seat): Promise<string[]> => {
  const { rows } = await server.owner.query<{ action: string }>(
    'select action from audit_entry where organisation_id = $1 order by sequence',
    [seat.organisationId],
  );
  return rows.map(({ action }) => action);
};

test('an administrator connects a tenant by code; it is read by itself, as it is', async () => {
  const seat = await server.asRole('administrator');
  const { outcome, connectionId, runId } = await connect(microsoft, seat, contoso);
  expect({ outcome, runId }).toEqual({ outcome: 'connected', runId: expect.any(String) });
  const sync = await syncEnded(seat, connectionId);
  expect(sync.state).toBe('complete');
  expect(sync.traffic.requests).toBeGreaterThan(20);
  const incomplete = sync.sources.filter(({ state }) => state !== 'complete');
  // Delegated, this permission opens only the mailbox of who signed in.
  expect(incomplete).toMatchObject([
    { name: 'mailboxSettings', state: 'missing', reason: { code: 'application_only' } },
  ]);
  expect(await connectionOf(seat, connectionId)).toMatchObject({
    state: 'connected',
    tenantId: contoso.id,
    tenantName: contoso.displayName,
    tenantDomain: contoso.domain,
    consentedBy: microsoft.administratorOf(contoso),
    lacking: [],
    premium: true,
    concealed: false,
    problem: null,
  });
  const users = await landedItems(seat, connectionId, 'users');
  expect(users.map(({ id }) => id)).toEqual(contoso.users.map(({ id }) => id));
  expect((await actionsOf(seat)).slice(0, 4)).toEqual([
    'connection.created',
    'connection.consented',
    'sync.started',
    'sync.complete',
  ]);
});

test('an application with a registration of its own reads mailboxes, too: of users who have one', async () => {
  const seat = await server.asRole('administrator');
  const { outcome, connectionId } = await connectApplication(microsoft, seat, fabrikam);
  expect(outcome).toBe('connected');
  const sync = await syncEnded(seat, connectionId);
  expect(sync.sources.filter(({ state }) => state !== 'complete')).toEqual([]);
  const landed = (await landedItems(seat, connectionId, 'mailboxSettings')) as {
    id: string;
    mailboxSettings: { userPurpose: string } | null;
  }[];
  expect(landed.length).toBeGreaterThan(20);
  for (const { id, mailboxSettings } of landed)
    expect(mailboxSettings?.userPurpose ?? null).toBe(fabrikam.mailboxPurpose.get(id) ?? null);
  const shared = fabrikam.users.filter(({ id }) => fabrikam.mailboxPurpose.get(id) === 'shared');
  const licensed = shared.filter(({ assignedLicenses }) => assignedLicenses.length > 0);
  expect(landed.map(({ id }) => id)).toEqual(expect.arrayContaining(licensed.map(({ id }) => id)));
});

test('an application does not act for itself through the registration that organisations share', async () => {
  const seat = await server.asRole('administrator');
  const body = { name: 'Theirs', mode: 'application', tenant: contoso.id };
  const answer = await seat.client.call('POST', connectionsOf(seat), { body });
  expect(expectStatus(answer, 422).problem().fix).toContain('client id and secret');
});

test('a state is taken once, from the person who began, and from nobody else', async () => {
  const seat = await server.asRole('administrator');
  const { authorisationUrl, connectionId } = await begin(seat);
  const callback = await microsoft.consent(authorisationUrl, microsoft.administratorOf(contoso));
  const colleague = await server.asRole('owner', seat.organisationId);
  const stranger = await server.asRole('owner');
  for (const other of [colleague, stranger]) expectStatus(await finish(other, callback), 404);
  expectStatus(await finish(seat, { ...callback, state: 'never-begun' }), 404);
  expect((await connectionOf(seat, connectionId)).state).toBe('pending');
  const outcomes = await Promise.all([finish(seat, callback), finish(seat, callback)]);
  expect(outcomes.map((answer) => answer.json<Finished>().outcome).toSorted()).toEqual([
    'connected',
    'expired',
  ]);
  expect((await finish(seat, callback)).json<Finished>()).toMatchObject({ outcome: 'expired', runId: null });
  await syncEnded(seat, connectionId);
});

test('who lost the role meanwhile cannot finish', async () => {
  const seat = await server.asRole('administrator');
  const { authorisationUrl } = await begin(seat);
  const callback = await microsoft.consent(authorisationUrl, microsoft.administratorOf(contoso));
  await server.owner.query(`update member set role = 'analyst' where id = $1`, [seat.memberId]);
  expectStatus(await finish(seat, callback), 404);
});

test('a newer attempt, and a revocation, end the consent that was under way', async () => {
  const seat = await server.asRole('administrator');
  const first = await begin(seat);
  const at = connectionsOf(seat, `/${first.connectionId}`);
  const again = await seat.client.call('POST', `${at}/authorisation`);
  const old = await microsoft.consent(first.authorisationUrl, microsoft.administratorOf(contoso));
  expectStatus(await finish(seat, old), 404);
  const { authorisationUrl } = expectStatus(again, 200).json<{ authorisationUrl: string }>();
  const callback = await microsoft.consent(authorisationUrl, microsoft.administratorOf(contoso));
  expectStatus(await seat.client.call('POST', `${at}/revocation`), 200);
  expectStatus(await finish(seat, callback), 404);
  expect((await connectionOf(seat, first.connectionId)).state).toBe('revoked');
});

test('declined, without an administrator, or a code that is none: an outcome each, and still nobody connected', async () => {
  const seat = await server.asRole('administrator');
  const outcomeAs = async (account: string, decision: 'accept' | 'cancel', forge = {}) => {
    const { authorisationUrl, connectionId } = await begin(seat);
    const callback = await microsoft.consent(authorisationUrl, account, decision);
    const finished = expectStatus(await finish(seat, { ...callback, ...forge }), 200).json<Finished>();
    expect((await connectionOf(seat, connectionId)).state).toBe('pending');
    return finished.outcome;
  };
  const plain = northwind.signInAccounts.find(({ role }) => role === 'User')?.userPrincipalName ?? '';
  const administrator = microsoft.administratorOf(northwind);
  expect(await outcomeAs(administrator, 'cancel')).toBe('declined');
  expect(await outcomeAs(plain, 'cancel')).toBe('declined');
  const errorDescription = 'AADSTS90094: Admin consent is required for the permissions requested.';
  expect(await outcomeAs(plain, 'cancel', { errorDescription })).toBe('admin-required');
  expect(await outcomeAs(administrator, 'accept', { code: 'forged' })).toBe('failed');
});

test('a tenant is connected once to an organisation, by whichever connection', async () => {
  const seat = await server.asRole('administrator');
  const first = await connect(microsoft, seat, contoso);
  expect(await connect(microsoft, seat, contoso, { name: 'Twice' })).toMatchObject({
    outcome: 'already-connected',
    runId: null,
    detail: expect.stringContaining('Contoso'),
  });
  const named = await seat.client.call('POST', connectionsOf(seat), {
    body: { name: 'Thrice', tenant: contoso.domain },
  });
  expect(expectStatus(named, 409).problem().detail).toContain('connected already');
  await syncEnded(seat, first.connectionId);
});

test('connecting again takes the tenant that it was, and no other', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat, contoso);
  await syncEnded(seat, connectionId);
  const at = connectionsOf(seat, `/${connectionId}/authorisation`);
  const begun = async () => (await seat.client.call('POST', at)).json<{ authorisationUrl: string }>();
  // Entra itself refuses an account of another tenant, so the answer of another sign-in is put in its place.
  const other = await begin(seat, { name: 'Other' });
  const foreign = await microsoft.consent(other.authorisationUrl, microsoft.administratorOf(fabrikam));
  const own = new URL((await begun()).authorisationUrl).searchParams.get('state') ?? '';
  const swapped = (await finish(seat, { ...foreign, state: own })).json<Finished>();
  expect(swapped.outcome).not.toBe('connected');
  const callback = await microsoft.consent(
    (await begun()).authorisationUrl,
    microsoft.administratorOf(contoso),
  );
  expect((await finish(seat, callback)).json<Finished>().outcome).toBe('connected');
  expect((await connectionOf(seat, connectionId)).tenantId).toBe(contoso.id);
  await syncEnded(seat, connectionId);
});

test('tokens and secrets stand nowhere in the open: not in the database, an answer or the log', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat, contoso);
  await syncEnded(seat, connectionId);
  const own = await server.asRole('administrator');
  const applied = await connectApplication(microsoft, own, fabrikam);
  await syncEnded(own, applied.connectionId);
  const { rows } = await server.owner.query<{
    id: string;
    organisation_id: string;
    value: Buffer;
    value_version: number;
  }>('select * from connection_secret');
  const secrets: string[] = [microsoft.application.secret];
  for (const row of rows) {
    const { keyring, tenancy } = server.kernel;
    const organisationId = row.organisation_id;
    const [table, column] = ['connection_secret', 'value'];
    const place = { organisationId, table, column, row: row.id, version: row.value_version };
    const opened = await tenancy.read({ organisationId }, (tx) => keyring.open(tx, place, row.value));
    secrets.push(
      ...[...opened.toString('utf8').matchAll(/"secret":"([^"]+)"/g)].map(([, text = '']) => text),
    );
  }
  // The canaries are there: refresh, access and id tokens of at least this tenant.
  expect(secrets.length).toBeGreaterThan(3);
  const answers = await Promise.all(
    [seat, own].flatMap((one) =>
      ['', '?limit=1'].map(async (rest) => (await one.client.call('GET', connectionsOf(one, rest))).text),
    ),
  );
  const places = {
    database: await databaseText(server.owner),
    log: server.logLines.join('\n'),
    answers: answers.join('\n'),
  };
  for (const [place, text] of Object.entries(places))
    for (const secret of secrets) expect(text.includes(secret), `a secret in the ${place}`).toBe(false);
  expect(places.log).not.toMatch(/code=|client_secret|refresh_token/);
});

test('what it can be connected with is said, with the address to register', async () => {
  const seat = await server.asRole('analyst');
  const answer = await seat.client.call('GET', `/organisations/${seat.organisationId}/connection-options`);
  const options = expectStatus(answer, 200).json<{ clouds: { cloud: string; registered: boolean }[] }>();
  expect(options).toMatchObject({ redirectUri: 'http://trimtab.test/connections/callback/microsoft' });
  expect(options.clouds.filter(({ registered }) => registered).map(({ cloud }) => cloud)).toEqual(['global']);
});

test('every permission that is asked for is one of the level, and the first of them only reads', async () => {
  const seat = await server.asRole('administrator');
  const { authorisationUrl } = await begin(seat);
  const { searchParams } = new URL(authorisationUrl);
  const asked = (searchParams.get('scope') ?? '').split(' ').map((scope) => scope.split('/').at(-1));
  expect(asked.toSorted()).toEqual([...permissionsFor('administrator', 'delegated')].toSorted());
  expect(asked.filter((scope) => /write/i.test(scope ?? ''))).toEqual([]);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(searchParams.get('nonce')).toMatch(/^[\w-]{43}$/);
});

test('a consent that takes longer than a quarter of an hour has expired', async () => {
  const seat = await server.asRole('administrator');
  const { authorisationUrl, connectionId } = await begin(seat);
  const callback = await microsoft.consent(authorisationUrl, microsoft.administratorOf(contoso));
  await server.owner.query(`update connection_attempt set expires_at = expires_at - interval '15 minutes'
    where connection_id = '${connectionId}'`);
  expect((await finish(seat, callback)).json<Finished>().outcome).toBe('expired');
});

test('landed answers are packed', async () => {
  const { rows } = await server.owner.query<{ body: Buffer }>(
    `select body from sync_page p join sync_source s on s.id = p.sync_source_id where s.name = 'users' limit 1`,
  );
  expect(JSON.parse(gunzipSync(rows[0]?.body ?? Buffer.alloc(0)).toString('utf8')).value).toHaveLength(60);
});
