import { describe, expect, it } from 'vitest';
import { addAmounts, amountsOfKind, kindsOf, yearOf } from './saving-sums.ts';

const savings = [
  { currency: 'EUR', byKind: { 'freed-seat': '57.10', 'cash-at-renewal': '0', 'avoided-purchase': '0' } },
  { currency: 'USD', byKind: { 'freed-seat': '0.00', 'cash-at-renewal': '20', 'avoided-purchase': '0' } },
];

describe('possible savings', () => {
  it('stay apart by kind and by currency, and what is zero is not shown', () => {
    expect(amountsOfKind(savings, 'freed-seat')).toEqual([{ currency: 'EUR', amount: '57.10' }]);
    expect(amountsOfKind(savings, 'cash-at-renewal')).toEqual([{ currency: 'USD', amount: '20' }]);
    expect(kindsOf(savings)).toEqual(['freed-seat', 'cash-at-renewal']);
  });

  it('are added exactly within a currency, never across', () => {
    const amounts = [
      { currency: 'EUR', amount: '0.1' },
      { currency: 'USD', amount: '5' },
      { currency: 'EUR', amount: '0.2' },
    ];
    expect(addAmounts(amounts)).toEqual([
      { currency: 'EUR', amount: '0.3' },
      { currency: 'USD', amount: '5' },
    ]);
  });

  it('come to twelve times a month in a year', () => {
    expect(yearOf('1040.33')).toBe('12483.96');
  });
});
