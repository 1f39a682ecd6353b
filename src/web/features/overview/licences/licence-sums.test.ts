import { describe, expect, it } from 'vitest';
import { renewalsWithin, savingsByKind, trendCurrencies } from './licence-sums.ts';

const kinds = (freed: string, renewal: string) => ({
  'freed-seat': freed,
  'cash-at-renewal': renewal,
  'avoided-purchase': '0.00',
});

describe('the licence side of the overview', () => {
  it('never adds kinds of money or currencies together, and leaves out what is nothing', () => {
    expect(
      savingsByKind([
        { currency: 'USD', byKind: kinds('10.00', '0.00') },
        { currency: 'EUR', byKind: kinds('5.00', '7.00') },
      ]),
    ).toEqual([
      {
        kind: 'freed-seat',
        amounts: [
          { currency: 'USD', amount: '10.00' },
          { currency: 'EUR', amount: '5.00' },
        ],
      },
      { kind: 'cash-at-renewal', amounts: [{ currency: 'EUR', amount: '7.00' }] },
    ]);
  });

  it('offers the currency of today before one that is no longer paid in', () => {
    const day = { day: '2026-01-31', bought: 1, assigned: 1, active: 1, savings: [] };
    const cost = (currency: string) => [{ currency, amount: '1.00' }];
    const trend = [
      { ...day, monthlyCost: cost('USD') },
      { ...day, monthlyCost: cost('EUR') },
    ];
    expect(trendCurrencies({ trend })).toEqual(['EUR', 'USD']);
  });

  it('counts renewals up to and including the last day', () => {
    const renewal = { name: 'E3', skuPartNumber: 'SPE_E3', date: '2026-12-01', seats: 1, spareSeats: 0 };
    const renewals = [30, 90, 91].map((daysLeft) => ({ ...renewal, daysLeft }));
    expect(renewalsWithin({ renewals }, 90)).toBe(2);
  });
});
