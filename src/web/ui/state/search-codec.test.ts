import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, writeSearch } from './search-codec.ts';

describe('the state in the address', () => {
  it('keeps text as text, whatever it looks like', () => {
    expect(parseSearch('?token=12e5&id=007&flag=true')).toEqual({ token: '12e5', id: '007', flag: 'true' });
  });

  it('reads back what it wrote', () => {
    const value = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.array(fc.string(), { minLength: 1 }),
      fc.dictionary(fc.string(), fc.string()),
    );
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(name, value), (search) => {
        expect(parseSearch(writeSearch(search))).toEqual(JSON.parse(JSON.stringify(search)));
      }),
    );
  });

  it('leaves out what says nothing', () => {
    expect(writeSearch({ a: undefined, b: '', c: [], d: null })).toBe('');
  });
});
