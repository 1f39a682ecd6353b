import { type SpawnOptions, spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf } from './client.ts';

/** The account a child process runs under. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Preferred first: an account made for the product, PostgreSQL's own, the one every system has. */
const candidates = ['trimtab', 'postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, so root lends it an unprivileged account: the owner of the cluster where
 * there is one, else the first of the candidates in /etc/passwd (initdb needs a name for its uid). Undefined
 * when this process is not root: then the database simply runs as this process does.
 */
export const accountFor = async (clusterFolder: string): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) {
    await refuseForeignCluster(clusterFolder);
    return undefined;
  }
  const owner = await ownerOf(clusterFolder);
  if (owner !== undefined && owner.uid !== 0) return owner;
  const entries = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of candidates) {
    const entry = entries.find(([account]) => account === name);
    if (entry === undefined) continue;
    const [uid, gid] = [Number(entry[2]), Number(entry[3])];
    if (uid !== 0) return { uid, gid };
  }
  throw new AppError('unavailable', {
    detail: 'PostgreSQL does not run as root, and this system has no account postgres or nobody to lend it.',
    fix: 'Run Trimtab as an ordinary user, create an account (useradd --system trimtab), or set DATABASE_URL.',
  });
};

const ownerOf = async (folder: string): Promise<Account | undefined> => {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const refuseForeignCluster = async (folder: string): Promise<void> => {
  const owner = await ownerOf(folder);
  const self = process.getuid?.();
  if (owner === undefined || self === undefined || owner.uid === self) return;
  throw new AppError('unavailable', {
    detail: `The database in ${folder} belongs to user ${owner.uid}, and this process is user ${self}.`,
    fix: `Run Trimtab as user ${owner.uid} (or root), or hand the folder over: chown -R ${self} ${folder}`,
  });
};

/** Spawn options that switch to the account; empty for our own. */
export const asAccount = (account: Account | undefined): Pick<SpawnOptions, 'uid' | 'gid'> =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/**
 * What a child of the database may see of our environment: nothing that could be a secret. C and UTC make
 * its messages and times the same everywhere.
 */
export const childEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** How a finished child ended, and the end of what it said. */
export interface Finished {
  readonly ok: boolean;
  readonly output: string;
}

/**
 * Runs a program to its end under the account; a program that cannot be started counts as failed.
 * @param input a file that the child finds open as descriptor 3
 */
export const runAs = (
  account: Account | undefined,
  program: string,
  args: readonly string[],
  cwd = '/',
  input?: number,
): Promise<Finished> =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      ...asAccount(account),
      cwd,
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', input ?? 'ignore'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = `${output}${chunk.toString('utf8')}`.slice(-4000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });

/** Whether the account may pass into a folder, tried for real: modes alone miss ACLs and confinement. */
export const canEnter = async (account: Account | undefined, folder: string): Promise<boolean> =>
  account === undefined || (await runAs(account, '/bin/sh', ['-c', 'cd "$0"', folder])).ok;
