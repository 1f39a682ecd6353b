import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountFor } from './account.ts';
import { postgresUrl } from './client.ts';
import { openCluster, superuser } from './cluster.ts';
import { makeDataFolder } from './data-folder.ts';
import { reachableBinaries } from './embedded-binaries.ts';
import { answers, stopPostmaster } from './postmaster.ts';
import { isPostgres, readPostmasterFile } from './postmaster-file.ts';
import { freePort, type StartOptions, startPostmaster } from './postmaster-start.ts';
import { setSuperuserPassword } from './superuser-password.ts';

let folder: string;
let options: StartOptions;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-start-'));
  const layout = await makeDataFolder(path.join(folder, 'data'));
  const account = await accountFor(layout.cluster);
  const binaries = await reachableBinaries(account, layout.root);
  options = {
    binary: binaries.postgres,
    cluster: await openCluster(layout, binaries, account, 'right'),
    startLog: layout.startLog,
    settings: { fsync: 'off', logging_collector: 'off' },
    choosePort: freePort,
    urlFor: urlWith('right'),
    timeoutMs: 60_000,
  };
});
afterEach(async () => {
  const left = await readPostmasterFile(options.cluster.folder);
  if (left !== undefined && (await isPostgres(left.pid))) process.kill(left.pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const urlWith =
  (password: string) =>
  (port: number): string =>
    postgresUrl({ user: superuser, password, port, database: 'postgres' });

/** What is left of a server that was started: its pid file, and whether its log tells of a clean end. */
const leftBehind = async () => ({
  file: await readPostmasterFile(options.cluster.folder),
  stoppedCleanly: (await readFile(options.startLog, 'utf8')).includes('database system is shut down'),
});

test('a start whose password is refused leaves no server behind, and the next start works', async () => {
  await expect(startPostmaster({ ...options, urlFor: urlWith('wrong') })).rejects.toMatchObject({
    code: 'unavailable',
    detail: expect.stringContaining('postgres-passwords'),
  });
  expect(await leftBehind()).toEqual({ file: undefined, stoppedCleanly: true });
  const started = await startPostmaster(options);
  await stopPostmaster(started);
  expect(await isPostgres(started.pid)).toBe(false);
});

test('a start that gets no answer in time leaves no server behind', async () => {
  const nobodyListens = await freePort();
  const urlFor = (): string => urlWith('right')(nobodyListens);
  await expect(startPostmaster({ ...options, urlFor, timeoutMs: 3_000 })).rejects.toMatchObject({
    code: 'unavailable',
    detail: expect.stringContaining('did not start'),
  });
  expect(await leftBehind()).toEqual({ file: undefined, stoppedCleanly: true });
});

test('a password is never set beside a running server, which keeps running', async () => {
  const started = await startPostmaster(options);
  await expect(setSuperuserPassword(options.binary, options.cluster, 'other')).rejects.toMatchObject({
    code: 'unavailable',
    detail: expect.stringMatching(/lock file .* already exists/),
  });
  expect(await answers(options.urlFor(started.port))).toBe(true);
  await stopPostmaster(started);
});
