import { describe, expect, it } from 'vitest';
import { setPrice } from '../../../../shared/licences/contract.ts';
import { bodyOf } from '../../../ui/form/body-of.ts';
import { typedPrice } from './price-rows.ts';

const isPrice = (text: string): boolean =>
  bodyOf(setPrice).safeParse({ currency: 'EUR', monthlyPrice: typedPrice(text) }).success;

describe('a price that is typed', () => {
  it('may have the comma and the spaces of the language', () => {
    expect(typedPrice('57,00')).toBe('57.00');
    expect(typedPrice('1 057,5')).toBe('1057.5');
    expect(typedPrice('1 057.50')).toBe('1057.50');
  });

  it('is never guessed: what can be read in two ways is refused', () => {
    expect(isPrice('57.00')).toBe(true);
    expect(isPrice('1,057.00')).toBe(false);
    expect(isPrice('1.057,00')).toBe(false);
    expect(isPrice('-5')).toBe(false);
    expect(isPrice('')).toBe(false);
  });
});
