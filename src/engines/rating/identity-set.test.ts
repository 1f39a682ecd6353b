import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentitySet } from './identity-set.ts';

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
        const set = createIdentitySet();
        const plain = new Set<string>();
        for (const text of given) {
          expect(set.add(text)).toBe(!plain.has(text));
          plain.add(text);
        }
      }),
    );
  });

  it('keeps every text while it grows', () => {
    const set = createIdentitySet();
    const count = 60_000;
    for (let number = 0; number < count; number += 1) expect(set.add(`record ${number}`)).toBe(true);
    for (let number = 0; number < count; number += 1) expect(set.add(`record ${number}`)).toBe(false);
    expect(set.add(`record ${count}`)).toBe(true);
  });

  it('tells texts apart that are the same in UTF-8: different lone surrogates', () => {
    const set = createIdentitySet();
    expect(['\ud800', '\ud801', '\ufffd', '\ud800'].map((text) => set.add(text))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
