import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { installQueue } from '../../src/platform/jobs/queue.ts';
import { withClient, withDatabase } from '../../src/platform/postgres/client.ts';
import { type DataFolder, dataFolderAt, makeDataFolder } from '../../src/platform/postgres/data-folder.ts';
import { tryLockDataFolder } from '../../src/platform/postgres/data-folder-lock.ts';
import { type EmbeddedServer, runEmbedded } from '../../src/platform/postgres/embedded.ts';
import { prepareEmbedded } from '../../src/platform/postgres/embedded-roles.ts';
import { migrate } from '../../src/platform/postgres/migrate.ts';
import { isPostgres, readPostmasterFile } from '../../src/platform/postgres/postmaster-file.ts';
import { ownerRole } from '../../src/platform/postgres/roles.ts';
import { systemClock } from '../../src/shared/time.ts';

/** What a test file learns about the server of this run. */
export interface TestServer {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly runtimeUrl: string;
  /** The migrated database that each test file clones. */
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

const prefix = 'trimtab-test-';
const template = 'trimtab_template';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** The data is thrown away with the run, so nothing waits for the disk. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  autovacuum: 'off',
};

/** Stops the server of a data folder at once and removes the folder; the caller holds its lock. */
const discard = async (folder: string): Promise<void> => {
  const file = await readPostmasterFile(dataFolderAt(folder).cluster);
  if (file !== undefined && (await isPostgres(file.pid))) process.kill(file.pid, 'SIGQUIT');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
};

/** Removes a folder in an exit handler, where nothing can be awaited; dying processes may still write to it. */
const removeNow = (folder: string): void => {
  for (let attempt = 0; attempt < 60 && existsSync(folder); attempt += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Not empty again already.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
};

/** Clears away what runs that were killed left behind: their locks are free. */
const sweep = async (): Promise<void> => {
  const names = (await readdir(os.tmpdir())).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const folder = path.join(os.tmpdir(), name);
    const lock = await tryLockDataFolder(folder, systemClock).catch(() => undefined);
    if (lock === undefined) continue;
    await discard(folder);
    await lock.release();
  }
};

/** One server for the whole run, with a template database that has every migration. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  await sweep();
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
  const lock = await tryLockDataFolder(folder, systemClock);
  if (lock === undefined) throw new Error(`${folder} is locked`);
  const layout = await makeDataFolder(folder);
  const server = await runEmbedded({ layout, log: silent, settings });
  // Ctrl-C ends the run without waiting for the teardown, which may be half-way.
  const abandon = (): void => {
    try {
      process.kill(server.pid(), 'SIGQUIT');
    } catch {
      // Stopped already.
    }
    removeNow(folder);
  };
  process.once('exit', abandon);
  const close = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    await lock.release();
    process.off('exit', abandon);
  };
  try {
    project.provide('postgres', await prepareTemplate(server, layout));
    return close;
  } catch (error) {
    await close();
    throw error;
  }
};

const prepareTemplate = async (server: EmbeddedServer, layout: DataFolder): Promise<TestServer> => {
  const urls = await prepareEmbedded(server.superuserUrl, server.port, layout);
  await withClient(server.superuserUrl, (client) =>
    client.query(`create database ${template} owner ${ownerRole} template template0`),
  );
  const ownerUrl = withDatabase(urls.ownerUrl, template);
  await migrate({ ownerUrl, folder: path.resolve('migrations'), log: silent });
  await installQueue(ownerUrl);
  return { superuserUrl: server.superuserUrl, ...urls, template };
};
