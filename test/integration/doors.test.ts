import { request } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { organisationRoute, type Route } from '../../src/platform/http/route.ts';
import { endpoint } from '../../src/shared/endpoint.ts';
import { newId } from '../../src/shared/ids.ts';
import { readAuditLog } from '../support/audit-log.ts';
import { factoryPassword } from '../support/factory.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';

/** An endpoint that exists in this test only. */
const testEndpoint = (name: string, options: { stepUp?: boolean; body?: z.ZodObject } = {}) =>
  endpoint({
    id: `test.${name}`,
    method: 'POST',
    path: `/organisations/:organisationId/test-${name}`,
    tag: 'Test',
    access: { kind: 'organisation', permission: 'organisation.manage' },
    summary: 'For a test',
    body: options.body ?? z.object({}),
    response: z.object({}),
    stepUp: options.stepUp ?? false,
  });

const rename = (name: string) => sql`update organisation set name = ${name} where id = app_organisation()`;

const testRoutes: Route[] = [
  organisationRoute(testEndpoint('forgetful'), (context) =>
    context.change(async ({ tx }) => {
      await rename('Changed without an entry').execute(tx);
      return {};
    }),
  ),
  organisationRoute(testEndpoint('late-failure'), (context) =>
    context.change(async ({ tx, audit }) => {
      await rename('Changed, then failed').execute(tx);
      await audit({ action: 'test.changed' });
      throw new Error('the last step failed');
    }),
  ),
  organisationRoute(testEndpoint('sneaky'), (context) =>
    context.read(async (tx) => {
      await rename('Changed by the wrong door').execute(tx);
      return {};
    }),
  ),
  organisationRoute(testEndpoint('dear', { stepUp: true }), (context) =>
    context.change(async ({ audit }) => {
      await audit({ action: 'test.dear' });
      return {};
    }),
  ),
  organisationRoute(testEndpoint('leaky'), async () => {
    throw new Error('password=hunter2 at /srv/secret/path');
  }),
];

let server: TestServer;
let seat: Seat;
beforeAll(async () => {
  server = await createTestServer({
    server: {
      extend: (composition) => ({ ...composition, routes: [...composition.routes, ...testRoutes] }),
    },
  });
  seat = await server.asRole('owner');
});
afterAll(() => server.close());

const post = (name: string, body: unknown = {}) =>
  seat.client.call('POST', `/organisations/${seat.organisationId}/test-${name}`, { body });

const organisationName = async (): Promise<string> => {
  const { rows } = await server.owner.query<{ name: string }>('select name from organisation where id = $1', [
    seat.organisationId,
  ]);
  return rows[0]?.name ?? '';
};

describe('a change', () => {
  test('whose handler forgets the audit entry is undone', async () => {
    const before = await organisationName();
    const answer = await post('forgetful');
    expect(answer.status).toBe(500);
    expect(answer.problem().code).toBe('audit_missing');
    expect(await organisationName()).toBe(before);
  });

  test('that fails after its entry leaves neither', async () => {
    const [name, log] = [await organisationName(), await readAuditLog(server.owner, seat.organisationId)];
    expect((await post('late-failure')).status).toBe(500);
    expect(await organisationName()).toBe(name);
    expect(await readAuditLog(server.owner, seat.organisationId)).toEqual(log);
  });

  test('by the door for reading is refused by the database itself', async () => {
    const before = await organisationName();
    expect((await post('sneaky')).status).toBe(500);
    expect(await organisationName()).toBe(before);
  });

  test('does not happen while the audit log cannot be written', async () => {
    const before = await organisationName();
    await server.owner.query('revoke insert on audit_entry from trimtab_app');
    try {
      const path = `/organisations/${seat.organisationId}`;
      const answer = await seat.client.call('PATCH', path, { body: { name: 'Unaudited' } });
      expect(answer.status).toBe(500);
      expect(answer.problem().code).toBe('audit_missing');
    } finally {
      await server.owner.query('grant insert on audit_entry to trimtab_app');
    }
    expect(await organisationName()).toBe(before);
  });
});

