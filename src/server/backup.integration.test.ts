import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../platform/config/load-config.ts';
import { createLog } from '../platform/log/log.ts';
import { withClient } from '../platform/postgres/client.ts';
import { backupInstallation, restoreInstallation } from './backup.ts';
import { type Kernel, openKernel } from './kernel.ts';

const log = createLog({ level: 'silent', format: 'json' });

let folder: string;
const configOf = (name: string) =>
  loadConfig({ env: { TRIMTAB_DATA: path.join(folder, name) }, cwd: folder });
const open = (name: string): Promise<Kernel> =>
  openKernel({ config: configOf(name), log, as: 'own', migrate: true });

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-installation-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

const organisation = '01900000-0000-7000-8000-000000000001';
const id = (last: number): string => `01900000-0000-7000-8000-0000000000${String(last).padStart(2, '0')}`;
const lakeFile = `lake/${organisation}/charges/${id(2)}/slice-00001.parquet`;
const replaced = `lake/${organisation}/charges/${id(2)}/replaced.parquet`;
const upload = `uploads/${organisation}/${id(3)}`;

/** An organisation with a live file in the lake, a replaced one, and an upload that waits. */
const seed = async (kernel: Kernel): Promise<void> => {
  for (const name of [lakeFile, replaced, upload]) {
    const file = path.join(folder, 'old', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `content of ${name}`);
  }
  const sha256 = '0'.repeat(64);
  const [live, ended] = [lakeFile, replaced].map((name) => name.split('/').slice(2).join('/'));
  await withClient(kernel.postgres.ownerUrl, async (client) => {
    await client.query(`
      insert into organisation (id, kind, name, created_at, updated_at)
        values ('${organisation}', 'customer', 'Halcyon', now(), now());
      insert into import (id, organisation_id, origin, mode, state, files, sources, created_at)
        values ('${id(2)}', '${organisation}', 'upload', 'replace', 'imported', '[]', '[]', now());
      insert into lake_slice (id, organisation_id, import_id, provider, billing_account_id, billing_period_start, rows, totals, created_at, superseded_at)
        values ('${id(4)}', '${organisation}', '${id(2)}', 'AWS', '1', '2026-01-01Z', 1, '[]', now(), null),
               ('${id(5)}', '${organisation}', '${id(2)}', 'AWS', '1', '2026-01-01Z', 1, '[]', now(), now());
      insert into lake_file (id, organisation_id, slice_id, path, rows, bytes, sha256)
        values ('${id(6)}', '${organisation}', '${id(4)}', '${live}', 1, 1, '${sha256}'),
               ('${id(7)}', '${organisation}', '${id(5)}', '${ended}', 1, 1, '${sha256}');
      insert into upload (id, organisation_id, file_name, bytes, sha256, created_at)
        values ('${id(3)}', '${organisation}', 'costs.csv', 1, '${sha256}', now());`);
  });
};

test('an installation that is backed up while it serves starts elsewhere with its data, files and keys', async () => {
  const file = path.join(folder, 'backup.tar');
  const old = await open('old');
  const keyId = (await old.masterKeys.current()).id;
  await seed(old);
  await backupInstallation({ config: configOf('old'), log, file, includeKeys: true });
  await expect(restoreInstallation({ config: configOf('old'), log, file })).rejects.toMatchObject({
    code: 'already_running',
  });
  await old.close();

  const restored = await restoreInstallation({ config: configOf('new'), log, file });
  expect(restored).toMatchObject({ includesKeys: true, migratedForward: [] });
  expect(await readFile(path.join(folder, 'new', lakeFile), 'utf8')).toBe(`content of ${lakeFile}`);
  expect(await readFile(path.join(folder, 'new', upload), 'utf8')).toBe(`content of ${upload}`);
  expect(await readdir(path.dirname(path.join(folder, 'new', lakeFile)))).toEqual(['slice-00001.parquet']);

  const next = await open('new');
  try {
    expect((await next.masterKeys.current()).id).toBe(keyId);
    const names = await withClient(next.postgres.ownerUrl, (client) =>
      client.query('select name from organisation'),
    );
    expect(names.rows).toEqual([{ name: 'Halcyon' }]);
  } finally {
    await next.close();
  }
  await expect(restoreInstallation({ config: configOf('new'), log, file })).rejects.toMatchObject({
    code: 'conflict',
  });
});

const run = promisify(execFile);

test.each([
  ['the whole folder of keys is copied', 'cp -a old/secrets/. new/secrets/'],
  ['only the named keys are copied', 'cp -p old/secrets/master*.key old/secrets/audit-key.pem new/secrets/'],
])('an archive without keys starts elsewhere after %s as the restore says', async (_, copy) => {
  const file = path.join(folder, 'backup.tar');
  const old = await open('old');
  const keyId = (await old.masterKeys.current()).id;
  await seed(old);
  await old.close();
  await backupInstallation({ config: configOf('old'), log, file, includeKeys: false });

  const restored = await restoreInstallation({ config: configOf('new'), log, file });
  expect(restored).toMatchObject({ includesKeys: false, secretsFolder: path.join(folder, 'new', 'secrets') });
  expect(await readdir(restored.secretsFolder)).toEqual([]);
  await run('/bin/sh', ['-c', copy], { cwd: folder });

  for (const _start of ['first', 'second']) {
    const next = await open('new');
    try {
      expect((await next.masterKeys.current()).id).toBe(keyId);
      const { rows } = await next.pool.query('select current_user as role');
      expect(rows).toEqual([{ role: 'trimtab_app' }]);
    } finally {
      await next.close();
    }
  }
  expect(await readFile(path.join(folder, 'new/secrets/audit-key.pem'), 'utf8')).toBe(
    await readFile(path.join(folder, 'old/secrets/audit-key.pem'), 'utf8'),
  );
});

test('a backup into a folder that is missing says so, naming the folder, and leaves nothing', async () => {
  const file = path.join(folder, 'missing', 'backup.tar');
  await expect(
    backupInstallation({ config: configOf('old'), log, file, includeKeys: false }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
    detail: expect.stringContaining(`the folder ${path.dirname(file)}: it does not exist`),
  });
  expect(await readdir(folder)).toEqual(['old']);
});
