import { pageFrom, readCursor } from '../../platform/http/cursor.ts';
import { organisationRoute, personRoute, type Route } from '../../platform/http/route.ts';
import * as contract from '../../shared/connections/contract.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import { prepareConsent, recordAttempt, redirectUriOf } from './begin-consent.ts';
import * as repo from './connection-repo.ts';
import { createConnection, requirePerson } from './create-connection.ts';
import { type FinishDependencies, finishConsent } from './finish-consent.ts';
import { registrationOf } from './microsoft-session.ts';
import { nextSyncAt } from './next-sync.ts';
import { presentConnections, presentSync } from './present.ts';
import { entraCredential } from './registrations.ts';
import { putSecret } from './secret-repo.ts';
import { readsTenant, startSync, targetOf } from './start-sync.ts';
import { revokeConnection } from './stop-connection.ts';
import { listSources, listSyncs } from './sync-repo.ts';

/** Routes of connections: see what is connected, connect, change, sync, revoke, remove. */
export const connectionRoutes = (deps: FinishDependencies): Route[] => [
  ...readingRoutes(deps),
  ...connectingRoutes(deps),
  ...keepingRoutes(deps),
  ...endingRoutes(deps),
];

const clouds = ['global', 'usgov', 'dod', 'china'] as const;

const readingRoutes = ({ registrations, publicUrl }: FinishDependencies): Route[] => [
  organisationRoute(contract.connectionOptions, async () => ({
    clouds: await Promise.all(
      clouds.map(async (cloud) => ({
        cloud,
        registered: registrations.installationClientId(cloud) !== undefined,
        hasReports: (await registrations.endpoints(cloud)).reportsMissing === null,
        // Microsoft Graph, copilotReportRoot: worldwide only.
        hasCopilotReport: cloud === 'global',
      })),
    ),
    redirectUri: redirectUriOf(publicUrl),
  })),

  organisationRoute(contract.listConnections, (context, { query }) =>
    context.read(async (tx) => {
      const before = readCursor(query.cursor);
      const rows = await repo.listConnections(tx, { before, limit: query.limit + 1 });
      const page = pageFrom(rows, query.limit);
      return { items: await presentConnections(tx, page.items), nextCursor: page.nextCursor };
    }),
  ),

  organisationRoute(contract.getConnection, (context, { params }) =>
    context.read(async (tx) => {
      const row = await repo.findConnection(tx, params.connectionId);
      const [connection] = row ? await presentConnections(tx, [row]) : [];
      if (!connection) throw notFound('connection');
      return connection;
    }),
  ),

  organisationRoute(contract.listSyncs, (context, { params, query }) =>
    context.read(async (tx) => {
      if (!(await repo.findConnection(tx, params.connectionId))) throw notFound('connection');
      const before = readCursor(query.cursor);
      const rows = await listSyncs(tx, params.connectionId, { before, limit: query.limit + 1 });
      const page = pageFrom(
        rows.map((row) => ({ ...row, createdAt: row.startedAt })),
        query.limit,
      );
      const sources = await listSources(
        tx,
        page.items.map(({ id }) => id),
      );
      return {
        items: page.items.map((row) => presentSync(row, sources)),
        nextCursor: page.nextCursor,
      };
    }),
  ),
];

const connectingRoutes = (deps: FinishDependencies): Route[] => [
  organisationRoute(contract.createConnection, (context, { body }) => createConnection(deps, context, body)),

  organisationRoute(contract.authoriseConnection, async (context, { params }) => {
    const connection = await context.read((tx) => repo.findConnection(tx, params.connectionId));
    if (!connection) throw notFound('connection');
    const personId = requirePerson(context);
    if (connection.cloud === 'sample')
      throw new AppError('conflict', { detail: 'The tenant of the sample needs no consent.' });
    const registration = await registrationOf(deps, connection, context.read);
    const page = await prepareConsent(deps, registration, connection);
    return context.change(async ({ tx, audit }) => {
      if (!(await repo.lockConnection(tx, connection.id))) throw notFound('connection');
      await recordAttempt(deps, tx, connection, personId, page);
      await audit({ action: 'connection.consent-begun', target: targetOf(connection) });
      return { authorisationUrl: page.url };
    });
  }),

  personRoute(contract.finishConsent, (context, { body }) => finishConsent(deps, context, body)),
];

const keepingRoutes = (deps: FinishDependencies): Route[] => [
  organisationRoute(contract.changeConnection, (context, { params, body }) =>
    context.change(async ({ tx, audit }) => {
      const before = await repo.lockConnection(tx, params.connectionId);
      if (!before) throw notFound('connection');
      const { name = before.name, syncHour = before.syncHour, credential } = body;
      if (credential) {
        if (before.registration !== 'own')
          throw new AppError('conflict', {
            detail: 'This connection uses the app registration of the installation.',
            fix: 'Its secret is changed in the settings of the program.',
          });
        // Refused before it is sealed, not at night.
        entraCredential(credential);
        const owner = { organisationId: context.organisationId, connectionId: before.id };
        await putSecret(deps, tx, owner, 'credential', JSON.stringify(credential));
      }
      const due = syncHour === before.syncHour ? before.nextSyncAt : nextSyncAt(syncHour, deps.clock.now());
      await repo.updateConnection(tx, before.id, {
        name,
        syncHour,
        nextSyncAt: before.state === 'connected' && readsTenant(before) ? due : null,
      });
      await audit({
        action: 'connection.changed',
        target: targetOf(before),
        before: { name: before.name, syncHour: before.syncHour },
        after: { name, syncHour, ...(credential ? { credential: 'renewed' } : {}) },
      });
      const after = await repo.findConnection(tx, before.id);
      const [connection] = after ? await presentConnections(tx, [after]) : [];
      if (!connection) throw notFound('connection');
      return connection;
    }),
  ),

  organisationRoute(contract.startSync, (context, { params }) =>
    context.change(async (change) => {
      const connection = await repo.lockConnection(change.tx, params.connectionId);
      if (!connection) throw notFound('connection');
      const { runId } = await startSync(deps, change, connection, context.personId ?? null);
      return { runId };
    }),
  ),
];

const endingRoutes = (deps: FinishDependencies): Route[] => [
  organisationRoute(contract.revokeConnection, (context, { params }) =>
    context.change(async (change) => {
      const { tx } = change;
      const before = await repo.lockConnection(tx, params.connectionId);
      if (!before) throw notFound('connection');
      await revokeConnection(deps, change, before);
      const after = await repo.findConnection(tx, before.id);
      const [connection] = after ? await presentConnections(tx, [after]) : [];
      if (!connection) throw notFound('connection');
      return connection;
    }),
  ),

  organisationRoute(contract.removeConnection, async (context, { params }) => {
    await context.change(async (change) => {
      const before = await repo.lockConnection(change.tx, params.connectionId);
      if (!before) throw notFound('connection');
      if (before.state !== 'revoked') await revokeConnection(deps, change, before);
      await repo.deleteConnection(change.tx, before.id);
      const { tenantId, createdAt } = before;
      await change.audit({
        action: 'connection.removed',
        target: targetOf(before),
        before: { tenantId, createdAt },
      });
    });
    return undefined;
  }),
];
