import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run } from '../../../src/shared/runs/contract.ts';
import { type Microsoft, startMicrosoft } from '../../support/microsoft.ts';
import {
  connect,
  connectApplication,
  connectionOf,
  connectionsOf,
  expectStatus,
  type Finished,
  finish,
  syncEnded,
} from '../../support/microsoft-connection.ts';
import { createTestServer, type Seat, type TestServer } from '../../support/test-server.ts';
import { waitFor } from '../../support/wait-for.ts';

let microsoft: Microsoft;
let server: TestServer;
beforeAll(async () => {
  microsoft = await startMicrosoft();
  server = await createTestServer({ services: ['web', 'worker'], env: microsoft.env });
});
afterAll(async () => {
  await server.close();
  await microsoft.close();
});

const tenant = () => {
  const [first] = microsoft.tenants;
  if (!first) throw new Error('there is no tenant');
  return first;
};

const withdrawConsent = (): void =>
  microsoft.emulator.revokeConsent({
    tenantId: tenant().id,
    clientId: microsoft.application.clientId,
  });

const runOf = async (seat: Seat, runId: string | null): Promise<Run> => {
  const answer = await seat.client.call('GET', `/organisations/${seat.organisationId}/runs/${runId}`);
  return expectStatus(answer, 200).json<{ run: Run }>().run;
};

const entriesOf = async (seat: Seat, action: string) => {
  const sql = 'select after from audit_entry where organisation_id = $1 and action = $2';
  return (await server.owner.query(sql, [seat.organisationId, action])).rows;
};

test('consent withdrawn in Entra breaks the connection; connecting again repairs it', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connect(microsoft, seat);
  await syncEnded(seat, connectionId);
  withdrawConsent();
  // The access token of the sync before is still good for an hour: a later sync has to refresh.
  server.clock.advance(3_600_000);
  const at = connectionsOf(seat, `/${connectionId}`);
  const started = expectStatus(await seat.client.call('POST', `${at}/syncs`), 202).json<{ runId: string }>();
  const failed = await waitFor(
    () => runOf(seat, started.runId),
    ({ state }) => state === 'failed',
  );
  // Refused at once: trying again by itself would change nothing.
  expect(failed).toMatchObject({ attempt: 1, problem: { code: 'unprocessable' } });
  const broken = await connectionOf(seat, connectionId);
  expect(broken).toMatchObject({
    state: 'broken',
    problem: { code: 'consent_missing', fix: expect.stringContaining('Connect again') },
    lastSync: { state: 'failed' },
  });
  expect(await entriesOf(seat, 'connection.broken')).toMatchObject([{ after: { code: 'consent_missing' } }]);
  const begun = (await seat.client.call('POST', `${at}/authorisation`)).json<{ authorisationUrl: string }>();
  const callback = await microsoft.consent(begun.authorisationUrl, microsoft.administratorOf(tenant()));
  expect((await finish(seat, callback)).json<Finished>().outcome).toBe('connected');
  expect(await syncEnded(seat, connectionId)).toMatchObject({ state: 'complete' });
  expect((await connectionOf(seat, connectionId)).problem).toBeNull();
});

test('a wrong secret breaks the connection; the right one and a sync by hand repair it', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connectApplication(microsoft, seat);
  await syncEnded(seat, connectionId);
  const at = connectionsOf(seat, `/${connectionId}`);
  const renew = (clientSecret: string) =>
    seat.client.call('PATCH', at, { body: { credential: { clientSecret } } });
  expectStatus(await renew('not-the-secret'), 200);
  expectStatus(await seat.client.call('POST', `${at}/syncs`), 202);
  const broken = await waitFor(
    () => connectionOf(seat, connectionId),
    ({ state, lastSync }) => state === 'broken' && lastSync?.state === 'failed',
  );
  expect(broken.problem?.code).toBe('wrong_secret');
  expectStatus(await renew(microsoft.application.secret), 200);
  expectStatus(await seat.client.call('POST', `${at}/syncs`), 202);
  const repaired = await waitFor(
    () => connectionOf(seat, connectionId),
    ({ lastSync }) => lastSync?.state === 'complete',
    20_000,
  );
  expect(repaired).toMatchObject({ state: 'connected', problem: null });
});

test('an application that was removed from the tenant breaks its connection, too', async () => {
  const seat = await server.asRole('administrator');
  const { connectionId } = await connectApplication(microsoft, seat);
  await syncEnded(seat, connectionId);
  withdrawConsent();
  await seat.client.call('POST', connectionsOf(seat, `/${connectionId}/syncs`));
  const broken = await waitFor(
    () => connectionOf(seat, connectionId),
    ({ state }) => state === 'broken',
  );
  expect(broken.problem?.code).toBe('app_not_found');
});
