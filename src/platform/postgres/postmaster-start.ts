import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { asAccount, childEnvironment } from './account.ts';
import type { Cluster } from './cluster.ts';
import { answers, type Postmaster, stopPostmaster } from './postmaster.ts';
import { isAlive, readPostmasterFile, runsOn } from './postmaster-file.ts';
import { baseSettings, type Settings } from './postmaster-settings.ts';

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

/** A server process of ours, which may not answer yet. */
interface Launched extends Postmaster {
  hasEnded(): boolean;
}

const launchedFrom = (child: ChildProcess, port: number): Launched => ({
  pid: child.pid ?? 0,
  port,
  exited: new Promise((resolve) => child.once('exit', () => resolve())),
  hasEnded: () => child.exitCode !== null || child.signalCode !== null,
});

/** Starts the server process. It has a session of its own: Ctrl-C in the terminal reaches us, not it. */
const launch = async (
  { binary, cluster, startLog, settings }: StartOptions,
  port: number,
): Promise<Launched> => {
  const flags = Object.entries({ ...baseSettings, ...settings, port: String(port) }).flatMap(
    ([key, value]) => ['-c', `${key}=${value}`],
  );
  // A file, not a pipe: the server outlives us when we are killed.
  await rm(startLog, { force: true });
  const log = await open(startLog, 'wx', 0o600);
  try {
    const child = spawn(binary, ['-D', cluster.dataArgument, ...flags], {
      ...asAccount(cluster.account),
      cwd: cluster.folder,
      env: childEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const launched = launchedFrom(child, port);
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    return launched;
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

/** How long obstacles that pass by themselves are waited for: dying children of a killed server, a taken port. */
const transientMs = 30_000;

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
 * Starts the server and waits until it answers; crash recovery happens here. When this throws, no server that it
 * started is left running.
 * @throws AppError `unavailable` with the server's own words when it does not start in time.
 */
export const startPostmaster = async (options: StartOptions): Promise<Postmaster> => {
  const deadline = Date.now() + options.timeoutMs;
  const patientUntil = Date.now() + transientMs;
  for (;;) {
    await removeForeignPidFile(options.cluster.folder);
    const port = await options.choosePort();
    const launched = await launch(options, port);
    if (await becomesReady(launched, options, deadline)) return launched;
    const { said, transient } = await diagnose(options.startLog);
    const timedOut = Date.now() >= deadline;
    if (timedOut || !transient || Date.now() >= patientUntil) {
      throw new AppError('unavailable', {
        detail: `The database in ${options.cluster.folder} did not start: ${said || `no answer in ${options.timeoutMs} ms`}`,
        fix: 'The full log is in the folder log of the database. Check disk space and permissions, then start again.',
        meta: { folder: options.cluster.folder },
      });
    }
    await sleep(300);
  }
};

/** Waits until a server answers; false when it ended or time is up. One that does not make it is stopped. */
const becomesReady = async (
  launched: Launched,
  options: StartOptions,
  deadline: number,
): Promise<boolean> => {
  let ready = false;
  try {
    while (!ready && !launched.hasEnded() && Date.now() < deadline) {
      const file = await readPostmasterFile(options.cluster.folder);
      // Its own word first: somebody else's server could be answering on a port that ours did not get.
      ready = file?.pid === launched.pid && file.isReady && (await answers(options.urlFor(launched.port)));
      if (!ready) await Promise.race([launched.exited, sleep(25)]);
    }
    return ready;
  } finally {
    // It has a session of its own and would outlive us, holding the folder.
    if (!ready && !launched.hasEnded()) await stopPostmaster(launched);
  }
};

/** Takes away a `postmaster.pid` whose pid belongs to some other program by now, or to another cluster's server. */
const removeForeignPidFile = async (clusterFolder: string): Promise<void> => {
  const file = await readPostmasterFile(clusterFolder);
  if (file === undefined || !isAlive(file.pid) || (await runsOn(file, clusterFolder))) return;
  // Safe although it is an interlock: a server still using the cluster also holds its shared memory, whose
  // key derives from the folder, and PostgreSQL checks that as well.
  await rm(path.join(clusterFolder, 'postmaster.pid'), { force: true });
};
