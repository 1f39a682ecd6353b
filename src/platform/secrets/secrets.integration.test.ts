import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { newId } from '../../shared/ids.ts';
import { systemClock } from '../../shared/time.ts';
import { createAudit } from '../audit/audit.ts';
import { withClient } from '../postgres/client.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { adoptMasterKey } from './adopt-master-key.ts';
import { createKeyring } from './keyring.ts';
import { openMasterKeys } from './master-keys.ts';
import { rotateKeys } from './rotate.ts';
import { destroyRetiredKeys } from './rotate-organisation.ts';
import { findSealedColumns } from './sealed-columns.ts';
import { createVault, type SecretInfo } from './vault.ts';

let database: TestDatabase;
let folder: string;
let parts: ReturnType<typeof open>;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'trimtab-secrets-'));
  parts = open();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** What a process has: opening again is a restart with empty caches. */
const open = () => {
  const options = { secretsFolder: path.join(folder, 'secrets'), randomBytes };
  const masterKeys = openMasterKeys(options);
  const keyring = createKeyring({ masterKeys, clock: systemClock, randomBytes });
  return { options, masterKeys, keyring, vault: createVault({ keyring, clock: systemClock, newId }) };
};
const organisationId = newId();
const write: Tenancy['write'] = (scope, work) => database.tenancy.write(scope, work);
const put = (name: string, value: string, organisation = organisationId): Promise<SecretInfo> =>
  write({ organisationId: organisation }, (tx) =>
    parts.vault.put(tx, { organisationId: organisation, purpose: 'connection.refresh-token', name, value }),
  );
const get = (id: string, organisation = organisationId, vault = parts.vault): Promise<string> =>
  database.tenancy.read({ organisationId: organisation }, (tx) => vault.get(tx, id));
