import { z } from 'zod';
import type { AuditSink } from '../../platform/http/organisation-context.ts';
import { audited } from '../../platform/http/organisation-context.ts';
import type { JobKind, ScheduledTask } from '../../platform/jobs/worker.ts';
import type { Log } from '../../platform/log/log.ts';
import { listKeyHolders } from '../../platform/secrets/key-holders.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import { abandonSync } from './conclude-reading.ts';
import { hasDue, lockDue, updateConnection } from './connection-repo.ts';
import { nextSyncAt } from './next-sync.ts';
import { type PerformDependencies, performSync, syncRetryLimit } from './perform-sync.ts';
import type { SyncSubject } from './reading.ts';
import { type StartDependencies, startSync, syncJob } from './start-sync.ts';

const subjectSchema = z.object({ connectionId: z.uuid(), syncId: z.uuid() });

/** Reads tenants, several side by side: a reading mostly waits for Microsoft. */
export const syncJobKind = (deps: PerformDependencies): JobKind<SyncSubject> => ({
  kind: syncJob,
  subject: subjectSchema,
  retryLimit: syncRetryLimit,
  concurrency: 6,
  handle: (run) => performSync(deps, run),
  ended: ({ syncId }, { state, problem, at }, change) =>
    abandonSync(change, syncId, { state, at, code: problem?.code }),
});

export interface ScheduleDependencies extends StartDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly log: Log;
}

/**
 * Starts the daily syncs that are due. A connection holds the moment of its next one, which moves on in the
 * transaction that starts it: each day has one, whoever looks how often; after hours of standstill the missed one is
 * made up for once.
 */
export const scheduleTask = (deps: ScheduleDependencies): ScheduledTask => ({
  name: 'connections.schedule',
  // More often than hourly, so that one that was missed during a restart does not wait for the next hour.
  cron: '*/10 * * * *',
  run: async (signal) => {
    const scope = { organisationId: installationId };
    // Tokens are sealed, so an organisation that has a connection holds a data key.
    for (const organisationId of await deps.tenancy.read(scope, listKeyHolders)) {
      if (signal.aborted) return;
      if (organisationId !== installationId) await startDue(deps, organisationId);
    }
  },
});

const startDue = async (deps: ScheduleDependencies, organisationId: string): Promise<void> => {
  const at = deps.clock.now();
  const isAnyDue = await deps.tenancy.read({ organisationId }, (tx) => hasDue(tx, at));
  if (!isAnyDue) return;
  await deps.tenancy.write({ organisationId }, async (tx) => {
    for (const connection of await lockDue(tx, at)) {
      const actor = { kind: 'system', id: 'connections.schedule', name: 'schedule' } as const;
      await updateConnection(tx, connection.id, { nextSyncAt: nextSyncAt(connection.syncHour, at) });
      await audited(deps.audit, { organisationId, actor }, tx, async (change) => {
        const { runId } = await startSync(deps, change, connection, null);
        deps.log.info({ organisationId, connectionId: connection.id, runId }, 'daily sync');
      });
    }
  });
};
