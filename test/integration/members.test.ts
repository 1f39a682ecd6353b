import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { factoryPassword } from '../support/factory.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { createTestServer, type Seat, type TestServer, testPublicUrl } from '../support/test-server.ts';
import { whileLocked } from '../support/while-locked.ts';

let server: TestServer;
let mail: MailServer;
let mailing: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  mail = await startMailServer();
  mailing = await createTestServer({ env: { SMTP_URL: mail.url } });
});
afterAll(async () => {
  await server.close();
  await mailing.close();
  await mail.close();
});
beforeEach(() => server.owner.query('delete from rate_limit'));

interface Invited {
  readonly invitation: { readonly id: string };
  readonly mailed: boolean;
  readonly link: string | null;
}

const invite = async (seat: Seat, email: string, role = 'analyst'): Promise<Invited> => {
  const path = `/organisations/${seat.organisationId}/invitations`;
  const answer = await seat.client.call('POST', path, { body: { email, role } });
  expect(answer.status).toBe(201);
  return answer.json<Invited>();
};

const tokenOf = (link: string | null | undefined): string => link?.split('/').at(-1) ?? '';

const accept = (from: TestServer, token: string, body: object) => {
  const client = from.client();
  return { client, answer: client.call('POST', `/invitations/${token}/acceptance`, { body }) };
};

const newcomer = { name: 'New Comer', password: 'a long enough password' };

describe('an invitation', () => {
  test('without a mail server gives a link to copy, which makes an account and a member, once', async () => {
    const seat = await server.asRole('administrator');
    const invited = await invite(seat, 'copied@example.test');
    expect(invited).toMatchObject({ mailed: false });
    expect(invited.link).toMatch(new RegExp(`^${testPublicUrl}/invitations/`));
    const token = tokenOf(invited.link);
    expect((await server.client().call('GET', `/invitations/${token}`)).json()).toMatchObject({
      email: 'copied@example.test',
      role: 'analyst',
      personExists: false,
    });
    const { client, answer } = accept(server, token, newcomer);
    expect((await answer).status).toBe(201);
    expect((await client.call('GET', '/me')).json()).toMatchObject({
      organisations: [{ organisationId: seat.organisationId, role: 'analyst' }],
    });
    expect((await accept(server, token, newcomer).answer).status).toBe(404);
  });

  test('accepted ten times at once makes one person and one member', async () => {
    const seat = await server.asRole('owner');
    const token = tokenOf((await invite(seat, 'ten-times@example.test')).link);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => accept(server, token, newcomer).answer),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses[0]).toBe(201);
    expect(statuses.slice(1).every((status) => status === 404 || status === 401)).toBe(true);
    const { rows } = await server.owner.query(
      `select 1 from person p join member m on m.user_id = p.id where p.email = 'ten-times@example.test'`,
    );
    expect(rows).toHaveLength(1);
  });

  test('with a mail server goes out in the language of the organisation, and the link is in the mail only', async () => {
    const seat = await mailing.asRole('owner');
    await mailing.owner.query(`update organisation set language = 'de' where id = $1`, [seat.organisationId]);
    const invited = await invite(seat, 'mailed@example.test');
    expect(invited).toMatchObject({ mailed: true, link: null });
    const { links, text } = await mail.take('mailed@example.test');
    expect(text).toContain('lädt Sie ein');
    expect((await accept(mailing, tokenOf(links[0]), newcomer).answer).status).toBe(201);
  });

  test('for somebody with an account needs the password of that account', async () => {
    const seat = await server.asRole('owner');
    const person = await server.factory.person();
    const token = tokenOf((await invite(seat, person.email)).link);
    expect((await accept(server, token, newcomer).answer).status).toBe(401);
    expect((await server.owner.query('select 1 from member where user_id = $1', [person.id])).rows).toEqual(
      [],
    );
    const { client, answer } = accept(server, token, { password: factoryPassword });
    expect((await answer).status).toBe(201);
    expect((await client.call('GET', '/me')).json()).toMatchObject({ profile: { id: person.id } });
  });

  test('that was revoked or has expired opens nothing', async () => {
    const seat = await server.asRole('owner');
    const { invitation, link } = await invite(seat, 'revoked@example.test');
    const path = `/organisations/${seat.organisationId}/invitations/${invitation.id}`;
    expect((await seat.client.call('DELETE', path)).status).toBe(204);
    expect((await accept(server, tokenOf(link), newcomer).answer).status).toBe(404);
    const { organisationId } = seat;
    const expired = await server.factory.invitation({
      organisationId,
      expiresAt: new Date(Date.now() - 1000),
    });
    expect((await accept(server, expired.token, newcomer).answer).status).toBe(404);
  });

  test('does not bring a suspended member back', async () => {
    const seat = await server.asRole('owner');
    const gone = await server.asRole('analyst', seat.organisationId);
    await server.owner.query(`update member set state = 'suspended' where id = $1`, [gone.memberId]);
    const token = tokenOf((await invite(seat, gone.person.email)).link);
    const { client, answer } = accept(server, token, { password: factoryPassword });
    await answer;
    expect((await client.call('GET', `/organisations/${seat.organisationId}`)).status).toBe(404);
  });

  test('whose mail cannot be sent comes with its link, to be handed over in another way', async () => {
    const seat = await mailing.asRole('owner');
    mail.refuse();
    const invited = await invite(seat, 'refused@example.test');
    expect(invited.mailed).toBe(false);
    expect((await accept(mailing, tokenOf(invited.link), newcomer).answer).status).toBe(201);
  });
});

