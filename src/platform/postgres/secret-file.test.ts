import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomSecret, readOrCreateSecret, readSecret } from './secret-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-secret-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a secret is made once, kept, and readable by its owner only', async () => {
  const secrets = path.join(folder, 'secrets');
  expect(await readSecret(secrets, 'one')).toBeUndefined();
  const made = await readOrCreateSecret(secrets, 'one');
  expect(await readOrCreateSecret(secrets, 'one')).toBe(made);
  expect(await readSecret(secrets, 'one')).toBe(made);
  expect((await stat(secrets)).mode & 0o777).toBe(0o700);
  expect((await stat(path.join(secrets, 'one'))).mode & 0o777).toBe(0o600);
});

test('whoever asks at the same time gets the same secret, and nothing else is left in the folder', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => readOrCreateSecret(folder, 'one')));
  expect(new Set(answers).size).toBe(1);
  expect(await readdir(folder)).toEqual(['one']);
});

test('a secret has 256 bits and needs no escaping in a URL', () => {
  expect(randomSecret()).toMatch(/^[\w-]{43}$/);
  expect(randomSecret()).not.toBe(randomSecret());
});
