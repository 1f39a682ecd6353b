import { fromKysely, PgBoss } from 'pg-boss';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { Log } from '../log/log.ts';
import { withClient } from '../postgres/client.ts';
import type { Tx } from '../postgres/database.ts';
import { insertRun, updateRun } from './run-repo.ts';

const schema = 'pgboss';
/** A worker says "alive" twice in this time; a job whose worker is silent goes to another. */
const heartbeatSeconds = 20;

/** Where jobs go whose tries are used up, because their worker died each time: their runs end as failed. */
export const deadQueue = 'run.dead';

/** Installs or upgrades the queue's schema as the owner, and lets the runtime role use it. */
export const installQueue = async (ownerUrl: string): Promise<void> => {
  const boss = new PgBoss({ connectionString: ownerUrl, schema, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.stop({ graceful: false });
  await withClient(ownerUrl, (client) =>
    client.query(`
      grant usage on schema ${schema} to trimtab_app;
      grant select, insert, update, delete on all tables in schema ${schema} to trimtab_app;
      grant execute on all functions in schema ${schema} to trimtab_app;`),
  );
};

export interface Queue {
  readonly boss: PgBoss;
  /** Makes the queues of these kinds known; safe to repeat. */
  declare(kinds: readonly { kind: string; retryLimit: number }[]): Promise<void>;
  /** Records a run and sends its job, both in the caller's transaction. Returns the run's id. */
  enqueue(
    tx: Tx,
    run: { kind: string; organisationId: string; subject: Record<string, unknown>; createdBy: string | null },
  ): Promise<string>;
  /** Sends another job for a run that waits, in the caller's transaction; jobs sent before do nothing any more. */
  resend(tx: Tx, run: { id: string; kind: string; organisationId: string }): Promise<void>;
  /**
   * Gives back the jobs that are marked as active; only for a process that is known to be the only worker, at
   * its start, so that nobody waits for the heartbeat of one that was killed.
   */
  releaseAbandoned(kinds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the queue as the runtime role; `worker` also lets it keep house and keep schedules. */
export const openQueue = async (options: {
  connectionString: string;
  worker: boolean;
  log: Log;
  clock: Clock;
  newId: NewId;
}): Promise<Queue> => {
  const boss = new PgBoss({
    connectionString: options.connectionString,
    application_name: 'trimtab-queue',
    schema,
    max: 4,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    supervise: options.worker,
    schedule: options.worker,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  let stopped = false;
  // Once stopped, its pool only tells that the database went away, too: that is what stopping does.
  boss.on('error', (error) => {
    if (!stopped) options.log.warn({ err: error }, 'queue');
  });
  await boss.start();
  const send = async (tx: Tx, run: { id: string; kind: string; organisationId: string; ticket: string }) => {
    const { id: runId, kind, organisationId, ticket } = run;
    await boss.send(kind, { runId, organisationId, ticket }, { db: fromKysely(tx.withoutPlugins()) });
  };
  return {
    boss,
    declare: async (kinds) => {
      await boss.createQueue(deadQueue, { retryLimit: 10, retryBackoff: true });
      for (const { kind, retryLimit } of kinds) {
        const settings = {
          retryLimit,
          // Two to four seconds at first, then twice as long each time.
          retryDelay: 2,
          retryBackoff: true,
          retryDelayMax: 60,
          expireInSeconds: 86_000,
          heartbeatSeconds,
          notify: true,
          deadLetter: deadQueue,
        };
        await boss.createQueue(kind, settings);
        await boss.updateQueue(kind, settings);
      }
    },
    enqueue: async (tx, run) => {
      const id = options.newId();
      const ticket = options.newId();
      await insertRun(tx, { ...run, id, ticket, createdAt: options.clock.now() });
      await send(tx, { ...run, id, ticket });
      return id;
    },
    resend: async (tx, run) => {
      const ticket = options.newId();
      await updateRun(tx, run.id, ['queued'], { ticket });
      await send(tx, { ...run, ticket });
    },
    releaseAbandoned: async (kinds) => {
      for (const kind of kinds) {
        const { rows } = await boss
          .getDb()
          .executeSql(`select id from ${schema}.job where name = $1 and state = 'active'`, [kind]);
        const ids = rows.map((row: { id: string }) => row.id);
        if (ids.length > 0) await boss.fail(kind, ids, { reason: 'the worker stopped' });
      }
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 20_000 });
      stopped = true;
    },
  };
};
