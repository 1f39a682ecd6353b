import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import {
  dataKeyNumberOf,
  open,
  type Place,
  seal,
  sealedMaximumBytes,
  sealedOverheadBytes,
} from './sealed-box.ts';

const dataKey = { number: 7, key: randomBytes(32) };
const place: Place = {
  organisationId: '01980000-0000-7000-8000-000000000001',
  table: 'secret',
  column: 'value',
  row: '01980000-0000-7000-8000-000000000002',
  version: 3,
};
const refusal = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('it was not refused');
};

test('what is sealed opens again, whatever it is, and never looks the same twice', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const value = Buffer.from(bytes);
      const sealed = seal(value, place, dataKey, randomBytes);
      expect(open(sealed, place, dataKey).equals(value)).toBe(true);
      expect(sealed).toHaveLength(value.length + sealedOverheadBytes);
      expect(dataKeyNumberOf(sealed, place)).toBe(7);
      expect(seal(value, place, dataKey, randomBytes).equals(sealed)).toBe(false);
    }),
  );
});

test('any bit flipped anywhere, and any cut or addition, is refused', () => {
  const sealed = seal(Buffer.from('a refresh token'), place, dataKey, randomBytes);
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const flipped = Buffer.from(sealed);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(refusal(() => open(flipped, place, dataKey)).code).toBe('unprocessable');
  }
  for (let length = 0; length < sealed.length; length += 1)
    expect(refusal(() => open(sealed.subarray(0, length), place, dataKey)).code).toBe('unprocessable');
  expect(refusal(() => open(Buffer.concat([sealed, Buffer.alloc(1)]), place, dataKey)).code).toBe(
    'unprocessable',
  );
});

test.each<[string, Partial<Place>]>([
  ['organisation', { organisationId: '01980000-0000-7000-8000-000000000009' }],
  ['table', { table: 'connection' }],
  ['column', { column: 'name' }],
  ['row', { row: '01980000-0000-7000-8000-000000000003' }],
  ['version', { version: 2 }],
])('a value that stands in another %s than it was sealed for is refused', (_, difference) => {
  const sealed = seal(Buffer.from('a refresh token'), place, dataKey, randomBytes);
  expect(refusal(() => open(sealed, { ...place, ...difference }, dataKey)).detail).toMatch(/moved/);
});

test('places that read alike when written together are different places', () => {
  const sealed = seal(Buffer.from('x'), { ...place, table: 'a|b', column: 'c' }, dataKey, randomBytes);
  refusal(() => open(sealed, { ...place, table: 'a', column: 'b|c' }, dataKey));
  const quoted = seal(Buffer.from('x'), { ...place, table: 'a","b', column: 'c' }, dataKey, randomBytes);
  refusal(() => open(quoted, { ...place, table: 'a', column: 'b","c' }, dataKey));
});

test('another key does not open it', () => {
  const sealed = seal(Buffer.from('x'), place, dataKey, randomBytes);
  refusal(() => open(sealed, place, { number: 7, key: randomBytes(32) }));
  refusal(() => open(sealed, place, { number: 7, key: Buffer.alloc(5) }));
});

test('nothing of the value or the key is in an error', () => {
  const sealed = seal(Buffer.from('canary-value'), place, dataKey, randomBytes);
  const error = refusal(() => open(sealed, { ...place, version: 4 }, dataKey));
  const shown = JSON.stringify([error.message, error.stack, error.meta, error.cause, error.fix]);
  for (const secret of ['canary-value', dataKey.key.toString('hex'), dataKey.key.toString('base64')])
    expect(shown).not.toContain(secret);
});

test('a value that is too long is refused before it is sealed', () => {
  expect(refusal(() => seal(Buffer.alloc(sealedMaximumBytes + 1), place, dataKey, randomBytes)).code).toBe(
    'too_large',
  );
});
