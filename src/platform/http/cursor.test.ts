import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { pageFrom, readCursor, writeCursor } from './cursor.ts';

const item = fc.record({
  createdAt: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  id: fc.uuid(),
});

test('a cursor reads back as what was written', () => {
  fc.assert(
    fc.property(item, (place) => {
      expect(readCursor(writeCursor(place))).toEqual(place);
    }),
  );
});

test('anything else is refused as invalid input', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => readCursor(text)).toThrow(AppError);
    }),
  );
});

test('a page ends with a cursor exactly when there is more', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 12 }), fc.integer({ min: 1, max: 10 }), (rows, limit) => {
      const page = pageFrom(rows.slice(0, limit + 1), limit);
      expect(page.items).toHaveLength(Math.min(rows.length, limit));
      expect(page.nextCursor !== null).toBe(rows.length > limit);
    }),
  );
});