describe('step-up', () => {
  test('is asked for once the last confirmation is ten minutes old, and the password gives it', async () => {
    expect((await post('dear')).status).toBe(200);
    await server.owner.query(`update session set confirmed_at = now() - interval '11 minutes'`);
    const refused = await post('dear');
    expect(refused.status).toBe(401);
    expect(refused.problem().code).toBe('step_up_required');
    const confirm = (password: string) =>
      seat.client.call('POST', '/session/confirmation', { body: { password } });
    expect((await confirm('not the password')).status).toBe(403);
    expect((await post('dear')).status).toBe(401);
    expect((await confirm(factoryPassword)).status).toBe(204);
    expect((await post('dear')).status).toBe(200);
  });

  test('is asked for by whatever lets somebody in, widens a reach, or deletes what is not the caller’s alone', () => {
    const harmless = [
      // They only take away again what was given by mistake, where seconds count.
      'api-keys.revoke',
      'invitations.revoke',
      // A question that was kept; the costs stay.
      'views.delete',
    ];
    const endpoints = server.server.composition.routes.map((route) => route.endpoint);
    const deletes = endpoints.filter(
      ({ method, access }) => method === 'DELETE' && access.kind === 'organisation',
    );
    const asked = endpoints.filter(({ stepUp }) => stepUp).map(({ id }) => id);
    expect(
      deletes
        .map(({ id }) => id)
        .filter((id) => !asked.includes(id))
        .toSorted(),
    ).toEqual(harmless);
    expect(asked).toEqual(
      expect.arrayContaining([
        'api-keys.create',
        'invitations.create',
        'members.update',
        'relationships.update',
      ]),
    );
  });
});

describe('a stranger', () => {
  test('is refused before its body is read: the answer comes while the body is still missing', async () => {
    const answered = await new Promise<number>((resolve, reject) => {
      const url = new URL(`${server.url}/api/v1/organisations/${seat.organisationId}`);
      const headers = { 'content-type': 'application/json', 'content-length': '500000' };
      const outgoing = request(url, { method: 'PATCH', headers }, (response) => {
        resolve(response.statusCode ?? 0);
        outgoing.destroy();
      });
      outgoing.once('error', reject);
      outgoing.write('{');
    });
    expect(answered).toBe(401);
  });

  test('learns nothing from invalid input: 401 comes before 400, and 404 before 400', async () => {
    const broken = { body: { name: 7 } };
    const path = `/organisations/${seat.organisationId}`;
    expect((await server.client().call('PATCH', path, broken)).status).toBe(401);
    const other = await server.asRole('owner');
    expect((await other.client.call('PATCH', path, broken)).status).toBe(404);
    expect((await other.client.call('GET', '/organisations/not-an-id')).status).toBe(404);
    expect((await other.client.call('GET', `/organisations/${newId()}`)).status).toBe(404);
  });
});

describe('every answer', () => {
  test('of an error is a problem with a code and the request id, and tells nothing of the inside', async () => {
    const answer = await post('leaky');
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.problem()).toMatchObject({
      code: 'internal',
      requestId: answer.headers.get('x-request-id'),
    });
    expect(answer.text).not.toMatch(/hunter2|secret\/path|at .*\.ts/);
  });

  test('to invalid input names the place and never repeats the value', async () => {
    const path = `/organisations/${seat.organisationId}`;
    const answer = await seat.client.call('PATCH', path, { body: { currency: 'canary-value' } });
    expect(answer.status).toBe(400);
    expect(answer.problem().errors).toMatchObject([{ path: 'body.currency' }]);
    expect(answer.text).not.toContain('canary-value');
  });

  test('refuses fields that the contract does not know in a query', async () => {
    const answer = await seat.client.call('GET', `/organisations/${seat.organisationId}/runs?limt=5`);
    expect(answer.status).toBe(400);
  });

  test('carries strict headers', async () => {
    const { headers } = await seat.client.call('GET', '/me');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('a body that is too large is refused', async () => {
  const path = `/organisations/${seat.organisationId}`;
  const answer = await seat.client.call('PATCH', path, { body: { name: 'x'.repeat(1_100_000) } });
  expect(answer.status).toBe(413);
});

test('the OpenAPI document lists every route once, with what it needs', async () => {
  const response = await fetch(`${server.url}/api/openapi.json`);
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; security: unknown[] }>>;
  };
  expect(document.openapi).toMatch(/^3\.1/);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const ids = operations.map(({ operationId }) => operationId);
  const { routes } = server.server.composition;
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(routes.map(({ endpoint: { id } }) => id).toSorted());
  expect(operations.filter(({ security }) => security === undefined)).toEqual([]);
});
