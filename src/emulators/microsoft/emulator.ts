import type { EmulatedApplication } from './applications.ts';
import { clientMetadata } from './applications.ts';
import type { Clock } from './clock.ts';
import { createTenantState, type TenantState } from './directory/tenant-state.ts';
import { createTenants, type Tenants } from './directory/tenants.ts';
import { type Consents, createConsents } from './entra/consents.ts';
import { graphResource } from './entra/entra-parts.ts';
import { createLoginServer } from './entra/login-server.ts';
import { createSigningKey, type SigningKey } from './entra/signing-key.ts';
import { createTokenStore, type TokenStore } from './entra/token-store.ts';
import { createAccess } from './graph/access.ts';
import { type BudgetLimits, documentedLimits } from './graph/budget.ts';
import { createFaults, type FaultSettings, type Faults } from './graph/faults.ts';
import type { GraphSettings } from './graph/graph-request.ts';
import { createGraphServer } from './graph/graph-server.ts';
import { createLinks } from './graph/links.ts';
import { count, createStatistics, type EmulatorStatistics } from './statistics.ts';
import type { EmulatedTenant } from './tenant/interface.ts';
import { issueCertificates } from './transport/certificates.ts';
import { type Listener, openListener } from './transport/listener.ts';

export interface EmulatorLimits extends BudgetLimits, GraphSettings {
  readonly accessTokenSeconds: number;
  readonly refreshTokenDays: number;
}

export interface MicrosoftEmulatorOptions {
  readonly tenants: readonly EmulatedTenant[];
  readonly applications: readonly EmulatedApplication[];
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** The port of the login host, Graph takes the next one; by default any two free ports. */
  readonly port?: number;
  /** The time that tokens, links and changes live in; by default the machine's. */
  readonly now?: Clock;
  /** Milliseconds of the time that clients wait in: Retry-After, budgets, replication. By default the machine's. */
  readonly paceMs?: () => number;
  readonly limits?: Partial<EmulatorLimits>;
  readonly faults?: Partial<FaultSettings>;
  /** A floor under each answer of Graph, in milliseconds; default 0. */
  readonly latencyMs?: number;
}

export interface ConsentGrant {
  readonly tenantId: string;
  readonly clientId: string;
}

export interface MicrosoftEmulator {
  /** `https://HOST:PORT`; an authority is `${loginOrigin}/{tenant|organizations}`. */
  readonly loginOrigin: string;
  /** `https://HOST:PORT` of `/v1.0`, and of the downloads of reports. */
  readonly graphOrigin: string;
  /** The certificate authority that a client has to trust, PEM. */
  readonly caPem: string;
  /** The state of the tenants, in the order given; changed by writes. */
  readonly tenants: readonly TenantState[];
  readonly stats: EmulatorStatistics;
  setFaults(faults: Partial<FaultSettings>): void;
  setLatency(latencyMs: number): void;
  /** Grants what the registration lists (or just what is given), as an administrator would; without any page. */
  grantAdminConsent(grant: ConsentGrant & { delegated?: readonly string[]; roles?: readonly string[] }): void;
  /** Takes back all consent of one tenant: refreshing fails with AADSTS65001, client credentials with AADSTS700016. */
  revokeConsent(grant: ConsentGrant & { keepServicePrincipal?: boolean }): void;
  /** Revokes the refresh tokens of a user, or of all users of the tenant (AADSTS50173); returns how many. */
  revokeSessions(of: { readonly tenantId: string; readonly userId?: string }): number;
  close(): Promise<void>;
}

const day = 86_400_000;

const defaultLimits: EmulatorLimits = {
  ...documentedLimits,
  replicationLagMs: 0,
  groupProcessingMs: 0,
  limitsSignInPagesTo120: false,
  nextLinkLifeMs: day / 24,
  downloadLifeMs: 5 * 60_000,
  reportCalls: 14,
  nationalCloud: undefined,
  accessTokenSeconds: 3600,
  refreshTokenDays: 90,
};

interface Cloud {
  readonly options: MicrosoftEmulatorOptions;
  readonly clock: Clock;
  readonly paceMs: () => number;
  readonly limits: EmulatorLimits;
  readonly tenants: Tenants;
  readonly applications: ReadonlyMap<string, EmulatedApplication>;
  readonly consents: Consents;
  readonly tokens: TokenStore;
  readonly statistics: EmulatorStatistics;
  readonly faults: Faults;
  readonly signingKey: SigningKey;
}

