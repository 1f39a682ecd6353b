import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackupRig, contents, createBackupRig } from '../../../test/support/backup-rig.ts';
import { createTestDatabase } from '../../../test/support/test-database.ts';
import { withClient } from '../postgres/client.ts';
import { createArchiveWriter } from './archive-writer.ts';
import { holdFiles } from './held-files.ts';
import { verifyBackup } from './verify-backup.ts';

let rig: BackupRig;
beforeEach(async () => {
  rig = await createBackupRig();
});
afterEach(() => rig.close());

describe('files', () => {
  const lakeFile = 'lake/some-organisation/charges/2026-01/part "ü".parquet';
  const log = 'audit/checkpoints.jsonl';
  const files =
    (...paths: string[]) =>
    async () =>
      paths.map((name) => ({ path: name, required: true }));

  beforeEach(async () => {
    for (const name of [lakeFile, log, 'secrets/master.key']) {
      await mkdir(path.dirname(rig.inData(name)), { recursive: true });
    }
    await writeFile(rig.inData(lakeFile), randomBytes(5_000_000));
    await writeFile(rig.inData('lake/orphan.parquet'), 'named by nobody');
    await writeFile(rig.inData(log), 'one\n');
    await writeFile(rig.inData('secrets/master.key'), 'the key');
  });

  test('the files that the database names come back; keys only when asked for', async () => {
    await rig.backup({ files: files(lakeFile, log) });
    await rig.restore();
    expect((await readFile(rig.inRestored(lakeFile))).equals(await readFile(rig.inData(lakeFile)))).toBe(
      true,
    );
    expect(await readFile(rig.inRestored(log), 'utf8')).toBe('one\n');
    expect(
      (
        await readdir(rig.inRestored(''), { recursive: true, withFileTypes: true }).then((all) =>
          all.filter((entry) => entry.isFile()),
        )
      ).length,
    ).toBe(2);
    expect(await readdir(rig.inData('backup'))).toEqual([]);
  });

  test('a file that is deleted, or grows, while the backup runs is in it as the snapshot saw it', async () => {
    const content = await readFile(rig.inData(lakeFile));
    const held = await holdFiles(rig.inData(''), await files(lakeFile, log)());
    await rm(rig.inData(lakeFile));
    const destination = path.join(rig.folder, 'held.tar');
    const written = createArchiveWriter(createWriteStream(destination), new Date(0));
    const [first, second] = held.files;
    const adding = written.addFile('files/first', first?.source ?? '');
    await adding;
    const growing = written.addFile('files/second', second?.source ?? '');
    await appendFile(rig.inData(log), 'two\n');
    await growing;
    await written.finish();
    await held.release();
    const text = await readFile(destination);
    expect(text.includes(content)).toBe(true);
    expect(text.includes('one\n')).toBe(true);
  });

  test('a file that may be gone is left out; one that must be there stops the backup and leaves no archive', async () => {
    await rig.backup({ files: async () => [{ path: 'uploads/gone', required: false }] });
    await rm(rig.archive);
    await expect(rig.backup({ files: files('lake/gone.parquet') })).rejects.toThrow(
      /gone\.parquet .* cannot be read/,
    );
    expect((await readdir(rig.folder)).filter((name) => name.startsWith('backup.tar'))).toEqual([]);
  });

  test('an archive whose folder is missing, or is a file, is refused with the folder and what to do', async () => {
    await writeFile(path.join(rig.folder, 'a-file'), '');
    for (const [name, reason] of [
      ['missing/x.tar', 'it does not exist'],
      ['a-file/x.tar', 'a part of its path is a file'],
    ] as const) {
      const file = path.join(rig.folder, name);
      const refusal = {
        code: 'invalid_input',
        detail: `The backup cannot be written to the folder ${path.dirname(file)}: ${reason}.`,
        fix: expect.stringContaining('Make the folder'),
      };
      await expect(rig.backup({ file }), name).rejects.toMatchObject(refusal);
    }
  });

  test('a path that leads out of the data is refused', async () => {
    for (const name of [
      'lake/../../etc/passwd',
      'secrets/master.key',
      '/etc/passwd',
      'lake/./x',
      'lake//x',
    ]) {
      await expect(rig.backup({ files: files(name) }), name).rejects.toThrow(/no file of the data folder/);
    }
  });

  test('keys come back readable by us only, and never over others', async () => {
    const { header } = await rig.backup({ secretsFolder: rig.inData('secrets') });
    expect(header.includesKeys).toBe(true);
    await mkdir(rig.inRestored('secrets'), { recursive: true });
    await writeFile(rig.inRestored('secrets/master.key'), 'another');
    await expect(rig.restore()).rejects.toThrow(/another .*master\.key exists already/);
    expect(await contents(rig.target.superuserUrl)).toEqual({});
    await rm(rig.inRestored('secrets/master.key'));
    await rig.restore();
    expect(await readdir(rig.inRestored('secrets'))).toEqual(['master.key']);
    expect((await stat(rig.inRestored('secrets/master.key'))).mode & 0o777).toBe(0o600);
  });

  test('a restore that was interrupted can be done again', async () => {
    const installQueue = () => Promise.reject(new Error('pulled the plug'));
    await withClient(rig.source.ownerUrl, (client) =>
      client.query('create schema pgboss; create table pgboss.version as select 1 as version'),
    );
    await rig.backup({ files: files(lakeFile, log), secretsFolder: rig.inData('secrets') });
    await expect(rig.restore({ installQueue })).rejects.toThrow('pulled the plug');
    const again = await createTestDatabase({ migrated: false });
    try {
      await expect(rig.restore({ ownerUrl: again.ownerUrl })).rejects.toThrow(/queue has version 1/);
    } finally {
      await again.close();
    }
    expect(await readdir(rig.inRestored('secrets'))).toEqual(['master.key']);
  });
});

describe('a damaged backup', () => {
  const flip = async (position: number): Promise<void> => {
    const handle = await open(rig.archive, 'r+');
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, position);
    await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, position);
    await handle.close();
  };

  test('is refused before anything is restored, wherever a bit was flipped in what counts', async () => {
    await rig.backup();
    const manifest = await verifyBackup(rig.archive);
    const text = await readFile(rig.archive);
    // A header of 512 bytes, beginning with the name, comes before each entry's content.
    const names = ['backup.json', 'tables/public.book/000001', 'manifest.json\0', 'manifest.json.sha256\0'];
    for (const name of names) {
      const position = text.indexOf(name) + 512 + 10;
      await flip(position);
      await expect(rig.restore(), name).rejects.toMatchObject({ code: 'unprocessable' });
      await flip(position);
    }
    expect(await contents(rig.target.superuserUrl)).toEqual({});
    expect(await verifyBackup(rig.archive)).toEqual(manifest);
  });

  test('is refused when it is cut off anywhere', async () => {
    await rig.backup();
    const text = await readFile(rig.archive);
    for (const share of [0, 0.01, 0.5, 0.9, 0.99]) {
      await writeFile(rig.archive, text.subarray(0, Math.floor(text.byteLength * share)));
      await expect(verifyBackup(rig.archive), String(share)).rejects.toMatchObject({ code: 'unprocessable' });
    }
    await rm(rig.archive);
    await expect(verifyBackup(rig.archive)).rejects.toMatchObject({ code: 'not_found' });
  });
});
