import { createCipheriv, createDecipheriv } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';

/**
 * Where a sealed value stands. All of it is authenticated: the same bytes in another organisation, table, column
 * or row, or beside another version number, do not open.
 */
export interface Place {
  readonly organisationId: string;
  readonly table: string;
  readonly column: string;
  /** `id` of the row. */
  readonly row: string;
  /** Number in the row's `<column>_version`; every new sealing increments it, so that an old one is not taken back. */
  readonly version: number;
}

/** A data key with its number within the organisation. */
export interface DataKey {
  readonly number: number;
  /** 32 bytes. */
  readonly key: Buffer;
}

const format = 1;
const headerBytes = 5;
const nonceBytes = 12;
const tagBytes = 16;

/** Longest value that is sealed, in bytes: tokens, credentials, contact data; not files. */
export const sealedMaximumBytes = 1_048_576;

/** Bytes that `seal` adds to a value. */
export const sealedOverheadBytes = headerBytes + nonceBytes + tagBytes;

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D) under a fresh random nonce.
 * Layout: format (1 byte), number of the data key (4, big endian), nonce (12), tag (16), ciphertext.
 * @throws AppError `too_large` above `sealedMaximumBytes`
 */
export const seal = (
  value: Buffer,
  place: Place,
  dataKey: DataKey,
  randomBytes: (size: number) => Buffer,
): Buffer => {
  if (value.length > sealedMaximumBytes)
    throw new AppError('too_large', {
      detail: `A secret may be ${sealedMaximumBytes} bytes long; this one has ${value.length}.`,
    });
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(format, 0);
  header.writeUInt32BE(dataKey.number, 1);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', dataKey.key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData(place, header));
  const ciphertext = Buffer.concat([cipher.update(value), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), ciphertext]);
};

/**
 * Decrypts what `seal` made for this very place.
 * @throws AppError `unprocessable` when a bit differs, the value was moved, or an older one was put back
 */
export const open = (sealed: Buffer, place: Place, dataKey: DataKey): Buffer => {
  try {
    const header = sealed.subarray(0, headerBytes);
    const nonce = sealed.subarray(headerBytes, headerBytes + nonceBytes);
    const tag = sealed.subarray(headerBytes + nonceBytes, sealedOverheadBytes);
    const decipher = createDecipheriv('aes-256-gcm', dataKey.key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(additionalData(place, header));
    // Checked in constant time by OpenSSL; nothing of the value leaves before.
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(sealedOverheadBytes)), decipher.final()]);
  } catch {
    throw damaged(place);
  }
};

/**
 * The number of the data key that a sealed value needs.
 * @throws AppError `unprocessable` when these bytes were not made by `seal`
 */
export const dataKeyNumberOf = (sealed: Buffer, place: Place): number => {
  if (sealed.length < sealedOverheadBytes || sealed.readUInt8(0) !== format) throw damaged(place);
  return sealed.readUInt32BE(1);
};

// A JSON array, because no choice of its parts can be read as another one. The header carries the key's number.
const additionalData = (place: Place, header: Buffer): Buffer =>
  Buffer.from(
    JSON.stringify([
      'trimtab sealed',
      place.organisationId,
      place.table,
      place.column,
      place.row,
      place.version,
      header.toString('hex'),
    ]),
  );

const damaged = ({ table, column, row, version }: Place): AppError =>
  new AppError('unprocessable', {
    detail: `The secret in ${table}.${column} cannot be opened: it was changed, moved from another place, or an older one was put back.`,
    fix: 'Enter the secret again, and find out who writes to the database besides Trimtab.',
    meta: { table, column, row, version },
  });
