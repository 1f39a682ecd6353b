import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

test('a test cannot reach another host', () => {
  expect(() => connect(443, 'example.com')).toThrow(/example\.com/);
});

test('a seat is a real session in a real organisation', async () => {
  const { client, organisationId } = await server.asRole('analyst');
  const me = await client.call('GET', '/me');
  expect(me.status).toBe(200);
  expect(me.json()).toMatchObject({ organisations: [{ organisationId, role: 'analyst' }] });
});