const asSuperuser = (...statements: readonly string[]) =>
  withClient(database.superuserUrl, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
const rotate = (tenancy: Tenancy = database.tenancy, batchSize = 2) =>
  rotateKeys({
    ...open(),
    db: database.database.db,
    tenancy,
    audit: createAudit({ clock: systemClock, randomBytes }),
    clock: systemClock,
    newId,
    batchSize,
  });
const keyStates = async (): Promise<string[]> => {
  const { rows } = await withClient(database.superuserUrl, (client) =>
    client.query<{ number: number; state: string }>(
      'select number, state from data_key order by organisation_id, number',
    ),
  );
  return rows.map((row) => `${row.number} ${row.state}`);
};

describe('the vault', () => {
  test('keeps, replaces and removes a secret, and survives a restart', async () => {
    const { id } = await put('tenant', 'canary-1');
    expect(await get(id)).toBe('canary-1');
    const replaced = await write({ organisationId }, (tx) => parts.vault.replace(tx, id, 'canary-2'));
    expect(replaced.version).toBe(2);
    expect(await get(id, organisationId, open().vault)).toBe('canary-2');
    const listed = await database.tenancy.read({ organisationId }, (tx) =>
      parts.vault.list(tx, 'connection.refresh-token'),
    );
    expect(listed).toEqual([replaced]);
    await write({ organisationId }, (tx) => parts.vault.remove(tx, id));
    await expect(get(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('stores no value in the clear', async () => {
    await put('tenant', 'canary-1');
    const { rows } = await withClient(database.superuserUrl, (client) =>
      client.query<{ value: Buffer }>('select value from secret'),
    );
    expect(rows[0]?.value.includes('canary')).toBe(false);
  });

  test('is closed to other organisations', async () => {
    const { id } = await put('tenant', 'canary-1');
    await expect(get(id, newId())).rejects.toMatchObject({ code: 'not_found' });
  });

  test('does not take a name twice, nor a replacement of an older version', async () => {
    const { id } = await put('tenant', 'canary-1');
    await expect(put('tenant', 'canary-2')).rejects.toMatchObject({ code: 'conflict' });
    await write({ organisationId }, (tx) => parts.vault.replace(tx, id, 'canary-2', 1));
    await expect(
      write({ organisationId }, (tx) => parts.vault.replace(tx, id, 'canary-3', 1)),
    ).rejects.toMatchObject({ code: 'stale_version' });
  });

  test('makes one data key however many begin at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => put(`tenant ${index}`, 'x')));
    expect(await keyStates()).toEqual(['1 active']);
  });
});

describe('a ciphertext does not open', () => {
  test('in another row, organisation, or after an older one was put back', async () => {
    const other = newId();
    const [one, two, foreign] = [
      await put('1', 'canary-1'),
      await put('2', 'canary-2'),
      await put('1', 'x', other),
    ];
    const copy = (from: string, to: string) =>
      asSuperuser(
        `update secret set value = (select value from secret where id = '${from}') where id = '${to}'`,
      );
    await copy(one.id, two.id);
    await expect(get(two.id)).rejects.toMatchObject({ code: 'unprocessable' });
    await copy(one.id, foreign.id);
    await expect(get(foreign.id, other)).rejects.toMatchObject({ code: 'unprocessable' });

    await asSuperuser('create table kept as select value from secret');
    await write({ organisationId }, (tx) => parts.vault.replace(tx, one.id, 'canary-3'));
    await asSuperuser(`update secret set value = (select value from kept limit 1) where id = '${one.id}'`);
    await expect(get(one.id)).rejects.toThrow(/older one was put back/);
  });

  test('under a data key that was swapped for that of another organisation', async () => {
    const other = newId();
    const { id } = await put('1', 'canary-1');
    await put('1', 'x', other);
    await asSuperuser(
      `update data_key set wrapped = (select wrapped from data_key where organisation_id = '${other}') where organisation_id = '${organisationId}'`,
    );
    await expect(get(id, organisationId, open().vault)).rejects.toMatchObject({ code: 'unprocessable' });
  });

  test('without its master key, and the error says which one is missing', async () => {
    const { id } = await put('1', 'canary-1');
    await rm(path.join(folder, 'secrets', 'master.key'));
    await expect(get(id, organisationId, open().vault)).rejects.toThrow(/need master key [0-9a-f]{16}/);
  });
});

describe('a change of keys', () => {
  const fill = async () => {
    const other = newId();
    const kept = [];
    for (let index = 0; index < 5; index += 1) {
      kept.push({
        organisation: organisationId,
        value: `v${index}`,
        ...(await put(`${index}`, `v${index}`)),
      });
      kept.push({ organisation: other, value: `w${index}`, ...(await put(`${index}`, `w${index}`, other)) });
    }
    return kept;
  };
  const expectAll = async (kept: Awaited<ReturnType<typeof fill>>) => {
    const { vault } = open();
    for (const { id, organisation, value } of kept) expect(await get(id, organisation, vault)).toBe(value);
  };

  test('seals everything with a new data key, retires the earlier one, and is on record', async () => {
    const kept = await fill();
    expect(await rotate()).toEqual({ resumed: false, organisations: 2, resealed: 10 });
    expect(await keyStates()).toEqual(['1 retired', '2 active', '1 retired', '2 active']);
    await expectAll(kept);
    const { rows } = await database.tenancy.read({ organisationId }, (tx) =>
      sql`select action from audit_entry`.execute(tx),
    );
    expect(rows).toEqual([{ action: 'data-key.rotated' }]);
  });

  test('a destroyed data key takes nothing with it', async () => {
    const kept = await fill();
    await rotate();
    await write({ organisationId }, (tx) =>
      destroyRetiredKeys(tx, organisationId, new Date(Date.now() + 60_000)),
    );
    await expectAll(kept);
  });

  test('goes on after an interruption at any transaction, and values open throughout', async () => {
    const kept = await fill();
    let steps = 0;
    for (let round = 0; ; round += 1) {
      steps = 0;
      // Even rounds die before the commit of the step, odd ones just after it.
      const dying: Tenancy = {
        read: database.tenancy.read,
        write: async (scope, work) => {
          steps += 1;
          const dies = steps > round / 2;
          const result = await database.tenancy.write(scope, async (tx) => {
            const done = await work(tx);
            if (dies && round % 2 === 0) throw new Error('killed');
            return done;
          });
          if (dies) throw new Error('killed');
          return result;
        },
      };
      const outcome = await rotate(dying).catch((error: Error) => error.message);
      await expectAll(kept);
      if (outcome !== 'killed') break;
      expect(round).toBeLessThan(60);
    }
    await rotate();
    await expectAll(kept);
    const states = await keyStates();
    expect(states.filter((state) => state.endsWith('retiring'))).toEqual([]);
    expect(states.filter((state) => state.endsWith('active'))).toHaveLength(2);
  });

  test('an interrupted one is finished, not begun again', async () => {
    await fill();
    let writes = 0;
    const dying: Tenancy = {
      read: database.tenancy.read,
      write: (scope, work) => {
        writes += 1;
        return writes > 3 ? Promise.reject(new Error('killed')) : database.tenancy.write(scope, work);
      },
    };
    await expect(rotate(dying)).rejects.toThrow('killed');
    expect(await rotate()).toMatchObject({ resumed: true });
    expect(await keyStates()).toEqual(['1 retired', '2 active', '1 retired', '2 active']);
  });

  test('loses nothing that is written meanwhile', async () => {
    const { id } = await put('busy', '0');
    let writing = true;
    let value = 0;
    const writer = (async () => {
      while (writing) {
        value += 1;
        await write({ organisationId }, (tx) => parts.vault.replace(tx, id, String(value)));
        await put(`new ${value}`, 'n');
      }
    })();
    for (let round = 0; round < 5; round += 1) await rotate(database.tenancy, 3);
    writing = false;
    await writer;
    expect(await get(id, organisationId, open().vault)).toBe(String(value));
    expect((await keyStates()).at(-1)).toBe('6 active');
  });

  test('waits for those who are sealing with the earlier key, and takes what they wrote along', async () => {
    await put('first', 'x');
    const { promise: hold, resolve: release } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const slow = write({ organisationId }, async (tx) => {
      const made = await parts.vault.put(tx, { organisationId, purpose: 'p', name: 'slow', value: 'y' });
      begin();
      await hold;
      return made;
    });
    await begun;
    let finished = false;
    const rotation = rotate().finally(() => {
      finished = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(finished).toBe(false);
    release();
    const { id } = await slow;
    expect(await rotation).toMatchObject({ resealed: 2 });
    expect(await get(id, organisationId, open().vault)).toBe('y');
  });

  test('moves everything under a new master key while a running server goes on', async () => {
    const kept = await fill();
    await get(kept[0]?.id ?? '', organisationId);
    const file = path.join(folder, 'new.key');
    await writeFile(file, randomBytes(32).toString('base64'));
    const masterKeyId = await adoptMasterKey(parts.options, file);
    // The running server holds the earlier key and meets the new one.
    kept.push({ organisation: organisationId, value: 'y', ...(await put('between', 'y')) });
    await rotate();
    for (const { id, organisation, value } of kept) expect(await get(id, organisation)).toBe(value);
    await rm(path.join(folder, 'secrets'), { recursive: true });
    const onlyNew = openMasterKeys({ ...parts.options, masterKeyFile: file });
    const keyring = createKeyring({ masterKeys: onlyNew, clock: systemClock, randomBytes });
    const vault = createVault({ keyring, clock: systemClock, newId });
    for (const { id, organisation, value } of kept) expect(await get(id, organisation, vault)).toBe(value);
    const { rows } = await withClient(database.superuserUrl, (client) =>
      client.query(`select distinct master_key_id from data_key where state = 'active'`),
    );
    expect(rows).toEqual([{ master_key_id: masterKeyId }]);
  });

  test('names values that cannot be opened, keeps their keys, and does all others', async () => {
    const kept = await fill();
    const broken = kept[0];
    await asSuperuser(`update secret set value_version = 9 where id = '${broken?.id}'`);
    await expect(rotate()).rejects.toMatchObject({
      code: 'unprocessable',
      meta: { unreadable: [{ table: 'secret', column: 'value', row: broken?.id }] },
    });
    await expectAll(kept.slice(1));
    expect((await keyStates()).sort()).toEqual(['1 retired', '1 retiring', '2 active', '2 active']);
    await write({ organisationId }, (tx) => parts.vault.remove(tx, broken?.id ?? ''));
    expect(await rotate()).toMatchObject({ resumed: true });
    expect(await keyStates()).toEqual(['1 retired', '2 active', '1 retired', '2 active']);
  });
});

describe('sealed columns', () => {
  test('are found by their type, in whatever table', async () => {
    await asSuperuser('create table extra (organisation_id uuid, id uuid, token sealed, token_version int)');
    const found = await findSealedColumns(database.database.db);
    expect(found).toContainEqual({ table: 'extra', column: 'token' });
    expect(found).toContainEqual({ table: 'secret', column: 'value' });
  });

  test('without what sealing needs are refused by name', async () => {
    await asSuperuser('create table extra (organisation_id uuid, id uuid, token sealed)');
    await expect(findSealedColumns(database.database.db)).rejects.toThrow(/extra\.token.*token_version/);
  });

  test('do not take what was not sealed', async () => {
    await expect(
      write({ organisationId }, (tx) =>
        sql`insert into secret values (${organisationId}, ${newId()}, 'p', 'n', ${Buffer.from('in the clear, and long enough to pass')}, 1, now(), now())`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/sealed_check/);
  });
});
