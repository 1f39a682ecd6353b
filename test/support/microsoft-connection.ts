import type { EmulatedTenant } from '../../src/emulators/microsoft/tenant/tenant.ts';
import type { Connection, Sync } from '../../src/shared/connections/contract.ts';
import type { Answer } from './client.ts';
import type { Callback, Microsoft } from './microsoft.ts';
import type { Seat } from './test-server.ts';
import { waitFor } from './wait-for.ts';

export interface Begun {
  readonly connectionId: string;
  readonly authorisationUrl: string;
}

export interface Finished {
  readonly outcome: string;
  readonly organisationId: string;
  readonly connectionId: string;
  readonly runId: string | null;
  readonly detail: string | null;
}

/** Address of an organisation's connections. */
export const connectionsOf = ({ organisationId }: Pick<Seat, 'organisationId'>, rest = ''): string =>
  `/organisations/${organisationId}/connections${rest}`;

/** Fails with what the server said, where it refused. */
export const expectStatus = (answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
};

/** Prepares a connection through the API. */
export const begin = async (seat: Seat, body: Record<string, unknown> = {}): Promise<Begun> => {
  const answer = await seat.client.call('POST', connectionsOf(seat), { body: { name: 'Contoso', ...body } });
  return expectStatus(answer, 201).json<Begun>();
};

/** Posts what Microsoft sent back, as the console's page does. */
export const finish = (seat: Pick<Seat, 'client'>, callback: Callback): Promise<Answer> =>
  seat.client.call('POST', '/connection-callbacks/microsoft', { body: callback });

/** Connects a tenant as its administrator, by code. */
export const connect = async (
  microsoft: Microsoft,
  seat: Seat,
  tenant: EmulatedTenant | undefined = microsoft.tenants[0],
  body: Record<string, unknown> = {},
): Promise<Finished> => {
  if (!tenant) throw new Error('there is no tenant');
  const { authorisationUrl } = await begin(seat, body);
  const callback = await microsoft.consent(authorisationUrl, microsoft.administratorOf(tenant));
  return expectStatus(await finish(seat, callback), 200).json<Finished>();
};

/** Connects a tenant with an app registration of its own, which acts for itself. */
export const connectApplication = (
  microsoft: Microsoft,
  seat: Seat,
  tenant: EmulatedTenant | undefined = microsoft.tenants[0],
): Promise<Finished> => {
  const { clientId, secret } = microsoft.application;
  return connect(microsoft, seat, tenant, {
    mode: 'application',
    tenant: tenant?.id,
    registration: { clientId, credential: { clientSecret: secret } },
  });
};

export const connectionOf = async (seat: Seat, id: string): Promise<Connection> =>
  expectStatus(await seat.client.call('GET', connectionsOf(seat, `/${id}`)), 200).json<Connection>();

/** Waits until the last sync of a connection has ended. */
export const syncEnded = async (seat: Seat, id: string, timeoutMs = 30_000): Promise<Sync> => {
  const connection = await waitFor(
    () => connectionOf(seat, id),
    ({ lastSync }) => lastSync !== null && lastSync.finishedAt !== null,
    timeoutMs,
  );
  if (!connection.lastSync) throw new Error('there is no sync');
  return connection.lastSync;
};
