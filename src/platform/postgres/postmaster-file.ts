import { execFile } from 'node:child_process';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorCodeOf } from './client.ts';

/** What a running postmaster writes about itself into `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  /** The cluster folder as the postmaster was given it; of another place where the folder was copied or moved. */
  readonly folder: string;
  readonly port: number;
  /** Whether it says that it accepts connections: not while it starts, recovers or stops. */
  readonly isReady: boolean;
}

/**
 * Reads `postmaster.pid` of a cluster (PostgreSQL source, miscadmin.h: line 1 the pid, line 2 the folder,
 * line 4 the port, line 8 the status).
 * Undefined where there is none, or where the postmaster has not yet written its port.
 */
export const readPostmasterFile = async (clusterFolder: string): Promise<PostmasterFile | undefined> => {
  try {
    const lines = (await readFile(path.join(clusterFolder, 'postmaster.pid'), 'utf8')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!(pid > 0 && port > 0)) return undefined;
    return { pid, folder: lines[1] ?? '', port, isReady: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Whether a process exists; one of another user counts. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
};

/**
 * Whether a process is a PostgreSQL: after a crash, and in a container after every restart, a pid from a file
 * may long belong to something else, and PostgreSQL itself then refuses to start. A zombie is not alive.
 */
export const isPostgres = async (pid: number): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return /^\d+ \(postgres\) [^ZX]/.test(text);
  }
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => ({
    stdout: '',
  }));
  return path.basename(stdout.trim()) === 'postgres';
};

/**
 * Whether the postmaster that a `postmaster.pid` names runs on this very cluster. In a copy of a data folder that
 * was in use the file names the server of the original, with the same passwords: it must be neither used nor stopped.
 */
export const runsOn = async (file: PostmasterFile, clusterFolder: string): Promise<boolean> =>
  (await isPostgres(file.pid)) && (await isItsFolder(file, clusterFolder));

const isItsFolder = async (file: PostmasterFile, clusterFolder: string): Promise<boolean> => {
  try {
    if (process.platform !== 'linux')
      return (await realpath(file.folder)) === (await realpath(clusterFolder));
    // A postmaster works in its cluster folder; the same folder by another name is the same.
    const [used, ours] = await Promise.all([stat(`/proc/${file.pid}/cwd`), stat(clusterFolder)]);
    return used.dev === ours.dev && used.ino === ours.ino;
  } catch (error) {
    // Where we may not look, its own word counts.
    if (['EACCES', 'EPERM'].includes(errorCodeOf(error) ?? '')) return true;
    if (errorCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
};
