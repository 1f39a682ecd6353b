import type { Clock } from '../../shared/time.ts';
import { serverVersion, withClient } from './client.ts';
import { makeDataFolder } from './data-folder.ts';
import { type DataFolderLock, lockDataFolder, tryLockDataFolder } from './data-folder-lock.ts';
import { type EmbeddedState, runEmbedded } from './embedded.ts';
import { prepareEmbedded } from './embedded-roles.ts';
import { prepareGiven } from './given-roles.ts';
import { visitEmbedded } from './guest.ts';
import type { Log } from './log.ts';
import type { Settings } from './postmaster-settings.ts';
import type { RoleUrls } from './role-urls.ts';
import { assertRuntimeRole } from './roles.ts';

export interface ConnectOptions {
  /** Holds the embedded cluster, its passwords and the lock; unused with a given server. */
  readonly dataFolder: string;
  /** DATABASE_URL: with it, nothing is started. */
  readonly databaseUrl?: string | undefined;
  /** DATABASE_OWNER_URL: then `databaseUrl` is the runtime role's. */
  readonly databaseOwnerUrl?: string | undefined;
  /** The installation's master key; asked for with a given server only. */
  readonly masterKey: () => Uint8Array | Promise<Uint8Array>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when the embedded server died, came back, or stopped. */
  readonly onStateChange?: (state: EmbeddedState) => void;
  /** Further settings of the embedded server. */
  readonly settings?: Settings;
}

export interface PostgresConnection extends RoleUrls {
  readonly server: 'embedded' | 'given';
  /** Whether this process holds the data folder: no server program runs beside it. Always false with a given server. */
  readonly isOwner: boolean;
  /** Of the server, as it says it: `18.4`. */
  readonly version: string;
  /** Records the address of the program for the message to a second instance; nothing with a given server. */
  announce(url: string): Promise<void>;
  /** Stops what was started here, and nothing else. */
  stop(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

/**
 * Makes PostgreSQL available to the server program: the given one, or the embedded one of the data folder,
 * which this process then owns. The runtime role has been checked when this returns; nothing is migrated.
 * @throws AppError `already_running` when another process owns the data folder; `unavailable` otherwise.
 */
export const connectPostgres = async (options: ConnectOptions): Promise<PostgresConnection> => {
  if (options.databaseUrl !== undefined) return connectGiven(options, options.databaseUrl);
  await makeDataFolder(options.dataFolder);
  return own(options, await lockDataFolder(options.dataFolder, options.clock));
};

/**
 * Makes PostgreSQL available to a command: as a guest of the server program where that is running, else like
 * `connectPostgres`. `stop` never stops the database under a running program.
 * @throws AppError `unavailable` when the program that holds the data folder has no database in time.
 */
export const visitPostgres = async (options: ConnectOptions): Promise<PostgresConnection> => {
  if (options.databaseUrl !== undefined) return connectGiven(options, options.databaseUrl);
  const layout = await makeDataFolder(options.dataFolder);
  const lock = await tryLockDataFolder(layout.root, options.clock);
  if (lock !== undefined) return own(options, lock);
  const urls = await visitEmbedded(layout);
  return {
    ...urls,
    server: 'embedded',
    isOwner: false,
    version: await admit(urls.runtimeUrl),
    announce: nothing,
    stop: nothing,
  };
};

const connectGiven = async (options: ConnectOptions, databaseUrl: string): Promise<PostgresConnection> => {
  const masterKey = await options.masterKey();
  const urls = await prepareGiven({ databaseUrl, ownerUrl: options.databaseOwnerUrl, masterKey });
  return {
    ...urls,
    server: 'given',
    isOwner: false,
    version: await admit(urls.runtimeUrl),
    announce: nothing,
    stop: nothing,
  };
};

const own = async (options: ConnectOptions, lock: DataFolderLock): Promise<PostgresConnection> => {
  const layout = await makeDataFolder(options.dataFolder);
  const stops: (() => Promise<void>)[] = [() => lock.release()];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next();
  };
  try {
    const server = await runEmbedded({ ...options, layout });
    stops.push(() => server.stop());
    const urls = await prepareEmbedded(server.superuserUrl, server.port, layout);
    const version = await admit(urls.runtimeUrl);
    return { ...urls, server: 'embedded', isOwner: true, version, announce: lock.announce, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Checks the runtime role over its own connection, and reads the server's version on the way. */
const admit = (runtimeUrl: string): Promise<string> =>
  withClient(runtimeUrl, async (client) => {
    await assertRuntimeRole(client);
    return serverVersion(client);
  });
