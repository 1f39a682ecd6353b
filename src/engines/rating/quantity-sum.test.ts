import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExactSum } from '../../shared/exact-sum.ts';
import { addQuantity, createQuantitySum, quantityOf } from './quantity-sum.ts';

const digits = fc.stringMatching(/^\d{1,20}$/);
const written = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits, { nil: undefined }))
    .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}`),
  fc.constantFrom(
    '',
    '-',
    '.',
    '5.',
    '.5',
    '-.5',
    '1e3',
    '1.5E-7',
    '1..2',
    '--1',
    '1,5',
    'x',
    ' 7 ',
    '00.10',
    '-0',
  ),
  fc.integer().map(String),
);

describe('a sum of quantities', () => {
  it('takes and refuses the same texts as the sum of big numbers, and comes to the same', () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 40 }), (texts) => {
        const sum = createQuantitySum();
        const exact = createExactSum();
        for (const text of texts) expect([text, addQuantity(sum, text)]).toEqual([text, exact.add(text)]);
        expect(quantityOf(sum).toFixed()).toBe(exact.value());
      }),
    );
  });

  it('stays exact where a double would not, and can go on after it was asked', () => {
    const sum = createQuantitySum();
    const exact = createExactSum();
    for (let number = 0; number < 200; number += 1) {
      addQuantity(sum, '99999999999.999');
      exact.add('99999999999.999');
      if (number % 50 === 0) quantityOf(sum);
    }
    expect(quantityOf(sum).toFixed()).toBe(exact.value());
  });
});
