import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf, withClient } from './client.ts';
import { isPostgres, readPostmasterFile, runsOn } from './postmaster-file.ts';

/** A running server: ours, or one that we found running. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process is gone. */
  readonly exited: Promise<void>;
}

/** Whether the server answers with these credentials; false while it starts up, recovers or shuts down. */
export const answers = async (url: string): Promise<boolean> => {
  try {
    await withClient(url, (client) => client.query('select 1'), 2_000);
    return true;
  } catch (error) {
    // 28P01: something answers, but it is not our cluster, or the password file was changed.
    if (errorCodeOf(error) === '28P01') {
      throw new AppError('unavailable', {
        detail: 'The database refuses the password kept in postgres-passwords/ of the data folder.',
        fix: 'Put back the folder postgres-passwords that belongs to the database in postgres/ beside it.',
        cause: error,
      });
    }
    return false;
  }
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
    if (file === undefined || !(await runsOn(file, clusterFolder))) return undefined;
    const { pid, port } = file;
    if (file.isReady && (await answers(urlFor(port)))) return { pid, port, exited: untilGone(pid) };
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
  while (await isPostgres(pid)) await sleep(500);
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
