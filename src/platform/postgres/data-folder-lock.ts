import { accessSync, constants } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';

/** What `lock.json` says about the holder, for people and for the message to a second instance. */
const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string().max(255),
  startedAt: z.iso.datetime(),
  url: z.string().max(2000).optional(),
});
export type LockHolder = z.infer<typeof holderSchema>;

export interface DataFolderLock {
  /** Records where the program can be reached, for the message to a second instance. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

const holderFileOf = (folder: string): string => path.join(folder, 'lock.json');

/** Who holds, or last held, the lock; undefined when nobody says so. */
export const readLockHolder = async (folder: string): Promise<LockHolder | undefined> => {
  try {
    return holderSchema.parse(JSON.parse(await readFile(holderFileOf(folder), 'utf8')));
  } catch {
    // Advice only: absent or half a file means that there is nothing to tell.
    return undefined;
  }
};

/**
 * Takes the lock of a data folder, or returns undefined when another process (or this one) holds it. The lock
 * is SQLite's exclusive file lock on `lock.sqlite`: the kernel lets it go when the holder dies, however it
 * dies, and it holds between containers that share the folder, where pids mean nothing.
 */
export const tryLockDataFolder = async (
  folder: string,
  clock: Clock,
): Promise<DataFolderLock | undefined> => {
  const connection = takeExclusive(path.join(folder, 'lock.sqlite'));
  if (connection === undefined) return undefined;
  const holder: LockHolder = { pid: process.pid, host: os.hostname(), startedAt: clock.now().toISOString() };
  const publish = async (content: LockHolder): Promise<void> => {
    const aside = `${holderFileOf(folder)}.new`;
    await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o644 });
    await rename(aside, holderFileOf(folder));
  };
  try {
    await publish(holder);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    announce: (url) => publish({ ...holder, url }),
    release: async () => {
      await rm(holderFileOf(folder), { force: true });
      connection.close();
    },
  };
};

/**
 * Takes the lock of a data folder.
 * @throws AppError `already_running` naming the holder's pid, host and address, and what to do.
 */
export const lockDataFolder = async (folder: string, clock: Clock): Promise<DataFolderLock> => {
  const lock = await tryLockDataFolder(folder, clock);
  if (lock !== undefined) return lock;
  const holder = await readLockHolder(folder);
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  const where = holder?.url === undefined ? '' : `, reachable at ${holder.url}`;
  const since = holder === undefined ? '' : ` since ${holder.startedAt}`;
  throw new AppError('already_running', {
    detail: `Trimtab already runs on the data folder ${folder}: ${who}${since}${where}.`,
    fix: 'Use that one, stop it first, or give this one a data folder of its own. To run several processes, set DATABASE_URL.',
    meta: { folder, ...holder },
  });
};

const sqliteBusy = 5;

const takeExclusive = (file: string): DatabaseSync | undefined => {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file);
    // SQLite falls back to reading, where BEGIN EXCLUSIVE succeeds and locks nothing.
    accessSync(file, constants.W_OK);
    // A holder that is just ending gets a moment.
    connection.exec('PRAGMA busy_timeout = 250');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (cause) {
    connection?.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === sqliteBusy) return undefined;
    throw new AppError('unavailable', {
      detail: `The lock ${file} cannot be taken: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Run Trimtab as the user that owns the data folder, or hand the folder over with chown -R.',
      meta: { file },
      cause,
    });
  }
};
