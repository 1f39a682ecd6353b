import { afterAll, beforeAll, expect, test } from 'vitest';
import { customEndpoints } from '../../../src/connectors/microsoft/clouds.ts';
import type { EntraClient } from '../../../src/connectors/microsoft/contract.ts';
import { createEntraClient } from '../../../src/connectors/microsoft/entra/entra-client.ts';
import { createLeasedTokens } from '../../../src/features/connections/token-lease.ts';
import { newId } from '../../../src/shared/ids.ts';
import { type Microsoft, startMicrosoft } from '../../support/microsoft.ts';
import { connect, connectionOf, syncEnded } from '../../support/microsoft-connection.ts';
import { createTestServer, type Seat, type TestServer } from '../../support/test-server.ts';

let microsoft: Microsoft;
let server: TestServer;
let seat: Seat;
let connectionId: string;
beforeAll(async () => {
  // MSAL takes a token that lives less than five minutes for one that has ended: every fetch is a refresh.
  microsoft = await startMicrosoft({ limits: { accessTokenSeconds: 200 } });
  server = await createTestServer({ services: ['web', 'worker'], env: microsoft.env });
  seat = await server.asRole('administrator');
  ({ connectionId } = await connect(microsoft, seat));
  await syncEnded(seat, connectionId);
});
afterAll(async () => {
  await server.close();
  await microsoft.close();
});

const secretRow = async (): Promise<{ value_version: number; lease_holder: string | null }> => {
  const sql = 'select value_version, lease_holder from connection_secret where connection_id = $1';
  return (await server.owner.query(sql, [connectionId])).rows[0];
};

/** Entra as it is, which also says how many refreshes were under way at once. */
const watched = async (): Promise<{ entra: EntraClient; most(): number }> => {
  const { loginOrigin, graphOrigin, caPem } = microsoft.emulator;
  const { clientId, secret } = microsoft.application;
  const entra = createEntraClient({
    endpoints: customEndpoints({ loginOrigin, graphOrigin, caPem }),
    clientId,
    credential: { secret },
    clock: server.clock,
  });
  let [running, most] = [0, 0];
  return {
    most: () => most,
    entra: {
      ...entra,
      delegatedToken: async (request) => {
        running += 1;
        most = Math.max(most, running);
        try {
          // Long enough for the others to come.
          await new Promise((resolve) => setTimeout(resolve, 50));
          return await entra.delegatedToken(request);
        } finally {
          running -= 1;
        }
      },
    },
  };
};

const holder = async () => {
  const { granted, tenantId } = await connectionOf(seat, connectionId);
  const { rows } = await server.owner.query<{ account_id: string }>(
    'select account_id from connection where id = $1',
    [connectionId],
  );
  const scopes = granted.filter((name) => name.includes('.'));
  const { organisationId } = seat;
  return {
    organisationId,
    connectionId,
    tenantId: tenantId ?? '',
    accountId: rows[0]?.account_id ?? '',
    scopes,
  };
};

test('one refresh runs at a time, whoever asks from which process, and each leaves its new token sealed', async () => {
  const { entra, most } = await watched();
  const { signal } = new AbortController();
  const before = (await secretRow()).value_version;
  const whose = await holder();
  const processes = [1, 2, 3, 4].map(() =>
    createLeasedTokens({ ...server.kernel, newId }, entra, whose, signal),
  );
  const tokens = await Promise.all(processes.map((fetch) => fetch(false)));
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(4);
  expect(most()).toBe(1);
  expect(await secretRow()).toEqual({ value_version: before + 4, lease_holder: null });
});

test('who died while refreshing holds others up for a minute at most', async () => {
  const { entra } = await watched();
  const { signal } = new AbortController();
  const hold = (until: string) =>
    server.owner.query(
      `update connection_secret set lease_holder = gen_random_uuid(), lease_until = now() + interval '${until}'
        where connection_id = $1`,
      [connectionId],
    );
  const fetch = createLeasedTokens({ ...server.kernel, newId }, entra, await holder(), signal);
  await hold('400 milliseconds');
  const began = Date.now();
  await fetch(false);
  expect(Date.now() - began).toBeGreaterThan(350);
  await hold('-1 second');
  await fetch(false);
  expect((await secretRow()).lease_holder).toBeNull();
});

test('tokens that were deleted while they were refreshed stay deleted', async () => {
  const { entra } = await watched();
  const { signal } = new AbortController();
  const fetch = createLeasedTokens({ ...server.kernel, newId }, entra, await holder(), signal);
  const fetching = fetch(false);
  await new Promise((resolve) => setTimeout(resolve, 25));
  await server.owner.query('delete from connection_secret where connection_id = $1', [connectionId]);
  await expect(fetching).rejects.toMatchObject({ problem: 'revoked' });
  expect(await secretRow()).toBeUndefined();
});

test('who only shows a profile leaves no token behind, and nothing is read', async () => {
  const own = await server.asRole('administrator');
  const connected = await connect(microsoft, own, microsoft.tenants[0], { level: 'user' });
  expect(connected).toMatchObject({ outcome: 'connected', runId: null });
  const sql = 'select 1 from connection_secret where connection_id = $1';
  expect((await server.owner.query(sql, [connected.connectionId])).rows).toEqual([]);
  expect((await connectionOf(own, connected.connectionId)).consentedBy).toContain('@');
});
