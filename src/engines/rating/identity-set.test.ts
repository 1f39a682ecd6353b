import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDigestSet } from './identity-set.ts';

const sha256 = (text: string): string => hash('sha256', text, 'binary');

describe('a set of identities', () => {
  it('answers as a set of the texts does, whatever they are', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 2 })),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(texts, (given) => {
        const set = createDigestSet(sha256);
        const plain = new Set<string>();
        for (const text of given) {
          expect(set.add(text)).toBe(!plain.has(text));
          plain.add(text);
        }
      }),
    );
  });

  it('keeps every text while it grows', () => {
    const set = createDigestSet(sha256);
    const count = 60_000;
    for (let number = 0; number < count; number += 1) expect(set.add(`record ${number}`)).toBe(true);
    for (let number = 0; number < count; number += 1) expect(set.add(`record ${number}`)).toBe(false);
    expect(set.add(`record ${count}`)).toBe(true);
  });

  it('tells texts apart that are the same in UTF-8: different lone surrogates', () => {
    const set = createDigestSet(sha256);
    expect(['\ud800', '\ud801', '\ufffd', '\ud800'].map((text) => set.add(text))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('tells digests apart that differ in any one byte, however crowded their place is', () => {
    const digests: string[] = [];
    for (let at = 0; at < 16; at += 1) {
      for (let byte = 1; byte < 256; byte += 1)
        digests.push(`${'\0'.repeat(at)}${String.fromCharCode(byte)}${'\0'.repeat(16 - at)}`);
    }
    const set = createDigestSet((text) => text);
    expect(digests.filter((digest) => set.add(digest))).toHaveLength(digests.length);
    expect(digests.filter((digest) => set.add(digest))).toHaveLength(0);
  });
});
