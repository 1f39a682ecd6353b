import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt parameters; OWASP's first choice is N = 2^17, r = 8, p = 1 (Password Storage Cheat Sheet). */
export interface PasswordCost {
  /** log2 of N. */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

export const owaspCost: PasswordCost = { logN: 17, r: 8, p: 1 };

const keyBytes = 32;

const derive = (password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** cost.logN, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.logN * cost.r };
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** Hashes and checks passwords; the parameters travel with the hash, so they can be raised later. */
export const createPasswordHasher = (cost: PasswordCost) => ({
  /** `scrypt$17$8$1$salt$key`, salt and key in base64url. */
  hash: async (password: string): Promise<string> => {
    const salt = randomBytes(16);
    const key = await derive(password, salt, cost);
    return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join(
      '$',
    );
  },
  verify: async ({ hash, password }: { hash: string; password: string }): Promise<boolean> => {
    const [kind, logN, r, p, salt, key] = hash.split('$');
    if (kind !== 'scrypt' || !salt || !key) return false;
    const expected = Buffer.from(key, 'base64url');
    const actual = await derive(password, Buffer.from(salt, 'base64url'), {
      logN: Number(logN),
      r: Number(r),
      p: Number(p),
    });
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  },
});
