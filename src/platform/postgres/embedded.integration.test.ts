import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ChildProgram,
  type ChildProgramOptions,
  startProgram,
} from '../../../test/support/child-program.ts';
import { systemClock } from '../../shared/time.ts';
import { accountFor } from './account.ts';
import { withClient } from './client.ts';
import { type PostgresConnection, visitPostgres } from './connect.ts';
import { packagedFolder, reachableBinaries } from './embedded-binaries.ts';
import { isPostgres, readPostmasterFile } from './postmaster-file.ts';

const program = path.resolve('test/support/own-cluster.ts');
const asRoot = process.getuid?.() === 0;

let folder: string;
let running: ChildProgram[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-cluster-'));
  running = [];
});

afterEach(async () => {
  for (const child of running) child.process.kill('SIGKILL');
  await Promise.all(running.map((child) => child.ended));
  const left = await readPostmasterFile(path.join(folder, 'postgres')).catch(() => undefined);
  if (left !== undefined && (await isPostgres(left.pid))) process.kill(left.pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const start = (dataFolder = folder, options: ChildProgramOptions = {}): ChildProgram => {
  const child = startProgram(program, [dataFolder], options);
  running.push(child);
  return child;
};
const ready = (child: ChildProgram): Promise<PostgresConnection> => child.line<PostgresConnection>('ready');
const postmaster = async (dataFolder = folder): Promise<{ pid: number; port: number }> => {
  const file = await readPostmasterFile(path.join(dataFolder, 'postgres'));
  if (file === undefined) throw new Error('no postmaster');
  return file;
};
const write = (url: string, value: number): Promise<unknown> =>
  withClient(url, async (client) => {
    await client.query('create table if not exists kept (value int)');
    await client.query('insert into kept values ($1)', [value]);
  });
const values = (url: string): Promise<number[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ value: number }>('select value from kept order by value');
    return rows.map((row) => row.value);
  });
const stop = async (child: ChildProgram): Promise<void> => {
  child.process.kill('SIGTERM');
  expect(await child.ended).toBe(0);
};

describe('the life of the embedded server', () => {
  test('SIGTERM stops the program and its server, and what was written is there at the next start', async () => {
    const first = start();
    await write((await ready(first)).ownerUrl, 1);
    const { pid } = await postmaster();
    await stop(first);
    expect(await isPostgres(pid)).toBe(false);
    expect(await readPostmasterFile(path.join(folder, 'postgres'))).toBeUndefined();
    const second = start();
    expect(await values((await ready(second)).ownerUrl)).toEqual([1]);
    await stop(second);
  });

  test('a server whose program was killed is adopted by the next one, which stops it in the end', async () => {
    const first = start();
    await write((await ready(first)).ownerUrl, 1);
    const { pid } = await postmaster();
    first.process.kill('SIGKILL');
    await first.ended;
    expect(await isPostgres(pid)).toBe(true);

    const second = start();
    const { ownerUrl } = await ready(second);
    expect((await postmaster()).pid).toBe(pid);
    expect(second.lines).toContainEqual({ log: 'database of an earlier run adopted' });
    expect(await values(ownerUrl)).toEqual([1]);
    await stop(second);
    expect(await isPostgres(pid)).toBe(false);
  });

  test('a killed server comes back on the same port with everything committed', async () => {
    const child = start();
    const { ownerUrl } = await ready(child);
    await write(ownerUrl, 1);
    const before = await postmaster();
    process.kill(before.pid, 'SIGKILL');
    expect(await child.line('state')).toBe('restarting');
    await expect.poll(() => child.lines, { timeout: 20_000 }).toContainEqual({ state: 'running' });
    const after = await postmaster();
    expect(after.port).toBe(before.port);
    expect(after.pid).not.toBe(before.pid);
    expect(await values(ownerUrl)).toEqual([1]);
    await stop(child);
  });

  test('an adopted server that is killed comes back too', async () => {
    const first = start();
    await write((await ready(first)).ownerUrl, 1);
    first.process.kill('SIGKILL');
    await first.ended;
    const second = start();
    const { ownerUrl } = await ready(second);
    process.kill((await postmaster()).pid, 'SIGKILL');
    await expect.poll(() => second.lines, { timeout: 20_000 }).toContainEqual({ state: 'running' });
    expect(await values(ownerUrl)).toEqual([1]);
    await stop(second);
  });

  test('program and server killed at once: the next start recovers', async () => {
    const first = start();
    await write((await ready(first)).ownerUrl, 1);
    const { pid } = await postmaster();
    first.process.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await first.ended;
    const second = start();
    expect(await values((await ready(second)).ownerUrl)).toEqual([1]);
    await stop(second);
  });

  test('a postmaster.pid whose number belongs to another program by now does not hinder the start', async () => {
    const first = start();
    await ready(first);
    await stop(first);
    const other = startProgram('-e', ['setInterval(() => {}, 1000)'], asRoot ? await ownerOf(folder) : {});
    running.push(other);
    const file = path.join(folder, 'postgres', 'postmaster.pid');
    await writeFile(file, `${other.process.pid}\n${folder}/postgres\n0\n5432\n\n127.0.0.1\n0\nready   \n`);
    if (asRoot) await chown(file, (await ownerOf(folder)).uid, (await ownerOf(folder)).gid);
    const second = start();
    await ready(second);
    await stop(second);
  });
});

const ownerOf = async (dataFolder: string): Promise<{ uid: number; gid: number }> => {
  const { uid, gid } = await stat(path.join(dataFolder, 'postgres'));
  return { uid, gid };
};

test('a copy of a data folder in use gets a server of its own, and leaves the one of the original alone', async () => {
  const [original, copy] = [path.join(folder, 'original'), path.join(folder, 'copy')];
  const first = start(original);
  const { ownerUrl } = await ready(first);
  await write(ownerUrl, 1);
  const before = await postmaster(original);
  await promisify(execFile)('cp', ['-a', original, copy]);

  const second = start(copy);
  const copied = await ready(second);
  expect((await postmaster(copy)).pid).not.toBe(before.pid);
  await write(copied.ownerUrl, 2);
  expect(await values(copied.ownerUrl)).toEqual([1, 2]);
  await stop(second);
  expect(await values(ownerUrl)).toEqual([1]);
  expect((await postmaster(original)).pid).toBe(before.pid);
  await stop(first);
});

describe('one program for a data folder', () => {
  test('a second one is refused and told who has it, where, and what to do', async () => {
    const first = start();
    await ready(first);
    const second = start();
    const refused = await second.line<{ code: string; detail: string; fix: string }>('refused');
    expect(refused.code).toBe('already_running');
    expect(refused.detail).toContain(`process ${first.process.pid} on ${os.hostname()}`);
    expect(refused.detail).toContain('http://127.0.0.1:8420');
    expect(refused.fix).toContain('stop it first');
    expect(await second.ended).toBe(1);
    await stop(first);
  });

  test('a command is its guest, and does not stop the database when it leaves', async () => {
    const first = start();
    const { ownerUrl } = await ready(first);
    await write(ownerUrl, 7);
    const guest = await visitPostgres(commandOptions());
    expect(await values(guest.ownerUrl)).toEqual([7]);
    await guest.stop();
    expect(await values(ownerUrl)).toEqual([7]);
    await stop(first);
  });

  test('a command with nobody at home starts the database, and stops it when it leaves', async () => {
    const connection = await visitPostgres(commandOptions());
    const { pid } = await postmaster();
    await connection.stop();
    expect(await isPostgres(pid)).toBe(false);
  });
});

const commandOptions = () => ({
  dataFolder: folder,
  masterKey: () => new Uint8Array(32),
  clock: systemClock,
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
});

describe('passwords that are not those of the cluster', () => {
  const passwords = (): string => path.join(folder, 'postgres-passwords');

  test.each([
    ['lost', () => rm(passwords(), { recursive: true })],
    [
      'replaced by those of another installation',
      async () => {
        for (const name of ['superuser', 'owner', 'runtime'])
          await writeFile(path.join(passwords(), name), `other-${name}\n`);
      },
    ],
  ])('are no obstacle to the next start: %s', async (_, disturb) => {
    const first = start();
    const before = await ready(first);
    await write(before.ownerUrl, 1);
    await stop(first);
    await disturb();

    const second = start();
    const after = await ready(second);
    expect(await values(after.ownerUrl)).toEqual([1]);
    expect(second.lines).toContainEqual({
      log: 'the database refused its kept password, which is set anew',
    });
    const earlier = new URL(after.ownerUrl);
    earlier.password = new URL(before.ownerUrl).password;
    await expect(withClient(earlier.toString(), async () => undefined)).rejects.toThrow(
      /password authentication failed/,
    );
    await stop(second);

    const third = start();
    await ready(third);
    expect(third.lines).toContainEqual({ log: 'database started' });
    await stop(third);
  });
});

describe('what others may see', () => {
  test('passwords lie in files that only we can read, and are not in the command line', async () => {
    const child = start();
    const { ownerUrl } = await ready(child);
    expect((await stat(path.join(folder, 'postgres-passwords'))).mode & 0o777).toBe(0o700);
    for (const name of ['superuser', 'owner', 'runtime']) {
      expect((await stat(path.join(folder, 'postgres-passwords', name))).mode & 0o777).toBe(0o600);
    }
    const { pid } = await postmaster();
    if (process.platform === 'linux') {
      expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(new URL(ownerUrl).password);
    }
    const wrong = new URL(ownerUrl);
    wrong.password = 'guess';
    await expect(withClient(wrong.toString(), async () => undefined)).rejects.toThrow(
      /password authentication failed/,
    );
    await stop(child);
  });
});

describe.runIf(asRoot)('under root', () => {
  test('the server runs as another account although every folder above it is closed to that account', async () => {
    const closed = path.join(folder, 'closed');
    await mkdir(closed);
    await chmod(folder, 0o700);
    await chmod(closed, 0o700);
    const dataFolder = path.join(closed, 'data');
    const first = start(dataFolder);
    await write((await ready(first)).ownerUrl, 1);
    const { pid } = await postmaster(dataFolder);
    expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => first.lines, { timeout: 20_000 }).toContainEqual({ state: 'running' });
    await stop(first);
    const second = start(dataFolder);
    expect(await values((await ready(second)).ownerUrl)).toEqual([1]);
    await stop(second);
  });

  test('a folder used by an ordinary user first, then by root, keeps belonging to that user', async () => {
    const nobody = { uid: 65_534, gid: 65_534 };
    await chmod(folder, 0o755);
    const dataFolder = path.join(folder, 'data');
    await mkdir(dataFolder);
    await chown(dataFolder, nobody.uid, nobody.gid);
    const first = start(dataFolder, { ...nobody, env: { PATH: process.env.PATH } });
    await write((await ready(first)).ownerUrl, 1);
    expect((await stat(`/proc/${(await postmaster(dataFolder)).pid}`)).uid).toBe(nobody.uid);
    await stop(first);
    const second = start(dataFolder);
    await ready(second);
    expect((await ownerOf(dataFolder)).uid).toBe(nobody.uid);
    await stop(second);
    const third = start(dataFolder, { ...nobody, env: { PATH: process.env.PATH } });
    expect(await values((await ready(third)).ownerUrl)).toEqual([1]);
    await stop(third);
  });

  test('an ordinary user is told why it cannot use a folder of root, and what to do', async () => {
    const stranger = { uid: 12_345, gid: 12_345, env: { PATH: process.env.PATH } };
    const refusal = async (): Promise<{ detail: string; fix: string }> => {
      const child = start(folder, stranger);
      const refused = await child.line<{ detail: string; fix: string }>('refused');
      await child.ended;
      return refused;
    };
    const first = start();
    await ready(first);
    await stop(first);
    expect(await refusal()).toMatchObject({
      detail: expect.stringContaining(folder),
      fix: expect.stringContaining('chown'),
    });
    await chmod(folder, 0o777);
    expect(await refusal()).toMatchObject({
      detail: expect.stringContaining('lock.sqlite'),
      fix: expect.stringContaining('chown'),
    });
    await rm(path.join(folder, 'lock.sqlite'));
    await rm(path.join(folder, 'lock.json'), { force: true });
    expect(await refusal()).toMatchObject({
      detail: expect.stringContaining('belongs to user'),
      fix: expect.stringContaining('chown'),
    });
  });

  test('binaries that the account cannot reach are copied to where it can', async () => {
    const closed = path.join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await cp(packagedFolder(), path.join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    const account = await accountFor(path.join(folder, 'none'));
    const dataFolder = path.join(folder, 'data');
    await mkdir(dataFolder);

    await chmod(folder, 0o711);
    const copied = await reachableBinaries(account, dataFolder, path.join(closed, 'native'), []);
    expect(copied.postgres).toBe(path.join(dataFolder, `postgresql-${copied.version}`, 'bin', 'postgres'));

    await chmod(folder, 0o700);
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'trimtab-elsewhere-'));
    await chmod(elsewhere, 0o755);
    try {
      const found = await reachableBinaries(account, dataFolder, path.join(closed, 'native'), [elsewhere]);
      expect(found.postgres.startsWith(elsewhere)).toBe(true);
      await expect(reachableBinaries(account, dataFolder, path.join(closed, 'native'), [])).rejects.toThrow(
        closed,
      );
      await chmod(elsewhere, 0o777);
      await expect(
        reachableBinaries(account, dataFolder, path.join(closed, 'native'), [elsewhere]),
      ).rejects.toThrow(/cannot reach/);
    } finally {
      await rm(elsewhere, { recursive: true, force: true });
    }
  });
});
