import { z } from 'zod';
import { emptySchema, endpoint, pageOf, pageQuery } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { daySchema, instantSchema } from '../time.ts';

const text = (maximum: number) => z.string().max(maximum);
const count = z.int().min(0);

/** Where a tenant lives: each national cloud has its own hosts. `sample` is the tenant of the sample organisation. */
export const cloudSchema = z.enum(['global', 'usgov', 'dod', 'china', 'sample']);
export type CloudName = z.infer<typeof cloudSchema>;

/** How far the consent reaches: a person's own profile, or the directory and usage of the organisation. */
export const consentLevelSchema = z.enum(['user', 'administrator']);

/**
 * `delegated`: syncs act for the administrator who signed in (a refresh token that lives 90 days).
 * `application`: syncs act as the application itself (client credentials), whoever leaves.
 */
export const connectionModeSchema = z.enum(['delegated', 'application']);

/**
 * `pending`: nobody has consented yet. `broken`: the vendor refuses the tokens; somebody must connect again.
 * `revoked`: the tokens are deleted and nothing is read any more; what was read stays until it is removed.
 */
export const connectionStateSchema = z.enum(['pending', 'connected', 'broken', 'revoked']);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/**
 * One source of a sync. `missing`: the tenant does not offer it (licence, cloud, permission; `reason` says).
 * `partial`: some of it could not be read.
 */
export const sourceStateSchema = z.enum(['waiting', 'reading', 'complete', 'partial', 'missing', 'failed']);

