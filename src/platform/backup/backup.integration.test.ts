import { randomBytes } from 'node:crypto';
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackupRig, contents, createBackupRig, log, shapeOf } from '../../../test/support/backup-rig.ts';
import { largeRows } from '../../../test/support/hard-schema.ts';
import { createTestDatabase } from '../../../test/support/test-database.ts';
import { systemClock } from '../../shared/time.ts';
import { installQueue } from '../jobs/queue.ts';
import { withClient } from '../postgres/client.ts';
import { visitPostgres } from '../postgres/connect.ts';
import { migrate } from '../postgres/migrate.ts';
import { verifyBackup } from './verify-backup.ts';

let rig: BackupRig;
beforeEach(async () => {
  rig = await createBackupRig();
});
afterEach(() => rig.close());

describe('backup and restore', () => {
  test('every table comes back row for row, with keys, triggers and sequences as they were', async () => {
    await installQueue(rig.source.ownerUrl);
    await withClient(rig.source.ownerUrl, (client) => client.query(largeRows));
    const summary = await rig.backup();
    expect(summary.rows).toBeGreaterThan(5000);
    const large = (await verifyBackup(rig.archive)).tables.find(({ name }) => name === 'large');
    expect(large?.parts).toBeGreaterThan(1);
    await rig.restore();
    expect(await contents(rig.target.superuserUrl)).toEqual(await contents(rig.source.superuserUrl));
    expect(await shapeOf(rig.target.superuserUrl)).toEqual(await shapeOf(rig.source.superuserUrl));
    await withClient(rig.target.ownerUrl, async (client) => {
      await expect(client.query('delete from book')).rejects.toThrow(/append-only/);
      const { rows } = await client.query(`insert into book (author, title) values (1, 'next') returning id`);
      expect(rows).toEqual([{ id: '3001' }]);
    });
  });

  test('the product’s own schema comes back from its own migrations', async () => {
    const product = path.join(rig.folder, 'product');
    await cp('migrations', product, { recursive: true });
    const own = await createTestDatabase({ migrated: false });
    try {
      await migrate({ ownerUrl: own.ownerUrl, folder: product, log });
      await installQueue(own.ownerUrl);
      await withClient(own.ownerUrl, (client) =>
        client.query(`
          insert into organisation (id, kind, name, created_at, updated_at)
            select gen_random_uuid(), 'customer', 'Organisation ' || i, now(), now() from generate_series(1, 100) i;
          update installation set set_up_at = now();`),
      );
      await rig.backup({ ownerUrl: own.ownerUrl });
      await rig.restore({ migrationsFolder: product });
      expect(await contents(rig.target.superuserUrl)).toEqual(await contents(own.superuserUrl));
    } finally {
      await own.close();
    }
  });

  test('what is written while the backup runs is in it completely or not at all', async () => {
    let stop = false;
    let written = 0;
    const writer = withClient(rig.source.ownerUrl, async (client) => {
      for (let i = 0; !stop; i += 1) {
        await client.query('begin');
        await client.query(`insert into author values ($1, null, 'late')`, [1000 + i]);
        await client.query(`insert into book (author, title) values ($1, 'late')`, [1000 + i]);
        await client.query('commit');
        written += 1;
      }
    });
    await expect.poll(() => written).toBeGreaterThan(0);
    const before = written;
    await rig.backup();
    expect(written).toBeGreaterThan(before);
    stop = true;
    await writer;
    await rig.restore();
    const { rows } = await withClient(rig.target.superuserUrl, (client) =>
      client.query<{ authors: string; books: string }>(
        `select (select count(*) from author where name = 'late') as authors, (select count(*) from book where title = 'late') as books`,
      ),
    );
    expect(Number(rows[0]?.authors)).toBeGreaterThanOrEqual(before);
    expect(rows[0]?.authors).toBe(rows[0]?.books);
  });

  test('a backup is migrated forward by a newer program, and refused by an older one', async () => {
    await rig.backup();
    await writeFile(
      path.join(rig.migrations, '0002_more.sql'),
      `alter table seed add column more text default 'new'`,
    );
    expect((await rig.restore()).migratedForward).toEqual(['0002_more.sql']);
    const { rows } = await withClient(rig.target.ownerUrl, (client) => client.query('select * from seed'));
    expect(rows).toEqual([{ id: 1, note: 'as it became', more: 'new' }]);

    await migrate({ ownerUrl: rig.source.ownerUrl, folder: rig.migrations, log });
    await rig.backup({ file: path.join(rig.folder, 'newer.tar') });
    await rm(path.join(rig.migrations, '0002_more.sql'));
    const empty = await createTestDatabase({ migrated: false });
    await expect(
      rig.restore({ ownerUrl: empty.ownerUrl, file: path.join(rig.folder, 'newer.tar') }),
    ).rejects.toThrow(/is at migration 2, this program ends at 1/);
    await empty.close();
  });

  test('a database that is not empty is refused and left alone', async () => {
    await rig.backup();
    await expect(rig.restore({ ownerUrl: rig.source.ownerUrl })).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('not empty'),
    });
  });

  test('an owner that may not see every row is refused, with the statement that allows it', async () => {
    const role = `weak_${randomBytes(4).toString('hex')}`;
    await withClient(rig.source.superuserUrl, (client) =>
      client.query(`create role ${role} login password 'weak' in role trimtab_owner`),
    );
    const weak = new URL(rig.source.ownerUrl);
    [weak.username, weak.password] = [role, 'weak'];
    try {
      await expect(rig.backup({ ownerUrl: weak.toString() })).rejects.toMatchObject({
        code: 'forbidden',
        fix: expect.stringContaining(`ALTER ROLE "${role}" BYPASSRLS`),
      });
      expect(await readdir(rig.folder)).not.toContain('backup.tar');
    } finally {
      await withClient(rig.source.superuserUrl, (client) => client.query(`drop role ${role}`));
    }
  });

  test('an earlier backup is never overwritten', async () => {
    await writeFile(rig.archive, 'precious');
    await expect(rig.backup()).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(rig.archive, 'utf8')).toBe('precious');
  });
});

test('the rehearsal: a backup of one installation becomes another, on a fresh data folder', async () => {
  await installQueue(rig.source.ownerUrl);
  await rig.backup();
  await chmod(rig.folder, 0o711);
  const dataFolder = path.join(rig.folder, 'fresh');
  const connection = await visitPostgres({
    dataFolder,
    masterKey: () => new Uint8Array(32),
    clock: systemClock,
    log,
  });
  try {
    await rig.restore({ ownerUrl: connection.ownerUrl });
    expect(await contents(connection.ownerUrl)).toEqual(await contents(rig.source.superuserUrl));
  } finally {
    await connection.stop();
  }
});
