import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecretsBench, type SecretsBench } from '../../../test/support/secrets-bench.ts';
import { newId } from '../../shared/ids.ts';
import { obtainInstallationSecret } from './installation-secret.ts';
import { findSealedColumns } from './sealed-columns.ts';

const organisationId = newId();
let bench: SecretsBench;
beforeEach(async () => {
  bench = await createSecretsBench();
});
afterEach(() => bench.close());

describe('the vault', () => {
  test('keeps, replaces and removes a secret, and survives a restart', async () => {
    const { id } = await bench.put(organisationId, 'tenant', 'canary-1');
    expect(await bench.get(organisationId, id)).toBe('canary-1');
    const replaced = await bench.database.tenancy.write({ organisationId }, (tx) =>
      bench.running.vault.replace(tx, id, 'canary-2'),
    );
    expect(replaced.version).toBe(2);
    expect(await bench.get(organisationId, id, bench.start().vault)).toBe('canary-2');
    const listed = await bench.database.tenancy.read({ organisationId }, (tx) =>
      bench.running.vault.list(tx, 'connection.refresh-token'),
    );
    expect(listed).toEqual([replaced]);
    await bench.database.tenancy.write({ organisationId }, (tx) => bench.running.vault.remove(tx, id));
    await expect(bench.get(organisationId, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('stores no value in the clear', async () => {
    await bench.put(organisationId, 'tenant', 'canary-1');
    const [row] = await bench.asSuperuser(
      `select octet_length(value) as length, position('canary'::bytea in value) as found from secret`,
    );
    expect(row).toEqual({ length: 33 + 'canary-1'.length, found: 0 });
  });

  test('is closed to other organisations', async () => {
    const { id } = await bench.put(organisationId, 'tenant', 'canary-1');
    await expect(bench.get(newId(), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('does not take a name twice, nor a replacement of an older version', async () => {
    const { id } = await bench.put(organisationId, 'tenant', 'canary-1');
    await expect(bench.put(organisationId, 'tenant', 'canary-2')).rejects.toMatchObject({ code: 'conflict' });
    await bench.database.tenancy.write({ organisationId }, (tx) =>
      bench.running.vault.replace(tx, id, 'canary-2', 1),
    );
    await expect(
      bench.database.tenancy.write({ organisationId }, (tx) =>
        bench.running.vault.replace(tx, id, 'canary-3', 1),
      ),
    ).rejects.toMatchObject({ code: 'stale_version' });
  });

  test('makes one data key however many begin at once', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => bench.put(organisationId, `tenant ${index}`, 'x')),
    );
    expect(await bench.keyStates()).toEqual(['1 active']);
  });
});

test('a secret of the installation is made once, however many processes ask for it first', async () => {
  const ask = () =>
    obtainInstallationSecret(
      { ...bench.start(), tenancy: bench.database.tenancy, randomBytes },
      'session cookies',
    );
  const answers = await Promise.all(Array.from({ length: 6 }, ask));
  expect(new Set([...answers, await ask()]).size).toBe(1);
  expect(Buffer.from(answers[0] ?? '', 'base64')).toHaveLength(32);
});

describe('a ciphertext does not open', () => {
  test('in another row, organisation, or after an older one was put back', async () => {
    const other = newId();
    const [one, two, foreign] = [
      await bench.put(organisationId, '1', 'canary-1'),
      await bench.put(organisationId, '2', 'canary-2'),
      await bench.put(other, '1', 'x'),
    ];
    const copy = (from: string, to: string) =>
      bench.asSuperuser(
        `update secret set value = (select value from secret where id = '${from}') where id = '${to}'`,
      );
    await copy(one.id, two.id);
    await expect(bench.get(organisationId, two.id)).rejects.toMatchObject({ code: 'unprocessable' });
    await copy(one.id, foreign.id);
    await expect(bench.get(other, foreign.id)).rejects.toMatchObject({ code: 'unprocessable' });

    await bench.asSuperuser('create table kept as select value from secret');
    await bench.database.tenancy.write({ organisationId }, (tx) =>
      bench.running.vault.replace(tx, one.id, 'canary-3'),
    );
    await bench.asSuperuser(
      `update secret set value = (select value from kept limit 1) where id = '${one.id}'`,
    );
    await expect(bench.get(organisationId, one.id)).rejects.toThrow(/older one was put back/);
  });

  test('under a data key that was swapped for that of another organisation', async () => {
    const other = newId();
    const { id } = await bench.put(organisationId, '1', 'canary-1');
    await bench.put(other, '1', 'x');
    await bench.asSuperuser(
      `update data_key set wrapped = (select wrapped from data_key where organisation_id = '${other}') where organisation_id = '${organisationId}'`,
    );
    await expect(bench.get(organisationId, id, bench.start().vault)).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });

  test('without its master key, and the error says which one is missing', async () => {
    const { id } = await bench.put(organisationId, '1', 'canary-1');
    await rm(path.join(bench.secretsFolder, 'master.key'));
    await expect(bench.get(organisationId, id, bench.start().vault)).rejects.toThrow(
      /need master key [0-9a-f]{16}/,
    );
  });
});

describe('sealed columns', () => {
  test('are found by their type, in whatever table', async () => {
    await bench.asSuperuser(
      'create table extra (organisation_id uuid, id uuid, token sealed, token_version int)',
    );
    const found = await findSealedColumns(bench.database.database.db);
    expect(found).toContainEqual({ table: 'extra', column: 'token' });
    expect(found).toContainEqual({ table: 'secret', column: 'value' });
  });

  test('without what sealing needs are refused by name', async () => {
    await bench.asSuperuser('create table extra (organisation_id uuid, id uuid, token sealed)');
    await expect(findSealedColumns(bench.database.database.db)).rejects.toThrow(
      /extra\.token.*token_version/,
    );
  });

  test('do not take what was not sealed', async () => {
    await expect(
      bench.database.tenancy.write({ organisationId }, (tx) =>
        sql`insert into secret values (${organisationId}, ${newId()}, 'p', 'n', ${Buffer.from('in the clear, and long enough to pass')}, 1, now(), now())`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/sealed_check/);
  });
});
