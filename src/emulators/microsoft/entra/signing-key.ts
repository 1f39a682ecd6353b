import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';

export interface SigningKey {
  readonly jwk: JWK;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly kid: string;
}

/** The key that signs all tokens of one emulator. */
export const createSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } as JWK;
  return { jwk, key: privateKey, publicKey, kid };
};