const createCloud = async (options: MicrosoftEmulatorOptions): Promise<Cloud> => {
  const clock = options.now ?? (() => new Date());
  const paceMs = options.paceMs ?? Date.now;
  const applications = new Map(
    options.applications.map((application) => [application.clientId, application]),
  );
  const tokens = createTokenStore(clock, (clientId, byAssertion) => {
    const application = applications.get(clientId);
    return application && clientMetadata(application, byAssertion);
  });
  return {
    options,
    clock,
    paceMs,
    limits: { ...defaultLimits, ...options.limits },
    tenants: createTenants(options.tenants.map(createTenantState), paceMs),
    applications,
    consents: createConsents(),
    tokens,
    statistics: createStatistics(),
    faults: createFaults(options.faults ?? {}, paceMs),
    signingKey: await createSigningKey(),
  };
};

/** Origins that a scope may name Graph by: its own, and those of Microsoft's clouds. */
const graphResourcesOf = (graphOrigin: string): readonly string[] => [
  graphOrigin,
  graphResource,
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
];

const serveLogin = (cloud: Cloud, login: Listener, graphOrigin: string) => {
  const { tenants, applications, consents, tokens, clock, limits, signingKey, statistics } = cloud;
  const server = createLoginServer({
    entra: {
      loginOrigin: login.origin,
      tenants,
      applications,
      consents,
      tokens,
      clock,
      settings: limits,
      signingKey,
      onToken: (grantType) => count(statistics.tokensIssued, grantType),
    },
    graphOrigin,
    graphResources: graphResourcesOf(graphOrigin),
  });
  login.serve(server.handle);
};

const serveGraph = (cloud: Cloud, graph: Listener, latencyMs: () => number) => {
  const { tenants, clock, paceMs, limits, signingKey, statistics, faults } = cloud;
  const server = createGraphServer({
    parts: { graphOrigin: graph.origin, clock, paceMs, settings: limits, links: createLinks() },
    access: createAccess({ signingKey: signingKey.key, audience: graphResource, tenants, clock }),
    tenants,
    limits,
    faults,
    statistics,
    latencyMs,
  });
  graph.serve(server.handle);
};

const grantListed =
  ({ consents, applications }: Cloud): MicrosoftEmulator['grantAdminConsent'] =>
  ({ tenantId, clientId, delegated, roles }) => {
    const application = applications.get(clientId);
    if (!application) throw new Error(`no application ${clientId} is registered`);
    const listed = application.permissions ?? {};
    const isExplicit = delegated !== undefined || roles !== undefined;
    consents.grantForEveryone(
      { tenantId, clientId },
      delegated ?? (isExplicit ? [] : (listed.delegated ?? [])),
      roles ?? (isExplicit ? [] : (listed.application ?? [])),
    );
  };

/**
 * Starts Entra ID and Microsoft Graph v1.0 for the given tenants on loopback, over TLS with a certificate authority
 * of its own.
 * @throws Error when an application is not complete, two tenants have one id, or a port is taken
 */
export const startMicrosoftEmulator = async (
  options: MicrosoftEmulatorOptions,
): Promise<MicrosoftEmulator> => {
  const cloud = await createCloud(options);
  const host = options.host ?? '127.0.0.1';
  const certificates = await issueCertificates([host, 'localhost', '127.0.0.1']);
  const login = await openListener(certificates, host, options.port ?? 0);
  const graphPort = options.port === undefined || options.port === 0 ? 0 : options.port + 1;
  const graph = await openListener(certificates, host, graphPort);
  let latencyMs = options.latencyMs ?? 0;
  serveLogin(cloud, login, graph.origin);
  serveGraph(cloud, graph, () => latencyMs);
  const { consents, tokens, statistics, tenants, faults } = cloud;
  return {
    loginOrigin: login.origin,
    graphOrigin: graph.origin,
    caPem: certificates.caPem,
    tenants: tenants.all,
    stats: statistics,
    setFaults: faults.set,
    setLatency(next) {
      latencyMs = next;
    },
    grantAdminConsent: grantListed(cloud),
    revokeConsent: ({ keepServicePrincipal, ...key }) => consents.revoke(key, keepServicePrincipal),
    revokeSessions({ tenantId, userId }) {
      const prefix = userId === undefined ? `${tenantId}.` : `${tenantId}.${userId}`;
      const revoked = tokens.revokeRefreshTokens((accountId) => accountId.startsWith(prefix));
      statistics.refreshTokensRevoked += revoked;
      return revoked;
    },
    async close() {
      await Promise.all([login.close(), graph.close()]);
    },
  };
};
