import { describe, expect, it } from 'vitest';
import { amounts, annual, ask, quote } from '../../../test/support/subscription-quotes.ts';

describe('upgrades', () => {
  const up = { kind: 'upgrade', product: 'Premium', price: { amount: '10.00' } };

  it('credit the old and charge the new by day, and keep the term', () => {
    const { quote: upgraded, after } = ask(annual(), up, '2026-02-01T00:00:00Z');
    expect(amounts(upgraded)).toEqual([
      ['convert', 10, 14, 31, '-18.10'],
      ['convert', 10, 14, 31, '45.20'],
    ]);
    expect(upgraded.termEnd).toBe('2027-01-15');
    expect(after[0]).toMatchObject({ product: 'Premium', termStart: '2026-01-15' });
  });

  it('of some seats leave the others where they are, and no window opens again', () => {
    const { quote: upgraded, after } = ask(annual(), { ...up, seats: 4 }, '2026-01-16T00:00:00Z');
    expect(after.map(({ product, seats }) => [product, seats[0]?.seats])).toEqual([
      ['Premium', 4],
      ['Basic', 6],
    ]);
    expect(upgraded.cancellableUntil).toBe('2026-01-22T09:00:00Z');
    expect(
      upgraded.renewal.filter(({ path }) => path === 'renew').map(({ product, seats }) => [product, seats]),
    ).toEqual([
      ['Premium', 4],
      ['Basic', 6],
    ]);
  });

  it('to a longer term begin it anew, without a new window; a shorter one waits for renewal', () => {
    const longer = quote(annual(), { ...up, term: 'P3Y', billing: 'annual' }, '2026-02-01T00:00:00Z');
    expect(amounts(longer)[1]).toEqual(['convert', 10, 365, 365, '100.00']);
    expect([longer.termEnd, longer.cancellableUntil, longer.seatWindows]).toEqual(['2029-02-01', null, []]);
    expect(quote(annual(), { ...up, term: 'P1M' }, '2026-02-01T00:00:00Z').refusal).toMatchObject({
      reason: 'shorter-term',
      earliest: '2027-01-15',
    });
    expect(quote(annual(), { ...up, billing: 'triennial' }, '2026-02-01T00:00:00Z').refusal?.reason).toBe(
      'billing-not-offered',
    );
  });
});
