import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { readOrCreateSecret, readSecret } from '../postgres/secret-file.ts';

/** Proves who signed a checkpoint. */
export interface AuditVerifier {
  /** First 16 hexadecimal digits of the SHA-256 of the public key. */
  readonly id: string;
  verifies(message: string, signature: Buffer): boolean;
}

/** Signs checkpoints with Ed25519 (RFC 8032). */
export interface AuditKey extends AuditVerifier {
  sign(message: string): Buffer;
}

const fileName = 'audit-key.pem';

/** Reads the signing key from `audit-key.pem` in the folder of secrets, or creates it there (0600). */
export const loadAuditKey = async (secretsFolder: string): Promise<AuditKey> =>
  keyOf(await readOrCreateSecret(secretsFolder, fileName, newKey));

/** Reads the signing key and never creates one: verification must not replace a key that went missing. */
export const findAuditKey = async (secretsFolder: string): Promise<AuditKey | undefined> => {
  const pem = await readSecret(secretsFolder, fileName);
  return pem === undefined ? undefined : keyOf(pem);
};

const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const keyOf = (pem: string): AuditKey => {
  const privateKey = parse(pem);
  const publicKey = createPublicKey(privateKey);
  return {
    id: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex')
      .slice(0, 16),
    sign: (message) => sign(null, Buffer.from(message), privateKey),
    verifies: (message, signature) => verify(null, Buffer.from(message), publicKey, signature),
  };
};

const parse = (pem: string): KeyObject => {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The cause may quote the key, so it is not kept.
  }
  throw new AppError('unavailable', {
    detail: `The signing key of the audit log, ${fileName} in the folder of secrets, is not an Ed25519 key in PEM.`,
    fix: 'Put the key back from your backup of the keys.',
  });
};
