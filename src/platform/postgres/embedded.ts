import { setTimeout as sleep } from 'node:timers/promises';
import { accountFor } from './account.ts';
import { postgresUrl, serverVersion, withClient } from './client.ts';
import { type Cluster, openCluster, superuser } from './cluster.ts';
import type { DataFolder } from './data-folder.ts';
import { reachableBinaries } from './embedded-binaries.ts';
import type { Log } from './log.ts';
import { findPostmaster, type Postmaster, stopPostmaster } from './postmaster.ts';
import type { Settings } from './postmaster-settings.ts';
import { freePort, startPostmaster } from './postmaster-start.ts';
import { readOrCreateSecret } from './secret-file.ts';
import { isPasswordRefusal, setSuperuserPassword } from './superuser-password.ts';

/** `restarting`: the server died and is being brought back; pools wait and reconnect. */
export type EmbeddedState = 'running' | 'restarting' | 'stopped';

export interface EmbeddedOptions {
  readonly layout: DataFolder;
  readonly log: Log;
  /** Added to the settings of the house; tests use it to switch durability off. */
  readonly settings?: Settings;
  readonly onStateChange?: (state: EmbeddedState) => void;
  /** How long a start may take; recovery after a crash counts. */
  readonly startTimeoutMs?: number;
}

export interface EmbeddedServer {
  readonly superuserUrl: string;
  readonly port: number;
  /** The present server process; another one after a restart. */
  pid(): number;
  /** Ends the supervision and stops the server cleanly. */
  stop(): Promise<void>;
}

/** The name of the file with the superuser's password. */
const superuserSecret = 'superuser';

const urlsOf =
  (password: string) =>
  (port: number): string =>
    postgresUrl({ user: superuser, password, port, database: 'postgres' });

/**
 * Runs the embedded server of a data folder and keeps it running: adopts one that an earlier, killed program
 * left behind, initialises or recovers otherwise, and restarts it on the same port when it dies. Passwords that
 * were lost or replaced are no obstacle: the cluster gets those that are there. The caller must hold the data
 * folder's lock. A running server keeps the program alive until `stop`.
 * @throws AppError `unavailable`, saying what stands in the way and what to do.
 */
export const runEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const { layout, log } = options;
  const timeoutMs = options.startTimeoutMs ?? 300_000;
  const account = await accountFor(layout.cluster);
  const binaries = await reachableBinaries(account, layout.root);
  const password = await readOrCreateSecret(layout.passwords, superuserSecret);
  const cluster = await openCluster(layout, binaries, account, password);
  const urlFor = urlsOf(password);
  const start = (choosePort: () => number | Promise<number>): Promise<Postmaster> =>
    startPostmaster({
      binary: binaries.postgres,
      cluster,
      startLog: layout.startLog,
      settings: options.settings ?? {},
      choosePort,
      urlFor,
      timeoutMs,
    });

  const found = await adopt(cluster, urlFor, binaries.version, timeoutMs);
  const startFirst = async (): Promise<Postmaster> => {
    try {
      return await start(freePort);
    } catch (error) {
      if (!isPasswordRefusal(error)) throw error;
      log.warn({ folder: cluster.folder }, 'the database refused its kept password, which is set anew');
      await setSuperuserPassword(binaries.postgres, cluster, password);
      return start(freePort);
    }
  };
  const first = found ?? (await startFirst());
  log.info(
    { postmasterPid: first.pid, port: first.port, version: binaries.version, folder: cluster.folder },
    found === undefined ? 'database started' : 'database of an earlier run adopted',
  );
  const supervision = supervise(first, () => start(() => first.port), options);
  return {
    superuserUrl: urlFor(first.port),
    port: first.port,
    pid: supervision.pid,
    stop: supervision.stop,
  };
};

/**
 * The server that an earlier program left running. One of another release (the program was upgraded) is
 * stopped instead: it would load its libraries from files that are no longer there.
 */
const adopt = async (
  cluster: Cluster,
  urlFor: (port: number) => string,
  version: string,
  timeoutMs: number,
): Promise<Postmaster | undefined> => {
  const found = await findPostmaster(cluster.folder, urlFor, timeoutMs);
  if (found === undefined) return undefined;
  const running = await withClient(urlFor(found.port), serverVersion);
  if (running === version) return found;
  await stopPostmaster(found);
  return undefined;
};

/** Restarts the server whenever it dies, waiting longer after each failure (0.2 s up to 30 s). */
const supervise = (
  first: Postmaster,
  restart: () => Promise<Postmaster>,
  options: Pick<EmbeddedOptions, 'log' | 'onStateChange'>,
): { pid(): number; stop(): Promise<void> } => {
  let current = first;
  const stopping = new AbortController();
  const tell = (state: EmbeddedState): void => options.onStateChange?.(state);

  const bringBack = async (): Promise<void> => {
    for (let delayMs = 200; !stopping.signal.aborted; delayMs = Math.min(delayMs * 2, 30_000)) {
      try {
        current = await restart();
        options.log.info({ pid: current.pid, port: current.port }, 'database restarted');
        return;
      } catch (error) {
        options.log.error({ err: error, nextAttemptMs: delayMs }, 'database did not restart');
        await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
  const watch = async (): Promise<void> => {
    for (;;) {
      await Promise.race([current.exited, stopped]);
      if (stopping.signal.aborted) return;
      options.log.error({ pid: current.pid }, 'database process ended unexpectedly');
      tell('restarting');
      await bringBack();
      if (!stopping.signal.aborted) tell('running');
    }
  };
  const watching = watch();
  return {
    pid: () => current.pid,
    stop: async () => {
      stopping.abort();
      await stopPostmaster(current);
      await watching;
      // A restart may have been under way while we stopped the one before it.
      await stopPostmaster(current);
      tell('stopped');
    },
  };
};
