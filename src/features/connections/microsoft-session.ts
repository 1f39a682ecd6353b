import type {
  EntraClient,
  GraphEvent,
  GraphReader,
  TokenSource,
} from '../../connectors/microsoft/contract.ts';
import { createEgress } from '../../connectors/microsoft/egress.ts';
import { createEntraClient } from '../../connectors/microsoft/entra/entra-client.ts';
import { createGraphReader } from '../../connectors/microsoft/graph/graph-reader.ts';
import type { BudgetRegistry } from '../../connectors/microsoft/throttle/budget-registry.ts';
import { createTokenSource } from '../../connectors/microsoft/token-source.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { AppError } from '../../shared/errors.ts';
import type { ConnectionRow } from './connection-repo.ts';
import { type Registration, type Registrations, readOwnCredential } from './registrations.ts';
import { openSecret } from './secret-repo.ts';
import { signInScopes } from './sync-plan.ts';
import { createLeasedTokens, type LeaseDependencies } from './token-lease.ts';
import { countingEgress, type TrafficCounter } from './traffic.ts';

export interface MicrosoftDependencies extends LeaseDependencies {
  readonly registrations: Registrations;
  readonly budgets: BudgetRegistry;
}

/** The application of a connection; its own credential is opened where it has one. */
export const registrationOf = async (
  deps: Pick<MicrosoftDependencies, 'registrations' | 'keyring'>,
  connection: Pick<ConnectionRow, 'id' | 'cloud' | 'registration' | 'clientId'>,
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
): Promise<Registration> => {
  if (connection.registration === 'installation') return deps.registrations.find(connection.cloud, undefined);
  const sealed = await read((tx) => openSecret(deps, tx, connection.id, 'credential'));
  if (sealed === undefined || connection.clientId === null)
    throw new AppError('conflict', {
      detail: 'The credential of this connection’s app registration was deleted when it was revoked.',
      fix: 'Enter it again, or make a new connection.',
    });
  const own = { clientId: connection.clientId, credential: readOwnCredential(sealed) };
  return deps.registrations.find(connection.cloud, own);
};

/** An open way to one tenant: reads through Graph as the connection. */
export interface MicrosoftSession {
  readonly reader: GraphReader;
  readonly traffic: TrafficCounter;
  close(): Promise<void>;
}

/** Opens the way to a connection's tenant; nothing but its own hosts is reached. */
export const openSession = (
  deps: MicrosoftDependencies,
  connection: ConnectionRow,
  registration: Registration,
  options: { readonly signal: AbortSignal; readonly onEvent: (event: GraphEvent) => void },
): MicrosoftSession => {
  const { tenantId } = connection;
  if (tenantId === null) throw new AppError('conflict', { detail: 'Nobody has consented yet.' });
  const { endpoints, clientId, credential } = registration;
  const { clock } = deps;
  const { signal } = options;
  const { egress, traffic } = countingEgress(createEgress({ endpoints }));
  const entra = createEntraClient({ endpoints, clientId, credential, clock, signal, egress });
  const reader = createGraphReader({
    endpoints,
    egress,
    clock,
    signal,
    tokenSource: tokenSourceOf(deps, connection, tenantId, entra, signal),
    bucket: deps.budgets.budgetOf({ endpoints, clientId, tenantId }),
    onEvent: (event) => {
      traffic.note(event);
      options.onEvent(event);
    },
  });
  return {
    reader,
    traffic,
    close: async () => {
      await reader.close();
      await entra.close();
      await egress.close();
    },
  };
};

const tokenSourceOf = (
  deps: MicrosoftDependencies,
  connection: ConnectionRow,
  tenantId: string,
  entra: EntraClient,
  signal: AbortSignal,
): TokenSource => {
  const { clock } = deps;
  if (connection.mode === 'application') {
    const fetch = (force: boolean) => entra.applicationToken({ tenantId, forceRefresh: force });
    return createTokenSource({ fetch, clock, signal });
  }
  const holder = {
    organisationId: connection.organisationId,
    connectionId: connection.id,
    tenantId,
    accountId: connection.accountId ?? '',
    // Only what was granted: asking for more in the background is refused as a whole.
    scopes: connection.granted.filter(isOfGraph),
  };
  return createTokenSource({ fetch: createLeasedTokens(deps, entra, holder, signal), clock, signal });
};

const isOfGraph = (scope: string): boolean => !signInScopes.includes(scope);
