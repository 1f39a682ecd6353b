import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { limits } from '../../src/platform/http/rate-limits.ts';
import { factoryPassword } from '../support/factory.ts';
import { createTestServer, type TestServer, testPublicUrl } from '../support/test-server.ts';

// Counts hashes, whoever asks for them; each is the real one.
const hashed = vi.hoisted(() => ({ times: 0 }));
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  const scrypt = ((...parameters: Parameters<typeof crypto.scrypt>) => {
    hashed.times += 1;
    crypto.scrypt(...parameters);
  }) as typeof crypto.scrypt;
  return { ...crypto, scrypt };
});

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());
beforeEach(() => server.owner.query('delete from rate_limit'));

const tryPassword = (email: string, password: string) =>
  server.client().call('POST', '/session', { body: { email, password } });

test('a wrong password and an unknown address get the same answer after the same work', async () => {
  const { email } = await server.factory.person();
  const before = hashed.times;
  const wrong = await tryPassword(email, 'not the password');
  const afterWrong = hashed.times;
  const unknown = await tryPassword('nobody@example.test', 'not the password');
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const { requestId: _one, ...one } = wrong.problem();
  const { requestId: _other, ...other } = unknown.problem();
  expect(one).toEqual(other);
  expect(wrong.headers.getSetCookie()).toEqual([]);
  expect(afterWrong - before).toBe(1);
  expect(hashed.times - afterWrong).toBe(1);
});

test('the address is known in whatever case it is typed', async () => {
  const { email } = await server.factory.person();
  expect((await tryPassword(email.toUpperCase(), factoryPassword)).status).toBe(201);
});

test('an account is locked for a while after ten failures, right password or not, also after a restart', async () => {
  const { email } = await server.factory.person();
  for (let tries = 0; tries < limits.signInAccount.points; tries += 1)
    expect((await tryPassword(email, 'not the password')).status).toBe(401);
  await server.restart();
  const locked = await tryPassword(email, factoryPassword);
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
  // Others are not concerned.
  expect((await tryPassword((await server.factory.person()).email, factoryPassword)).status).toBe(201);
});

test('an address is locked after fifty tries with whatever accounts, also after a restart', async () => {
  for (let tries = 0; tries < limits.signInAddress.points; tries += 1)
    await tryPassword(`guess-${tries}@example.test`, 'not the password');
  await server.restart();
  expect((await tryPassword((await server.factory.person()).email, factoryPassword)).status).toBe(429);
});

test('a successful sign-in forgives the earlier failures of the account', async () => {
  const { email } = await server.factory.person();
  for (let round = 0; round < 3; round += 1) {
    for (let tries = 0; tries < 4; tries += 1) await tryPassword(email, 'not the password');
    expect((await tryPassword(email, factoryPassword)).status).toBe(201);
  }
});

test('limits keep neither addresses nor accounts in clear', async () => {
  const { email } = await server.factory.person();
  await tryPassword(email, 'not the password');
  const { rows } = await server.owner.query<{ key: string }>('select key from rate_limit');
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map(({ key }) => key).join()).not.toMatch(/@|127\.0\.0\.1/);
});

