import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { compareDecimals } from './decimal-order.ts';

describe('the order of decimal strings', () => {
  it('is that of their exact values', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 12 }))
      .map(([digits, places]) => formatDecimal(new Exact(digits.toString()).div(new Exact(10).pow(places))));
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(Math.sign(compareDecimals(a, b))).toBe(new Exact(a).comparedTo(new Exact(b)));
      }),
    );
  });

  it('does not mind how a number is written', () => {
    expect(compareDecimals('-0.00', '0')).toBe(0);
    expect(compareDecimals('007.50', '7.5')).toBe(0);
    expect(compareDecimals('-10', '-9')).toBeLessThan(0);
    expect(compareDecimals('0.1', '0.09')).toBeGreaterThan(0);
  });
});
