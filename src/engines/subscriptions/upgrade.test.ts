import { describe, expect, it } from 'vitest';
import { amounts, annual, ask, quote } from '../../../test/support/subscription-quotes.ts';
import { sentenceOf } from './sentence.ts';

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

  it('leave a given price with its own product: the other one renews at its own, or at its present price', () => {
    const prices = { renewal: { amount: '21.00' }, monthly: { amount: '25.00' } };
    const some = { ...up, seats: 4 };
    const at = '2026-07-14T12:00:00Z';
    const known = (change: Parameters<typeof quote>[1]) =>
      quote(annual(), change, at, prices)
        .renewal.filter(({ path }) => path === 'renew' || path === 'extended-term')
        .map(({ path, product, firstCharge, isPriceAssumed }) => [
          path,
          product,
          firstCharge,
          isPriceAssumed,
        ]);
    expect(known(some)).toEqual([
      ['renew', 'Premium', '40.00', true],
      ['extended-term', 'Premium', null, false],
      ['renew', 'Basic', '126.00', false],
      ['extended-term', 'Basic', '154.50', false],
    ]);
    const target = { renewal: { amount: '11.00' }, monthly: { amount: '12.00' } };
    expect(known({ ...some, prices: target }).slice(0, 2)).toEqual([
      ['renew', 'Premium', '44.00', false],
      ['extended-term', 'Premium', '49.44', false],
    ]);
    expect(known({ ...up, term: 'P3Y', billing: 'annual' })[0]).toEqual(['renew', 'Premium', '100.00', true]);
    // The same product for longer: the price of the old term is not that of the new one.
    expect(known({ ...up, product: 'Basic', term: 'P3Y' })).toEqual([
      ['renew', 'Basic', '100.00', true],
      ['extended-term', 'Basic', '257.50', false],
    ]);
  });

  it('of some seats say of each product when it renews', () => {
    const { quote: upgraded } = ask(
      annual(),
      { ...up, seats: 4, term: 'P3Y', billing: 'annual' },
      '2026-07-14T00:00:00Z',
    );
    const sentence = sentenceOf(upgraded.explanation);
    expect(sentence).toContain(
      'Premium renews on 14 July 2029 with 4 seats: 40.00 USD, at the present price;',
    );
    expect(sentence).toContain('Basic renews on 15 January 2027 with 6 seats: 24.00 USD');
  });
});
