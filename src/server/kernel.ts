import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { type Audit, createAudit } from '../platform/audit/audit.ts';
import { loadAuditKey } from '../platform/audit/audit-key.ts';
import { checkpointFileOf } from '../platform/audit/checkpoint-file.ts';
import { type Checkpoints, createCheckpoints } from '../platform/audit/checkpoints.ts';
import type { Config } from '../platform/config/settings.ts';
import { installQueue } from '../platform/jobs/queue.ts';
import type { Log } from '../platform/log/log.ts';
import {
  type ConnectOptions,
  connectPostgres,
  type PostgresConnection,
  visitPostgres,
} from '../platform/postgres/connect.ts';
import { dataFolderAt } from '../platform/postgres/data-folder.ts';
import { type Database, openDatabase } from '../platform/postgres/database.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { createKeyring, type Keyring } from '../platform/secrets/keyring.ts';
import { type MasterKeys, openMasterKeys } from '../platform/secrets/master-keys.ts';
import { createTenancy, type Tenancy } from '../platform/tenancy/tenancy.ts';
import { type Clock, systemClock } from '../shared/time.ts';

/** The folder of the numbered SQL files. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What everything else stands on: the migrated database, keys, tenancy and audit of one installation. */
export interface Kernel {
  readonly config: Config;
  readonly postgres: PostgresConnection;
  readonly db: Database;
  readonly pool: pg.Pool;
  readonly tenancy: Tenancy;
  readonly audit: Audit;
  readonly checkpoints: Checkpoints;
  readonly masterKeys: MasterKeys;
  /** Seals and opens secrets with the organisations' data keys. */
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly log: Log;
  close(): Promise<void>;
}

export interface KernelOptions {
  readonly config: Config;
  readonly log: Log;
  /** `own`: this is the server program. `visit`: a command, beside a server that may be running. */
  readonly as: 'own' | 'visit';
  /** Bring the schema up to date; a visitor of a running server does not. */
  readonly migrate: boolean;
}

/**
 * Opens an installation: starts or finds PostgreSQL, migrates it, opens keys, audit and tenancy.
 * @throws AppError already_running, unavailable or conflict, with what to do.
 */
export const openKernel = async (options: KernelOptions): Promise<Kernel> => {
  const { config, log } = options;
  const masterKeys = masterKeysOf(config);
  const postgres = await connect(options, masterKeys);
  try {
    if (options.migrate) await migrateAll(postgres.ownerUrl, log);
    return await buildKernel({ config, log, clock: systemClock, masterKeys, postgres });
  } catch (error) {
    await postgres.stop();
    throw error;
  }
};

/** Builds the kernel over a database that is there and migrated; closing it stops the database connection, too. */
export const buildKernel = async (
  given: Pick<Kernel, 'config' | 'log' | 'clock' | 'masterKeys' | 'postgres'>,
): Promise<Kernel> => {
  const { config, log, clock, masterKeys, postgres } = given;
  const key = await loadAuditKey(dataFolderAt(config.dataDir).secrets);
  const opened = openDatabase({
    connectionString: postgres.runtimeUrl,
    poolSize: config.databasePoolSize,
    applicationName: 'trimtab',
    onIdleError: (error) => log.warn({ err: error }, 'database connection lost; the pool reconnects'),
  });
  return {
    ...given,
    db: opened.db,
    pool: opened.pool,
    tenancy: createTenancy(opened.db),
    audit: createAudit({ clock, randomBytes }),
    checkpoints: createCheckpoints({ db: opened.db, key, file: checkpointFileOf(config.dataDir), clock }),
    keyring: createKeyring({ masterKeys, clock, randomBytes }),
    close: async () => {
      await opened.close();
      await postgres.stop();
    },
  };
};

const masterKeysOf = (config: Config): MasterKeys =>
  openMasterKeys({
    secretsFolder: dataFolderAt(config.dataDir).secrets,
    masterKey: config.masterKey,
    masterKeyFile: config.masterKeyFile,
    randomBytes,
  });

/** Starts or finds PostgreSQL and nothing else: what a backup and a restore stand on. */
export const connectTo = (
  options: Pick<KernelOptions, 'config' | 'log' | 'as'>,
): Promise<PostgresConnection> => connect(options, masterKeysOf(options.config));

const connect = (
  options: Pick<KernelOptions, 'config' | 'log' | 'as'>,
  masterKeys: MasterKeys,
): Promise<PostgresConnection> => {
  const { config, log } = options;
  const connection: ConnectOptions = {
    dataFolder: config.dataDir,
    databaseUrl: config.databaseUrl,
    databaseOwnerUrl: config.databaseOwnerUrl,
    masterKey: async () => (await masterKeys.current()).derive('database role'),
    clock: systemClock,
    log,
    onStateChange: (state) => log.info({ state }, 'embedded PostgreSQL'),
  };
  return options.as === 'own' ? connectPostgres(connection) : visitPostgres(connection);
};

/** Applies what is missing of our schema and of the queue's. Safe to run from several processes at once. */
export const migrateAll = async (ownerUrl: string, log: Log) => {
  const migrated = await migrate({ ownerUrl, folder: migrationsFolder, log });
  await installQueue(ownerUrl);
  return migrated;
};
