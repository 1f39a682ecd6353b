import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/platform/log/log.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { createTestServer, type TestServer } from '../support/test-server.ts';

/** Planted in every place where people and programs put secrets and personal data; none may reach the log. */
const planted = {
  password: 'canary-password-Zq7',
  newPassword: 'canary-new-password-Zq8',
  wrongPassword: 'canary-wrong-password-Zq9',
  ownerName: 'Canaria Plantedson',
  invitedName: 'Invitella Canarez',
  email: 'canary.owner@planted.example',
  invited: 'canary.invited@planted.example',
  header: 'canary-header-secret-Zq0',
  cookie: 'canary-cookie-Zq1',
  url: 'canary-url-token-Zq2-0123456789',
};

let server: TestServer;
let mail: MailServer;
const secrets = new Set<string>(Object.values(planted));
beforeAll(async () => {
  mail = await startMailServer();
  server = await createTestServer({ env: { SMTP_URL: mail.url } });
});
afterAll(async () => {
  await server.close();
  await mail.close();
});

const keep = (secret: string | undefined): string => {
  if (!secret) throw new Error('nothing to keep');
  secrets.add(secret);
  return secret;
};

/** Set-up, sign-in, invitation, API key, reset: with the program's log at its finest level. */
const journey = async (): Promise<void> => {
  const owner = server.client();
  const token = keep(await server.server.composition.issueSetupToken());
  const { password, newPassword, ownerName: name, email } = planted;
  const setUp = { token, name, email, password, organisationName: 'Canary organisation' };
  const { organisationId } = (await owner.call('POST', '/set-up', { body: setUp })).json<{
    organisationId: string;
  }>();
  for (const value of owner.cookies.values()) keep(decodeURIComponent(value).split('.')[0]);
  const at = `/organisations/${organisationId}`;

  const invitation = { email: planted.invited, role: 'analyst' };
  await owner.call('POST', `${at}/invitations`, { body: invitation });
  const link = keep((await mail.take(planted.invited)).links[0]?.split('/').at(-1));
  await server.client().call('GET', `/invitations/${link}`);
  const accepted = { name: planted.invitedName, password };
  await server.client().call('POST', `/invitations/${link}/acceptance`, { body: accepted });

  const key = { name: 'canary key', scopes: ['organisation.read'] };
  const { secret } = (await owner.call('POST', `${at}/api-keys`, { body: key })).json<{ secret: string }>();
  await server.client(keep(secret)).call('GET', at);

  await server.client().call('POST', '/password/forgotten', { body: { email } });
  const reset = new URL((await mail.take(email)).links[0] ?? '').searchParams.get('token') ?? '';
  await server.client().call('POST', '/password/reset', { body: { token: keep(reset), newPassword } });
  await owner.call('POST', '/session', { body: { email, password: newPassword } });
  await owner.call('PATCH', '/me', { body: { name } });
};

/** Refusals and failures, where programs tend to log what they were given. */
const mishaps = async (): Promise<void> => {
  const { email, wrongPassword, header, cookie, url } = planted;
  const stranger = server.client();
  await stranger.call('POST', '/session', { body: { email, password: wrongPassword } });
  await stranger.call('POST', '/session', { body: { email, password: { nested: wrongPassword } } });
  await stranger.call('GET', `/me?token=${url}`, {
    headers: {
      authorization: `Bearer ${header}`,
      cookie: `trimtab.session_token=${cookie}`,
      'x-api-key': header,
    },
  });
  await stranger.call('GET', `/invitations/${url}`);
  await stranger.call('GET', `/nothing-here?email=${encodeURIComponent(email)}&password=${url}`);
  await fetch(`${server.url}/password/reset?token=${url}`);
  const seat = await server.asRole('owner');
  const clash = await server.factory.person({ name: planted.ownerName, email: `second-${email}` });
  await server.factory.member({ organisationId: seat.organisationId, personId: clash.id });
  await server.owner.query('revoke insert on audit_entry from trimtab_app');
  await seat.client.call('PATCH', '/me', { body: { name: planted.ownerName } });
  // The database says which row it refused; its values are personal data.
  await server.owner.query('alter table person add constraint refuses check (company is null)');
  await server.owner.query('grant insert on audit_entry to trimtab_app');
  await seat.client.call('PATCH', '/me', { body: { name: planted.ownerName, company: planted.header } });
  await server.owner.query('alter table person drop constraint refuses');
  await garbage();
};

/** Bytes that are no HTTP, with a secret in them. */
const garbage = (): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () =>
      socket.end(`NONSENSE ${planted.url}\r\nauthorization: ${planted.header}\r\n\r\n`),
    );
    socket.once('close', () => resolve());
    socket.resume();
  });

test('a whole journey and its mishaps leave no planted secret and no personal data in the log', async () => {
  await journey();
  await mishaps();
  expect(server.logLines.length).toBeGreaterThan(20);
  expect(server.logLines.some((line) => line.includes('request failed'))).toBe(true);
  const leaks = [...secrets].flatMap((secret) =>
    server.logLines
      .filter((line) => line.includes(secret) || line.includes(encodeURIComponent(secret)))
      .map((line) => `${secret}: ${line.slice(0, 1500)}`),
  );
  expect(leaks).toEqual([]);
});

test('refused sign-ins and refused access are in the log, with the request they belong to', async () => {
  const { client, organisationId } = await server.asRole('member');
  const refused = await client.call('GET', `/organisations/${organisationId}/members`);
  const body = { email: planted.email, password: planted.wrongPassword };
  const failed = await server.client().call('POST', '/session', { body });
  for (const [answer, code] of [
    [refused, 'forbidden'],
    [failed, 'unauthenticated'],
  ] as const) {
    const requestId = answer.headers.get('x-request-id') ?? 'none';
    const lines = server.logLines.filter((line) => line.includes(requestId));
    expect(lines.some((line) => line.includes(`"code":"${code}"`))).toBe(true);
  }
});

test('the canaries sing: a log without redaction would show them', () => {
  const lines: string[] = [];
  const log = createLog({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void lines.push(line) },
  });
  log.info({ harmless: planted.password }, 'a field whose name says nothing');
  expect(lines.join()).toContain(planted.password);
  log.info({ password: planted.newPassword, nested: { deep: { token: planted.url } } }, planted.email);
  expect(lines.join()).not.toMatch(new RegExp(`${planted.newPassword}|${planted.url}|${planted.email}`));
});
