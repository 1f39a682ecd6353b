import { createHmac, hkdfSync } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { open, seal } from './sealed-box.ts';

/** What a wrapped data key belongs to. */
interface WrapContext {
  readonly organisationId: string;
  /** Number of the data key. */
  readonly number: number;
}

/** Wraps data keys. In the process here; a key management service can stand behind the same interface. */
export interface MasterKey {
  /** Names the key without telling anything about it; stored beside everything it wraps. */
  readonly id: string;
  wrap(dataKey: Buffer, context: WrapContext): Promise<Buffer>;
  unwrap(wrapped: Buffer, context: WrapContext): Promise<Buffer>;
}

/** A master key whose bytes are in this process. */
export interface LocalMasterKey extends MasterKey {
  /** 32 bytes for another use, such as signing cookies; the same for the same purpose (HKDF, RFC 5869). */
  derive(purpose: string): Buffer;
}

const masterKeyBytes = 32;

/**
 * Makes a master key of 32 bytes.
 * @throws AppError `invalid_input` for another length; the bytes are never part of an error
 */
export const localMasterKey = (key: Buffer, randomBytes: (size: number) => Buffer): LocalMasterKey => {
  if (key.length !== masterKeyBytes)
    throw new AppError('invalid_input', {
      detail: `The master key has ${key.length} bytes; it must have ${masterKeyBytes}.`,
      fix: 'Make one with: openssl rand -base64 32',
    });
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, '', `trimtab ${purpose}`, 32));
  const wrapping = { number: 1, key: derive('wrap data keys') };
  return {
    id: createHmac('sha256', key).update('trimtab master key id').digest('hex').slice(0, 16),
    derive,
    wrap: async (dataKey, context) => seal(dataKey, placeOf(context), wrapping, randomBytes),
    unwrap: async (wrapped, context) => open(wrapped, placeOf(context), wrapping),
  };
};

const placeOf = ({ organisationId, number }: WrapContext) => ({
  organisationId,
  table: 'data_key',
  column: 'wrapped',
  row: String(number),
  version: number,
});