test('the session cookie is closed to scripts and to other sites, and holds no readable token', async () => {
  const { email } = await server.factory.person();
  const answer = await tryPassword(email, factoryPassword);
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^trimtab\.session_token=/);
  expect(cookie).toMatch(/; HttpOnly/i);
  expect(cookie).toMatch(/; SameSite=Lax/i);
  expect(cookie).toMatch(/; Path=\//i);
  expect(cookie).toMatch(/; Max-Age=604800/i);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('signing in again ends the earlier session of that browser and gives another token', async () => {
  const person = await server.factory.person();
  const browser = await server.signIn(person);
  const before = new Map(browser.cookies);
  await browser.call('POST', '/session', { body: { email: person.email, password: factoryPassword } });
  expect([...browser.cookies.values()]).not.toEqual([...before.values()]);
  const old = server.client();
  for (const [name, value] of before) old.cookies.set(name, value);
  expect((await old.call('GET', '/me')).status).toBe(401);
  expect((await browser.call('GET', '/me')).status).toBe(200);
});

test('a session that an attacker planted is not the one that is signed in', async () => {
  const [victim, attacker] = [await server.factory.person(), await server.factory.person()];
  const planted = await server.signIn(attacker);
  const browser = server.client();
  for (const [name, value] of planted.cookies) browser.cookies.set(name, value);
  await browser.call('POST', '/session', { body: { email: victim.email, password: factoryPassword } });
  expect((await planted.call('GET', '/me')).status).toBe(401);
});

test('signing out ends the session on the server, not only in the browser', async () => {
  const browser = await server.signIn(await server.factory.person());
  const copy = server.client();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  expect((await browser.call('DELETE', '/session')).status).toBe(204);
  expect(browser.cookies.size).toBe(0);
  expect((await copy.call('GET', '/me')).status).toBe(401);
});

test('a session ends seven days after sign-in, used or not', async () => {
  const person = await server.factory.person();
  const browser = await server.signIn(person);
  const expiry = async () => {
    const { rows } = await server.owner.query<{ days: number }>(
      'select extract(epoch from expires_at - created_at) / 86400 as days from session where user_id = $1',
      [person.id],
    );
    return Number(rows[0]?.days);
  };
  // Two days old, by which a sliding session would have been prolonged.
  await server.owner.query(
    `update session set created_at = created_at - interval '2 days', updated_at = updated_at - interval '2 days',
      expires_at = expires_at - interval '2 days' where user_id = $1`,
    [person.id],
  );
  expect((await browser.call('GET', '/me')).status).toBe(200);
  expect(await expiry()).toBeCloseTo(7, 2);
});

interface Listed {
  readonly items: readonly { readonly id: string; readonly current: boolean }[];
}

test('a person sees its sessions and ends one at once; those of others are not there', async () => {
  const person = await server.factory.person();
  const [here, there] = [await server.signIn(person), await server.signIn(person)];
  const { items } = (await here.call('GET', '/me/sessions')).json<Listed>();
  expect(items).toHaveLength(2);
  const other = items.find(({ current }) => !current);
  expect((await here.call('DELETE', `/me/sessions/${other?.id}`)).status).toBe(204);
  expect((await there.call('GET', '/me')).status).toBe(401);
  const stranger = await server.signIn(await server.factory.person());
  const mine = items.find(({ current }) => current);
  expect((await stranger.call('DELETE', `/me/sessions/${mine?.id}`)).status).toBe(404);
  expect((await here.call('GET', '/me')).status).toBe(200);
});

test('a changed password ends every other session and works from then on', async () => {
  const person = await server.factory.person();
  const [here, there] = [await server.signIn(person), await server.signIn(person)];
  const change = (currentPassword: string, newPassword: string) =>
    here.call('POST', '/me/password', { body: { currentPassword, newPassword } });
  expect((await change('not the password', 'another long password')).status).toBe(403);
  expect((await there.call('GET', '/me')).status).toBe(200);
  expect((await change(factoryPassword, 'too short')).status).toBe(400);
  expect((await change(factoryPassword, 'another long password')).status).toBe(204);
  expect((await here.call('GET', '/me')).status).toBe(200);
  expect((await there.call('GET', '/me')).status).toBe(401);
  expect((await tryPassword(person.email, factoryPassword)).status).toBe(401);
  expect((await tryPassword(person.email, 'another long password')).status).toBe(201);
});

test('guessing the current password from a stolen session is limited, too', async () => {
  const browser = await server.signIn(await server.factory.person());
  const statuses = new Set<number>();
  for (let tries = 0; tries <= limits.signInAccount.points; tries += 1)
    statuses.add(
      (await browser.call('POST', '/session/confirmation', { body: { password: 'a guess' } })).status,
    );
  expect([...statuses]).toEqual([403, 429]);
});

test('a change that another site asks for is refused, though the cookie is there', async () => {
  const { client, organisationId } = await server.asRole('owner');
  const rename = (headers: Record<string, string>) =>
    client.call('PATCH', `/organisations/${organisationId}`, { body: { name: 'Taken' }, headers });
  expect((await rename({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await rename({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await rename({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await rename({ origin: 'null' })).status).toBe(403);
  expect((await rename({ origin: testPublicUrl, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect((await rename({ origin: server.url })).status).toBe(200);
});

test('another site cannot sign its visitor in or out, either', async () => {
  const person = await server.factory.person();
  const foreign = { origin: 'https://evil.example' };
  const body = { email: person.email, password: factoryPassword };
  expect((await server.client().call('POST', '/session', { body, headers: foreign })).status).toBe(403);
  const browser = await server.signIn(person);
  expect((await browser.call('DELETE', '/session', { headers: foreign })).status).toBe(403);
  expect((await browser.call('GET', '/me')).status).toBe(200);
});

test('with https the cookie never leaves over http, and browsers remember to use https', async () => {
  const secure = await createTestServer({ env: { TRIMTAB_URL: 'https://trimtab.test' } });
  try {
    const person = await secure.factory.person();
    const body = { email: person.email, password: factoryPassword };
    const answer = await secure.client().call('POST', '/session', { body });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-trimtab\.session_token=.*; Secure/i);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
    expect((await (await secure.signIn(person)).call('GET', '/me')).status).toBe(200);
  } finally {
    await secure.close();
  }
});

test('a forwarded address counts only from a proxy that is trusted by name', async () => {
  const person = await server.factory.person();
  const from = { 'x-forwarded-for': '203.0.113.7' };
  const addressOf = async (at: TestServer): Promise<unknown> => {
    const body = { email: person.email, password: factoryPassword };
    const browser = at.client();
    await browser.call('POST', '/session', { body, headers: from });
    const { items } = (await browser.call('GET', '/me/sessions')).json<{
      items: { address: string; current: boolean }[];
    }>();
    return items.find(({ current }) => current)?.address;
  };
  expect(await addressOf(server)).toBe('127.0.0.1');
  const behind = await createTestServer({ over: server, env: { TRIMTAB_TRUST_PROXY: '127.0.0.1' } });
  try {
    expect(await addressOf(behind)).toBe('203.0.113.7');
  } finally {
    await behind.close();
  }
});
