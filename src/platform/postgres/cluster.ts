import { randomBytes } from 'node:crypto';
import { chown, type FileHandle, mkdir, open, readFile, rename, rm, unlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { type Account, canEnter, runAs } from './account.ts';
import { errorCodeOf } from './client.ts';
import type { DataFolder } from './data-folder.ts';
import type { Binaries } from './embedded-binaries.ts';

/** The superuser of the embedded cluster: makes the roles and the database, nothing else. */
export const superuser = 'postgres';

/** A cluster as a process of the account can name it. */
export interface Cluster {
  readonly folder: string;
  /** What to pass as `-D`. */
  readonly dataArgument: string;
  readonly account: Account | undefined;
}

/**
 * How the account names the cluster folder: by its path, or, where a folder above it is closed to the
 * account (/root is 0700), as `/proc/self/cwd`. A child is started with the folder as working directory,
 * which is entered while still root; PostgreSQL stays in it for good and opens everything relative to it. So
 * the data may lie anywhere and no folder of root's has to be opened to others.
 */
const openedBy = async (account: Account | undefined, folder: string): Promise<Cluster> => {
  if (await canEnter(account, folder)) return { folder, dataArgument: folder, account };
  const { ok } = await runAs(account, '/bin/sh', ['-c', 'cd /proc/self/cwd'], folder);
  if (process.platform === 'linux' && ok) return { folder, dataArgument: '/proc/self/cwd', account };
  throw new AppError('unavailable', {
    detail: `User ${account?.uid}, which runs the database for root, cannot reach ${folder}.`,
    fix: `Open the way (chmod o+x on each folder above it), choose another data folder, or run as an ordinary user.`,
    meta: { folder },
  });
};

const majorOf = (version: string): string => version.split('.')[0] ?? version;

const versionOf = async (folder: string): Promise<string | undefined> => {
  try {
    return (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Finds the cluster of a data folder, or initialises it: UTF-8, the C locale of the builtin provider (the
 * same order on every system and version), scram passwords only, checksums on pages (the default since 18).
 * Initialising happens aside and ends with a rename, so that a crash leaves no half cluster.
 * @throws AppError `unavailable` when the cluster is of another major version, or initdb fails.
 */
export const openCluster = async (
  layout: DataFolder,
  binaries: Binaries,
  account: Account | undefined,
  superuserPassword: string,
): Promise<Cluster> => {
  const version = await versionOf(layout.cluster);
  if (version === undefined) await initialise(layout, binaries, account, superuserPassword);
  else if (version !== majorOf(binaries.version)) {
    throw new AppError('unavailable', {
      detail: `The database in ${layout.cluster} was made by PostgreSQL ${version}; this program brings ${binaries.version}.`,
      fix: 'Back it up with the release that made it, then restore into a new data folder with this one.',
    });
  }
  return openedBy(account, layout.cluster);
};

const initialise = async (
  layout: DataFolder,
  binaries: Binaries,
  account: Account | undefined,
  superuserPassword: string,
): Promise<void> => {
  const aside = `${layout.cluster}.initialising`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  if (account !== undefined) await chown(aside, account.uid, account.gid);
  const cluster = await openedBy(account, aside);
  await withNamelessFile(superuserPassword, account, (password) => runInitdb(binaries, cluster, password));
  await rename(aside, layout.cluster);
};

/**
 * initdb takes the password from a file only. This one has no name any more when initdb reads it, through
 * its open descriptor: nobody else can open it, and nothing is left behind when we are killed.
 */
const withNamelessFile = async (
  content: string,
  account: Account | undefined,
  work: (handle: FileHandle) => Promise<void>,
): Promise<void> => {
  const name = path.join(os.tmpdir(), `trimtab-initdb-${randomBytes(12).toString('hex')}`);
  const handle = await open(name, 'wx+', 0o600);
  try {
    await unlink(name);
    // At a position: the child's own reading begins at the start where descriptors share their offset (macOS).
    await handle.write(`${content}\n`, 0, 'utf8');
    if (account !== undefined) await handle.chown(account.uid, account.gid);
    await work(handle);
  } finally {
    await handle.close();
  }
};

const runInitdb = async (binaries: Binaries, cluster: Cluster, password: FileHandle): Promise<void> => {
  const flags = [
    `--pgdata=${cluster.dataArgument}`,
    `--username=${superuser}`,
    '--pwfile=/dev/fd/3',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ];
  const { ok, output } = await runAs(cluster.account, binaries.initdb, flags, cluster.folder, password.fd);
  if (ok) return;
  throw new AppError('unavailable', {
    detail: `The database could not be initialised in ${cluster.folder}: ${output.slice(-800)}`,
    fix: 'Check that the disk has room and that the data folder may be written, then start again.',
    meta: { folder: cluster.folder },
  });
};
