import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { asAccount, childEnvironment } from './account.ts';
import { errorCodeOf, withClient } from './client.ts';
import type { Cluster } from './cluster.ts';
import { isAlive, isPostgres, readPostmasterFile } from './postmaster-file.ts';
import { baseSettings, type Settings } from './postmaster-settings.ts';

/** A running server: ours, or one that we found running. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process is gone. */
  readonly exited: Promise<void>;
}

/** A TCP port of the loopback interface that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });

/** Whether the server answers with these credentials; false while it starts up, recovers or shuts down. */
export const answers = async (url: string): Promise<boolean> => {
  try {
    await withClient(url, (client) => client.query('select 1'), 2_000);
    return true;
  } catch (error) {
    // 28P01: something answers, but it is not our cluster, or the password file was changed.
    if (errorCodeOf(error) === '28P01') {
      throw new AppError('unavailable', {
        detail: 'The database refuses the password kept in the folder secrets of the data folder.',
        fix: 'Restore that folder from a backup; it belongs to the database beside it.',
        cause: error,
      });
    }
    return false;
  }
};

/** Starts the server process. It has a session of its own: Ctrl-C in the terminal reaches us, not it. */
const launch = async (
  binary: string,
  cluster: Cluster,
  startLog: string,
  settings: Settings,
): Promise<ChildProcess> => {
  const flags = Object.entries({ ...baseSettings, ...settings }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  // A file, not a pipe: the server outlives us when we are killed.
  const log = await open(startLog, 'w', 0o600);
  try {
    const child = spawn(binary, ['-D', cluster.dataArgument, ...flags], {
      ...asAccount(cluster.account),
      cwd: cluster.folder,
      env: childEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    return child;
  } finally {
    await log.close();
  }
};

/** What the server said when it did not start, and whether waiting may help. */
const diagnose = async (
  startLog: string,
): Promise<{ readonly said: string; readonly transient: boolean }> => {
  const said = (await readFile(startLog, 'utf8').catch(() => '')).trim().slice(-1200);
  // After a kill -9 of the postmaster its children need a moment to notice and to let the memory go.
  const transient =
    /pre-existing shared memory block|lock file "postmaster.pid" already exists|could not bind/i.test(said);
  return { said, transient };
};

export interface StartOptions {
  readonly binary: string;
  readonly cluster: Cluster;
  readonly startLog: string;
  readonly settings: Settings;
  /** The port to listen on, asked before each attempt. */
  readonly choosePort: () => number | Promise<number>;
  /** The URL that must answer, for a port. */
  readonly urlFor: (port: number) => string;
  /** Gives up after this; recovery after a crash may take minutes. */
  readonly timeoutMs: number;
}

/**
 * Starts the server and waits until it answers; crash recovery happens here.
 * @throws AppError `unavailable` with the server's own words when it does not start in time.
 */
export const startPostmaster = async (options: StartOptions): Promise<Postmaster> => {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    await removeForeignPidFile(options.cluster.folder);
    const port = await options.choosePort();
    const settings = { ...options.settings, port: String(port) };
    const child = await launch(options.binary, options.cluster, options.startLog, settings);
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      if (await answers(options.urlFor(port))) {
        return { pid: child.pid ?? 0, port, exited: gone };
      }
      await Promise.race([gone, sleep(50)]);
    }
    const { said, transient } = await diagnose(options.startLog);
    const timedOut = Date.now() >= deadline;
    if (timedOut) child.kill('SIGQUIT');
    if (timedOut || !transient) {
      throw new AppError('unavailable', {
        detail: `The database in ${options.cluster.folder} did not start: ${said || `no answer in ${options.timeoutMs} ms`}`,
        fix: 'The full log is in the folder log of the database. Check disk space and permissions, then start again.',
        meta: { folder: options.cluster.folder },
      });
    }
    await sleep(300);
  }
};

/** Takes away a `postmaster.pid` whose pid belongs to some other program by now. */
const removeForeignPidFile = async (clusterFolder: string): Promise<void> => {
  const file = await readPostmasterFile(clusterFolder);
  if (file === undefined || !isAlive(file.pid) || (await isPostgres(file.pid))) return;
  // Safe although it is an interlock: a server still using the cluster also holds its shared memory, whose
  // key derives from the folder, and PostgreSQL checks that as well.
  await rm(path.join(clusterFolder, 'postmaster.pid'), { force: true });
};

/**
 * Finds a server that is running on the cluster and waits until it answers, or is gone. Undefined when there
 * is none. The caller holds the lock of the data folder, so nobody else starts one meanwhile.
 */
export const findPostmaster = async (
  clusterFolder: string,
  urlFor: (port: number) => string,
  timeoutMs: number,
): Promise<Postmaster | undefined> => {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const file = await readPostmasterFile(clusterFolder);
    if (file === undefined || !(await isPostgres(file.pid))) return undefined;
    if (await answers(urlFor(file.port))) return { ...file, exited: untilGone(file.pid) };
    await sleep(100);
  }
  throw new AppError('unavailable', {
    detail: `A PostgreSQL is running on ${clusterFolder}, but did not answer in ${timeoutMs} ms.`,
    fix: 'Look at its log in the folder log; stop it if it hangs, then start again.',
    meta: { folder: clusterFolder },
  });
};

/** A process that is not our child can only be watched by looking. */
const untilGone = async (pid: number): Promise<void> => {
  while (await isPostgres(pid)) await sleep(500, undefined, { ref: false });
};

/**
 * Stops a server: sessions are ended and a checkpoint is written (SIGINT, "fast"); one that hangs is stopped
 * at once (SIGQUIT, "immediate") and recovers at the next start.
 */
export const stopPostmaster = async (postmaster: Postmaster, patienceMs = 20_000): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!(await isPostgres(postmaster.pid))) return;
    process.kill(postmaster.pid, signal);
    const until = Date.now() + patienceMs;
    while (Date.now() < until && (await isPostgres(postmaster.pid))) await sleep(25);
  }
};
