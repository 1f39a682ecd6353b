import { expect, test } from 'vitest';
import { createPasswordHasher, owaspCost } from './password.ts';

const cheap = createPasswordHasher({ logN: 10, r: 8, p: 1 });

test('the cost is what OWASP recommends for scrypt: N = 2^17, r = 8, p = 1, with a fresh 16-byte salt', async () => {
  expect(owaspCost).toEqual({ logN: 17, r: 8, p: 1 });
  const hasher = createPasswordHasher(owaspCost);
  const hash = await hasher.hash('correct horse battery staple');
  const [kind, logN, r, p, salt = '', key = ''] = hash.split('$');
  expect([kind, logN, r, p]).toEqual(['scrypt', '17', '8', '1']);
  expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(await hasher.verify({ hash, password: 'correct horse battery staple' })).toBe(true);
});

test('the same password has another hash each time, and only that password fits', async () => {
  const [one, two] = [await cheap.hash('a password'), await cheap.hash('a password')];
  expect(one).not.toBe(two);
  expect(await cheap.verify({ hash: one, password: 'a password' })).toBe(true);
  expect(await cheap.verify({ hash: one, password: 'A password' })).toBe(false);
  expect(await cheap.verify({ hash: one, password: 'a password ' })).toBe(false);
});

test('a hash made with an earlier cost still opens', async () => {
  const hash = await createPasswordHasher({ logN: 8, r: 8, p: 1 }).hash('a password');
  expect(await cheap.verify({ hash, password: 'a password' })).toBe(true);
});

test('a password fits however its letters are composed', async () => {
  const hash = await cheap.hash('pässwörd zwölf');
  expect(await cheap.verify({ hash, password: 'pässwörd zwölf'.normalize('NFD') })).toBe(true);
});

test.each(['', 'scrypt$10$8$1$$', 'bcrypt$10$8$1$c2FsdA$a2V5', 'no hash at all'])(
  'what is no hash of ours fits nothing: %s',
  async (hash) => {
    expect(await cheap.verify({ hash, password: '' })).toBe(false);
  },
);
