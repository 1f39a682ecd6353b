import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecretsBench, type SecretsBench } from '../../../test/support/secrets-bench.ts';
import { newId } from '../../shared/ids.ts';
import { systemClock } from '../../shared/time.ts';
import { createAudit } from '../audit/audit.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { adoptMasterKey } from './adopt-master-key.ts';
import { destroyRetiredKeys } from './destroy-keys.ts';
import { rotateKeys } from './rotate.ts';

const audit = createAudit({ clock: systemClock, randomBytes });

const organisationId = newId();
let bench: SecretsBench;
beforeEach(async () => {
  bench = await createSecretsBench();
});
afterEach(() => bench.close());

const rotate = (tenancy: Tenancy = bench.database.tenancy, batchSize = 2) =>
  rotateKeys({
    ...bench.start(),
    db: bench.database.database.db,
    tenancy,
    audit,
    clock: systemClock,
    newId,
    batchSize,
  });

describe('a change of keys', () => {
  const fill = async () => {
    const other = newId();
    const kept = [];
    for (let index = 0; index < 5; index += 1) {
      kept.push({
        organisation: organisationId,
        value: `v${index}`,
        ...(await bench.put(organisationId, `${index}`, `v${index}`)),
      });
      kept.push({
        organisation: other,
        value: `w${index}`,
        ...(await bench.put(other, `${index}`, `w${index}`)),
      });
    }
    return kept;
  };
  const expectAll = async (kept: Awaited<ReturnType<typeof fill>>) => {
    const { vault } = bench.start();
    for (const { id, organisation, value } of kept)
      expect(await bench.get(organisation, id, vault)).toBe(value);
  };

  test('seals everything with a new data key, retires the earlier one, and is on record', async () => {
    const kept = await fill();
    expect(await rotate()).toEqual({ resumed: false, organisations: 2, resealed: 10 });
    expect(await bench.keyStates()).toEqual(['1 retired', '2 active', '1 retired', '2 active']);
    await expectAll(kept);
    const { rows } = await bench.database.tenancy.read({ organisationId }, (tx) =>
      sql`select action from audit_entry`.execute(tx),
    );
    expect(rows).toEqual([{ action: 'data-key.rotated' }]);
  });

  test('a retired data key is destroyed an hour later, and takes nothing with it', async () => {
    const kept = await fill();
    await rotate();
    const { db } = bench.database.database;
    const destroyAt = (at: number) =>
      destroyRetiredKeys({ db, tenancy: bench.database.tenancy, audit, clock: { now: () => new Date(at) } });
    const left = async () =>
      (await bench.asSuperuser('select number from data_key where wrapped is not null')).length;
    await destroyAt(Date.now() + 30 * 60_000);
    expect(await left()).toBe(4);
    await destroyAt(Date.now() + 90 * 60_000);
    expect(await left()).toBe(2);
    await expectAll(kept);
  });

  test('goes on after an interruption at any transaction, and values open throughout', async () => {
    const kept = await fill();
    let steps = 0;
    for (let round = 0; ; round += 1) {
      steps = 0;
      // Even rounds die before the commit of the step, odd ones just after it.
      const dying: Tenancy = {
        read: bench.database.tenancy.read,
        write: async (scope, work) => {
          steps += 1;
          const dies = steps > round / 2;
          const result = await bench.database.tenancy.write(scope, async (tx) => {
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
    const states = await bench.keyStates();
    expect(states.filter((state) => state.endsWith('retiring'))).toEqual([]);
    expect(states.filter((state) => state.endsWith('active'))).toHaveLength(2);
  });

  test('an interrupted one is finished, not begun again', async () => {
    await fill();
    let writes = 0;
    const dying: Tenancy = {
      read: bench.database.tenancy.read,
      write: (scope, work) => {
        writes += 1;
        return writes > 3 ? Promise.reject(new Error('killed')) : bench.database.tenancy.write(scope, work);
      },
    };
    await expect(rotate(dying)).rejects.toThrow('killed');
    expect(await rotate()).toMatchObject({ resumed: true });
    expect(await bench.keyStates()).toEqual(['1 retired', '2 active', '1 retired', '2 active']);
  });

  test('loses nothing that is written meanwhile', async () => {
    const { id } = await bench.put(organisationId, 'busy', '0');
    let writing = true;
    let value = 0;
    const writer = (async () => {
      while (writing) {
        value += 1;
        await bench.database.tenancy.write({ organisationId }, (tx) =>
          bench.running.vault.replace(tx, id, String(value)),
        );
        await bench.put(organisationId, `new ${value}`, 'n');
      }
    })();
    for (let round = 0; round < 5; round += 1) await rotate(bench.database.tenancy, 3);
    writing = false;
    await writer;
    expect(await bench.get(organisationId, id, bench.start().vault)).toBe(String(value));
    expect((await bench.keyStates()).at(-1)).toBe('6 active');
  });

  test('waits for those who are sealing with the earlier key, and takes what they wrote along', async () => {
    await bench.put(organisationId, 'first', 'x');
    const { promise: hold, resolve: release } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const slow = bench.database.tenancy.write({ organisationId }, async (tx) => {
      const made = await bench.running.vault.put(tx, {
        organisationId,
        purpose: 'p',
        name: 'slow',
        value: 'y',
      });
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
    expect(await bench.get(organisationId, id, bench.start().vault)).toBe('y');
  });

  test('moves everything under a new master key while a running server goes on', async () => {
    const kept = await fill();
    await bench.get(organisationId, kept[0]?.id ?? '');
    const file = path.join(bench.secretsFolder, '..', 'new.key');
    await writeFile(file, randomBytes(32).toString('base64'));
    const masterKeyId = await adoptMasterKey(bench.running.options, file);
    // The running server holds the earlier key and meets the new one.
    kept.push({
      organisation: organisationId,
      value: 'y',
      ...(await bench.put(organisationId, 'between', 'y')),
    });
    await rotate();
    for (const { id, organisation, value } of kept) expect(await bench.get(organisation, id)).toBe(value);
    await rm(bench.secretsFolder, { recursive: true });
    const { vault } = bench.start({ masterKeyFile: file });
    for (const { id, organisation, value } of kept)
      expect(await bench.get(organisation, id, vault)).toBe(value);
    const rows = await bench.asSuperuser(
      `select distinct master_key_id from data_key where state = 'active'`,
    );
    expect(rows).toEqual([{ master_key_id: masterKeyId }]);
  });

  test('names values that cannot be opened, keeps their keys, and does all others', async () => {
    const kept = await fill();
    const broken = kept[0];
    await bench.asSuperuser(`update secret set value_version = 9 where id = '${broken?.id}'`);
    await expect(rotate()).rejects.toMatchObject({
      code: 'unprocessable',
      meta: { unreadable: [{ table: 'secret', column: 'value', row: broken?.id }] },
    });
    await expectAll(kept.slice(1));
    expect((await bench.keyStates()).sort()).toEqual(['1 retired', '1 retiring', '2 active', '2 active']);
    await bench.database.tenancy.write({ organisationId }, (tx) =>
      bench.running.vault.remove(tx, broken?.id ?? ''),
    );
    expect(await rotate()).toMatchObject({ resumed: true });
    expect(await bench.keyStates()).toEqual(['1 retired', '2 active', '1 retired', '2 active']);
  });
});
