import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExactSum, isDecimalText } from './exact-sum.ts';

const Wide = Decimal.clone({ precision: 2500, toExpNeg: -9e15, toExpPos: 9e15 });

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });

/** Decimal texts as any exporter may write them. */
const decimalText = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(1, 40),
    fc.option(digits(0, 40), { nil: undefined }),
    fc.option(fc.integer({ min: -400, max: 400 }), { nil: undefined }),
    fc.constantFrom('e', 'E'),
  )
  .map(([sign, whole, fraction, exponent, letter]) =>
    [
      sign,
      whole,
      fraction === undefined ? '' : `.${fraction}`,
      exponent === undefined ? '' : letter + exponent,
    ].join(''),
  );

describe('an exact sum', () => {
  it('equals decimal.js at any size and number of places, written without exponent', () => {
    fc.assert(
      fc.property(fc.array(decimalText, { maxLength: 30 }), (texts) => {
        const sum = createExactSum();
        for (const text of texts) expect(sum.add(text)).toBe(true);
        const expected = texts.reduce((total, text) => total.plus(text.replace(/^\+/, '')), new Wide(0));
        expect(sum.value()).toBe(expected.isZero() ? '0' : expected.toFixed());
        expect(sum.value()).toMatch(/^-?\d+(\.\d*[1-9])?$/);
      }),
    );
  });

  it('has no artefacts of binary fractions', () => {
    const sum = createExactSum();
    for (let times = 0; times < 10; times += 1) sum.add('0.1');
    expect(sum.value()).toBe('1');
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    '+.',
    'e5',
    '1e',
    '1.2.3',
    '1,5',
    '0x1',
    'NaN',
    'Infinity',
    '1_0',
    '--1',
    '1e1001',
    '１',
  ])('refuses %j and stays as it was', (text) => {
    const sum = createExactSum();
    sum.add('2');
    expect(sum.add(text)).toBe(false);
    expect(isDecimalText(text)).toBe(false);
    expect(sum.value()).toBe('2');
  });
});