describe('an organisation', () => {
  const change = (seat: Seat, memberId: string, body: object) =>
    seat.client.call('PATCH', `/organisations/${seat.organisationId}/members/${memberId}`, { body });
  const remove = (seat: Seat, memberId: string) =>
    seat.client.call('DELETE', `/organisations/${seat.organisationId}/members/${memberId}`);

  test('keeps its last owner: not removed, not suspended, not demoted', async () => {
    const owner = await server.asRole('owner');
    expect((await remove(owner, owner.memberId)).status).toBe(409);
    expect((await change(owner, owner.memberId, { state: 'suspended' })).status).toBe(409);
    expect((await change(owner, owner.memberId, { role: 'analyst' })).status).toBe(409);
    expect((await owner.client.call('GET', `/organisations/${owner.organisationId}`)).status).toBe(200);
  });

  test('keeps an owner when its two owners remove each other, or themselves, at the same moment', async () => {
    for (const across of [true, false]) {
      const one = await server.asRole('owner');
      const two = await server.asRole('owner', one.organisationId);
      const { organisationId } = one;
      await one.client.call('PATCH', `/organisations/${organisationId}`, { body: { name: 'Of two' } });
      // The chain of the audit log is locked last: whoever gets there has checked that an owner stays.
      const sql = `select 1 from audit_chain where organisation_id = '${organisationId}' for update`;
      const answers = await whileLocked(server.db, { sql, waiting: 2 }, () =>
        Promise.all([
          remove(one, across ? two.memberId : one.memberId),
          change(two, across ? one.memberId : two.memberId, { role: 'member' }),
        ]),
      );
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      const { rows } = await server.owner.query(
        `select 1 from member where organisation_id = $1 and role = 'owner' and state = 'active'`,
        [one.organisationId],
      );
      expect(rows).toHaveLength(1);
    }
  });

  test('has owners that only owners make, change and remove', async () => {
    const owner = await server.asRole('owner');
    const administrator = await server.asRole('administrator', owner.organisationId);
    expect((await change(administrator, administrator.memberId, { role: 'owner' })).status).toBe(403);
    expect((await change(administrator, owner.memberId, { state: 'suspended' })).status).toBe(403);
    expect((await remove(administrator, owner.memberId)).status).toBe(403);
    const path = `/organisations/${owner.organisationId}/invitations`;
    const body = { email: 'more@example.test', role: 'owner' };
    expect((await administrator.client.call('POST', path, { body })).status).toBe(403);
    expect((await owner.client.call('POST', path, { body })).status).toBe(201);
  });

  test('ends the access of a member it suspends with the next request, and gives it back', async () => {
    const owner = await server.asRole('owner');
    const member = await server.asRole('analyst', owner.organisationId);
    const look = () => member.client.call('GET', `/organisations/${owner.organisationId}`);
    await change(owner, member.memberId, { state: 'suspended' });
    expect((await look()).status).toBe(404);
    expect((await member.client.call('GET', '/me')).json()).toMatchObject({ organisations: [] });
    await change(owner, member.memberId, { state: 'active' });
    expect((await look()).status).toBe(200);
  });

  test('gives no API key more than its maker has, and none by another key', async () => {
    const owner = await server.asRole('owner');
    const path = `/organisations/${owner.organisationId}/api-keys`;
    const body = { name: 'child', scopes: ['cost.read'] };
    const { token } = await server.factory.apiKey({
      organisationId: owner.organisationId,
      scopes: ['apiKey.manage'],
    });
    expect((await server.client(token).call('POST', path, { body })).status).toBe(403);
    const { secret } = (await owner.client.call('POST', path, { body })).json<{ secret: string }>();
    expect((await server.client(secret).call('GET', `/organisations/${owner.organisationId}`)).status).toBe(
      403,
    );
  });
});
