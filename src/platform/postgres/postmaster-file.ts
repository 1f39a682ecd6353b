import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorCodeOf } from './client.ts';

/** What a running postmaster writes about itself into `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Whether it says that it accepts connections: not while it starts, recovers or stops. */
  readonly isReady: boolean;
}

/**
 * Reads `postmaster.pid` of a cluster (PostgreSQL source, miscadmin.h: line 1 the pid, line 4 the port,
 * line 8 the status).
 * Undefined where there is none, or where the postmaster has not yet written its port.
 */
export const readPostmasterFile = async (clusterFolder: string): Promise<PostmasterFile | undefined> => {
  try {
    const lines = (await readFile(path.join(clusterFolder, 'postmaster.pid'), 'utf8')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port, isReady: lines[7]?.trim() === 'ready' } : undefined;
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
