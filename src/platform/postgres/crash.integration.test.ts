import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildProgram, startProgram } from '../../../test/support/child-program.ts';
import { withClient } from './client.ts';
import type { PostgresConnection } from './connect.ts';
import { isPostgres, readPostmasterFile } from './postmaster-file.ts';

let folder: string;
let program: ChildProgram;
let url: string;

const start = async (): Promise<void> => {
  program = startProgram(path.resolve('test/support/own-cluster.ts'), [folder]);
  url = (await program.line<PostgresConnection>('ready')).ownerUrl;
};
const postmasterPid = async (): Promise<number> =>
  (await readPostmasterFile(path.join(folder, 'postgres')))?.pid ?? 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-crash-'));
  await start();
  await withClient(url, (client) => client.query('create table kept (value int)'));
});
afterAll(async () => {
  program.process.kill('SIGKILL');
  await program.ended;
  const pid = await postmasterPid();
  if (await isPostgres(pid)) process.kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Commits one number after the other; a number whose commit was not acknowledged is given up. */
const write = async (signal: AbortSignal, acknowledged: number[]): Promise<void> => {
  let pool: { readonly url: string; readonly pool: pg.Pool } | undefined;
  for (let value = 0; !signal.aborted; value += 1) {
    if (pool?.url !== url) {
      await pool?.pool.end();
      pool = { url, pool: new pg.Pool({ connectionString: url, max: 1 }) };
      pool.pool.on('error', () => undefined);
    }
    try {
      await pool.pool.query('insert into kept values ($1)', [value]);
      acknowledged.push(value);
    } catch {
      await sleep(20);
    }
  }
  await pool?.pool.end();
};

const replacement = (killedPid: number) => async (): Promise<boolean> => {
  const file = await readPostmasterFile(path.join(folder, 'postgres'));
  return file?.isReady === true && file.pid !== killedPid;
};

const disasters = {
  server: async () => {
    const pid = await postmasterPid();
    process.kill(pid, 'SIGKILL');
    // Its orphaned sessions may go on for a moment, and what they acknowledge counts as well.
    await expect.poll(replacement(pid), { timeout: 20_000 }).toBe(true);
  },
  program: async () => {
    program.process.kill('SIGKILL');
    await program.ended;
    await start();
  },
  both: async () => {
    program.process.kill('SIGKILL');
    process.kill(await postmasterPid(), 'SIGKILL');
    await program.ended;
    await start();
  },
};

test('whatever was acknowledged is there, once, after the program, the server or both were killed again and again', async () => {
  const [acknowledged, done] = [[] as number[], new AbortController()];
  const writing = write(done.signal, acknowledged);
  for (const name of ['server', 'program', 'both', 'server', 'both', 'program', 'server'] as const) {
    const before = acknowledged.length;
    await expect
      .poll(() => acknowledged.length, { timeout: 30_000, message: name })
      .toBeGreaterThan(before + 20);
    await sleep(Math.random() * 60);
    await disasters[name]();
  }
  const before = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + 20);
  done.abort();
  await writing;
  const kept = await withClient(url, async (client) => {
    const { rows } = await client.query<{ value: number }>('select value from kept');
    return rows.map((row) => row.value);
  });
  const present = new Set(kept);
  expect(present.size).toBe(kept.length);
  expect(acknowledged.filter((value) => !present.has(value))).toEqual([]);
}, 180_000);