export const syncSourceSchema = z.object({
  /** `users`, `subscribedSkus`, `getOffice365ActiveUserDetail`, … (src/shared/connections/consent.ts). */
  name: text(100),
  state: sourceStateSchema,
  pages: count,
  items: count,
  /** Why something is missing or partial: a code that the console translates, and the vendor's words. */
  reason: z.object({ code: text(100), detail: text(2000) }).nullable(),
  /** Refresh date of a usage report: Microsoft delivers them 48 to 72 hours late. */
  refreshedOn: daySchema.nullable(),
  /** Names in the report are hashes because the tenant conceals them. */
  concealed: z.boolean(),
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export type SyncSource = z.infer<typeof syncSourceSchema>;

export const syncSchema = z.object({
  id: idSchema,
  runId: idSchema.nullable(),
  state: z.enum(['reading', 'judging', 'complete', 'failed', 'cancelled']),
  /** The day the facts are judged at. */
  asOf: daySchema,
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  sources: z.array(syncSourceSchema).max(100),
  /** Requests sent, answers that asked to wait, and seconds waited for them. */
  traffic: z.object({ requests: count, throttled: count, waitedSeconds: count }),
});
export type Sync = z.infer<typeof syncSchema>;

export const connectionSchema = z.object({
  id: idSchema,
  name: text(200),
  kind: z.literal('microsoft'),
  cloud: cloudSchema,
  level: consentLevelSchema,
  mode: connectionModeSchema,
  state: connectionStateSchema,
  /** The tenant's id and name; null until somebody consented. */
  tenantId: text(100).nullable(),
  tenantName: text(300).nullable(),
  tenantDomain: text(300).nullable(),
  /** Who consented, as the tenant names them. */
  consentedBy: text(320).nullable(),
  /** The installation's own app registration, or one that was entered for this connection. */
  registration: z.enum(['installation', 'own']),
  clientId: text(100).nullable(),
  /** Permissions that were granted, and those of the level that were not. */
  granted: z.array(text(100)).max(100),
  lacking: z.array(text(100)).max(100),
  /** Null until a sync found out. */
  premium: z.boolean().nullable(),
  concealed: z.boolean().nullable(),
  /** Why it is broken, and what to do. */
  problem: z.object({ code: text(100), detail: text(2000), fix: text(1000).nullable() }).nullable(),
  /** Hour of the day (UTC) of the daily sync; null: only by hand. */
  syncHour: z.int().min(0).max(23).nullable(),
  connectedAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  lastSync: syncSchema.nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

const tag = 'Connections';
const at = '/organisations/:organisationId/connections';
const one = z.object({ connectionId: idSchema });
const read = { kind: 'organisation', permission: 'connection.read' } as const;
const manage = { kind: 'organisation', permission: 'connection.manage' } as const;

export const connectionOptions = endpoint({
  id: 'connections.options',
  method: 'GET',
  path: '/organisations/:organisationId/connection-options',
  tag,
  access: read,
  summary:
    'What a tenant can be connected with: clouds, and whether this installation has an app registration',
  response: z.object({
    clouds: z.array(
      z.object({
        cloud: cloudSchema,
        /** Whether the installation has an app registration of its own there. */
        registered: z.boolean(),
        hasReports: z.boolean(),
        hasCopilotReport: z.boolean(),
      }),
    ),
    /** What to enter as redirect address in an own app registration. */
    redirectUri: text(1000),
  }),
});

export const listConnections = endpoint({
  id: 'connections.list',
  method: 'GET',
  path: at,
  tag,
  access: read,
  summary: 'Connected tenants with their last sync, newest first',
  query: z.object(pageQuery),
  response: pageOf(connectionSchema),
});

export const getConnection = endpoint({
  id: 'connections.get',
  method: 'GET',
  path: `${at}/:connectionId`,
  tag,
  access: read,
  summary: 'One connection: what it may read, what it read, when, how complete',
  params: one,
  response: connectionSchema,
});

/** The application's proof: a secret, or a certificate with its private key. Sealed at once, never sent back. */
const credentialSchema = z.union([
  z.object({ clientSecret: z.string().min(1).max(1000) }),
  z.object({
    certificatePem: z.string().min(1).max(20_000),
    privateKeyPem: z.string().min(1).max(20_000),
  }),
]);

export const createConnection = endpoint({
  id: 'connections.create',
  method: 'POST',
  path: at,
  tag,
  access: manage,
  summary: 'Prepares a connection; `authorisationUrl` is where the administrator consents',
  creates: true,
  body: z.object({
    name: z.string().trim().min(1).max(200),
    cloud: cloudSchema.exclude(['sample']).default('global'),
    level: consentLevelSchema.default('administrator'),
    mode: connectionModeSchema.default('delegated'),
    /** Absent: the installation's own app registration. */
    registration: z
      .object({ clientId: z.string().trim().min(1).max(100), credential: credentialSchema })
      .optional(),
    /** The tenant's id or domain, where it is known; the `application` mode needs it. */
    tenant: z
      .string()
      .trim()
      .regex(/^[a-z0-9.-]{1,253}$/i, 'a tenant id or a domain such as contoso.onmicrosoft.com')
      .optional(),
    syncHour: z.int().min(0).max(23).nullable().default(3),
  }),
  response: z.object({ connectionId: idSchema, authorisationUrl: text(8000) }),
  status: 201,
});

export const authoriseConnection = endpoint({
  id: 'connections.authorise',
  method: 'POST',
  path: `${at}/:connectionId/authorisation`,
  tag,
  access: manage,
  summary: 'A fresh consent address, for a connection that is pending, broken, revoked or lacks permissions',
  params: one,
  response: z.object({ authorisationUrl: text(8000) }),
});

export const changeConnection = endpoint({
  id: 'connections.change',
  method: 'PATCH',
  path: `${at}/:connectionId`,
  tag,
  access: manage,
  summary:
    'Renames a connection, changes when it syncs, or renews the credential of its own app registration',
  params: one,
  body: z.object({
    name: z.string().trim().min(1).max(200).optional(),
    syncHour: z.int().min(0).max(23).nullable().optional(),
    credential: credentialSchema.optional(),
  }),
  response: connectionSchema,
});

export const revokeConnection = endpoint({
  id: 'connections.revoke',
  method: 'POST',
  path: `${at}/:connectionId/revocation`,
  tag,
  access: manage,
  summary: 'Deletes the tokens at once, tells Microsoft, and stops every job of the connection',
  params: one,
  response: connectionSchema,
  stepUp: true,
});

export const removeConnection = endpoint({
  id: 'connections.remove',
  method: 'DELETE',
  path: `${at}/:connectionId`,
  tag,
  access: manage,
  summary: 'Revokes a connection and removes everything that was read through it, history included',
  params: one,
  response: emptySchema,
  status: 204,
  stepUp: true,
});

export const startSync = endpoint({
  id: 'connections.sync',
  method: 'POST',
  path: `${at}/:connectionId/syncs`,
  tag,
  access: manage,
  summary: 'Reads the tenant now; answers with the run that is under way already where there is one',
  params: one,
  response: z.object({ runId: idSchema }),
  status: 202,
});

export const listSyncs = endpoint({
  id: 'connections.syncs',
  method: 'GET',
  path: `${at}/:connectionId/syncs`,
  tag,
  access: read,
  summary: 'What was read, when, how complete, newest first',
  params: one,
  query: z.object(pageQuery),
  response: pageOf(syncSchema),
});

/** Why a consent did not become a connection; the console has words for each. */
export const consentOutcomeSchema = z.enum([
  'connected',
  'declined',
  'admin-required',
  'expired',
  'other-tenant',
  'already-connected',
  'failed',
]);

export const finishConsent = endpoint({
  id: 'connections.finish',
  method: 'POST',
  path: '/connection-callbacks/microsoft',
  tag,
  access: { kind: 'session' },
  summary: 'Takes what Microsoft sent back with the browser: only the person who began may finish, once',
  body: z.object({
    state: z.string().min(1).max(500),
    code: z.string().min(1).max(20_000).optional(),
    error: text(500).optional(),
    errorDescription: text(4000).optional(),
    /** Of the admin consent page (application mode). */
    adminConsent: z.boolean().optional(),
    tenant: text(100).optional(),
  }),
  response: z.object({
    outcome: consentOutcomeSchema,
    organisationId: idSchema,
    connectionId: idSchema,
    /** The first sync, which starts by itself. */
    runId: idSchema.nullable(),
    detail: text(4000).nullable(),
  }),
});
