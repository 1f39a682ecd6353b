import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adoptMasterKey } from './adopt-master-key.ts';
import { openMasterKeys, parseMasterKey } from './master-keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'trimtab-master-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

const optionsOf = (given: { masterKey?: string; masterKeyFile?: string } = {}) => ({
  secretsFolder: path.join(folder, 'secrets'),
  randomBytes,
  ...given,
});
const context = { organisationId: '01980000-0000-7000-8000-000000000001', number: 1 };

test('the first use makes a key that only its owner may read, and later uses find it', async () => {
  const key = await openMasterKeys(optionsOf()).current();
  expect((await openMasterKeys(optionsOf()).current()).id).toBe(key.id);
  expect((await stat(path.join(folder, 'secrets', 'master.key'))).mode & 0o777).toBe(0o600);
});

test('the environment wins over the data folder, and leaves no key there', async () => {
  const masterKey = randomBytes(32).toString('base64');
  const key = await openMasterKeys(optionsOf({ masterKey })).current();
  const again = await openMasterKeys(optionsOf({ masterKey })).current();
  const wrapped = await key.wrap(Buffer.from('data key'), context);
  expect((await again.unwrap(wrapped, context)).toString()).toBe('data key');
  expect(await readdir(folder)).toEqual([]);
});

test('a wrapped data key opens only for its organisation and number', async () => {
  const key = await openMasterKeys(optionsOf()).current();
  const wrapped = await key.wrap(randomBytes(32), context);
  await expect(key.unwrap(wrapped, { ...context, number: 2 })).rejects.toMatchObject({
    code: 'unprocessable',
  });
  await expect(
    key.unwrap(wrapped, { ...context, organisationId: '01980000-0000-7000-8000-000000000002' }),
  ).rejects.toMatchObject({ code: 'unprocessable' });
});

test.each([
  '',
  'canary',
  Buffer.alloc(31, 1).toString('base64'),
  `${Buffer.alloc(32, 1).toString('base64')}!`,
])('what is not base64 of 32 bytes is refused without being shown: %s', (text) => {
  expect(() => parseMasterKey(text, 'TRIMTAB_MASTER_KEY')).toThrow(/from TRIMTAB_MASTER_KEY is not base64/);
  expect(() => parseMasterKey(text, 'x')).not.toThrow(/canary/);
});

test('a purpose always gives the same derived secret, and another purpose another', async () => {
  const key = await openMasterKeys(optionsOf()).current();
  expect(key.derive('cookies').equals(key.derive('cookies'))).toBe(true);
  expect(key.derive('cookies').equals(key.derive('database'))).toBe(false);
});

test('an adopted key becomes the current one, and the earlier one still opens what it wrapped', async () => {
  const keys = openMasterKeys(optionsOf());
  const earlier = await keys.current();
  const wrapped = await earlier.wrap(Buffer.from('data key'), context);
  const file = path.join(folder, 'new.key');
  await writeFile(file, randomBytes(32).toString('base64'));

  const id = await adoptMasterKey(optionsOf(), file);
  expect((await keys.current()).id).toBe(id);
  expect(id).not.toBe(earlier.id);
  const found = await keys.find(earlier.id);
  expect((await found?.unwrap(wrapped, context))?.toString()).toBe('data key');

  const before = await readFile(path.join(folder, 'secrets', 'master.key'), 'utf8');
  expect(await adoptMasterKey(optionsOf(), file)).toBe(id);
  expect(await readFile(path.join(folder, 'secrets', 'master.key'), 'utf8')).toBe(before);
  for (const name of await readdir(path.join(folder, 'secrets')))
    expect((await stat(path.join(folder, 'secrets', name))).mode & 0o777).toBe(0o600);
});

test('a key of the environment is not replaced from here', async () => {
  const file = path.join(folder, 'new.key');
  await writeFile(file, randomBytes(32).toString('base64'));
  const options = optionsOf({ masterKey: randomBytes(32).toString('base64') });
  await expect(adoptMasterKey(options, file)).rejects.toMatchObject({ code: 'conflict' });
});

test('a master key that went missing beside earlier ones is not silently replaced', async () => {
  const file = path.join(folder, 'new.key');
  await writeFile(file, randomBytes(32).toString('base64'));
  await openMasterKeys(optionsOf()).current();
  await adoptMasterKey(optionsOf(), file);
  await rm(path.join(folder, 'secrets', 'master.key'));
  await expect(openMasterKeys(optionsOf()).current()).rejects.toMatchObject({ code: 'unavailable' });
});
