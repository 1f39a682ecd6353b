import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { limits } from '../../src/platform/http/rate-limits.ts';
import { installationId } from '../../src/platform/tenancy/tenancy.ts';
import { readAuditLog } from '../support/audit-log.ts';
import { factoryPassword } from '../support/factory.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { createTestServer, type TestServer, testPublicUrl } from '../support/test-server.ts';

let mail: MailServer;
let server: TestServer;
beforeAll(async () => {
  mail = await startMailServer();
  server = await createTestServer({ env: { SMTP_URL: mail.url } });
});
afterAll(async () => {
  await server.close();
  await mail.close();
});
beforeEach(() => server.owner.query('delete from rate_limit'));

const newPassword = 'a quite different password';

const askFor = (email: string) => server.client().call('POST', '/password/forgotten', { body: { email } });

const reset = (token: string, password = newPassword) =>
  server.client().call('POST', '/password/reset', { body: { token, newPassword: password } });

const tokenFor = async (email: string): Promise<string> => {
  expect((await askFor(email)).status).toBe(202);
  const { links } = await mail.take(email);
  const link = new URL(links[0] ?? '');
  expect(link.origin).toBe(testPublicUrl);
  expect(link.pathname).toBe('/password/reset');
  return link.searchParams.get('token') ?? '';
};

test('a mailed link sets a new password, ends every session, works once, and is written down', async () => {
  const person = await server.factory.person();
  const sessions = [await server.signIn(person), await server.signIn(person)];
  const token = await tokenFor(person.email);
  expect((await reset(token)).status).toBe(204);
  for (const session of sessions) expect((await session.call('GET', '/me')).status).toBe(401);
  await expect(server.signIn(person, factoryPassword)).rejects.toThrow('401');
  await server.signIn(person, newPassword);
  expect((await reset(token, 'yet another password')).status).toBe(404);
  const log = await readAuditLog(server.owner, installationId);
  expect(log).toContainEqual(
    expect.objectContaining({ action: 'person.password-reset', targetId: person.id }),
  );
});

test('one use makes the other links worthless, and ten uses at once count as one', async () => {
  const person = await server.factory.person();
  const first = await tokenFor(person.email);
  const second = await tokenFor(person.email);
  const passwords = Array.from({ length: 10 }, (_unused, index) => `password number ${index}`);
  const answers = await Promise.all(passwords.map((password) => reset(second, password)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array(9).fill(404)]);
  expect((await reset(first)).status).toBe(404);
});

test('an unknown address gets the same answer and no mail', async () => {
  const known = await askFor((await server.factory.person()).email);
  const before = mail.mails.length;
  const unknown = await askFor('nobody@example.test');
  expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(mail.mails.slice(before).filter(({ to }) => to.includes('nobody@example.test'))).toEqual([]);
});

test('the answer does not wait for the mail, so its time does not tell whether the address is known', async () => {
  const person = await server.factory.person();
  const release = mail.hold();
  expect((await askFor(person.email)).status).toBe(202);
  expect(mail.mails.some(({ to }) => to.includes(person.email))).toBe(false);
  release();
  await mail.take(person.email);
});

test('nobody is flooded with links', async () => {
  const { email } = await server.factory.person();
  for (let tries = 0; tries < limits.mailAccount.points; tries += 1)
    expect((await askFor(email)).status).toBe(202);
  expect((await askFor(email)).status).toBe(429);
});

test('a link is worthless after an hour, and a token is nowhere in the database', async () => {
  const person = await server.factory.person();
  const token = await tokenFor(person.email);
  const { rows } = await server.owner.query<{ row: string }>('select v::text as row from verification v');
  expect(rows.map(({ row }) => row).join()).not.toContain(token);
  await server.owner.query(`update verification set expires_at = now() - interval '1 second'`);
  expect((await reset(token)).status).toBe(404);
});

test('when the reset cannot be written down, the password stays and the link stays usable', async () => {
  const person = await server.factory.person();
  const token = await tokenFor(person.email);
  await server.owner.query('revoke insert on audit_entry from trimtab_app');
  try {
    expect((await reset(token)).status).toBe(500);
  } finally {
    await server.owner.query('grant insert on audit_entry to trimtab_app');
  }
  await server.signIn(person, factoryPassword);
  expect((await reset(token)).status).toBe(204);
});

test('a locked account is free again once its password was replaced', async () => {
  const person = await server.factory.person();
  for (let tries = 0; tries <= limits.signInAccount.points; tries += 1)
    await server
      .client()
      .call('POST', '/session', { body: { email: person.email, password: 'wrong guess' } });
  await expect(server.signIn(person)).rejects.toThrow('429');
  expect((await reset(await tokenFor(person.email))).status).toBe(204);
  await server.signIn(person, newPassword);
});
