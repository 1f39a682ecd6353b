import { describe, expect, it } from 'vitest';
import { annual, ask, type Json, quote, subscription } from '../../../test/support/subscription-quotes.ts';
import type { Quote } from '../../shared/subscriptions/quote.ts';
import { sentenceOf } from './sentence.ts';

describe('the end of a term', () => {
  const at = '2026-12-01T00:00:00Z';
  const given = annual({ termStart: '2026-06-01', seats: [{ seats: 10, addedAt: '2026-06-01T00:00:00Z' }] });
  const paths = ({ renewal }: Quote) =>
    renewal.map(({ path, firstCharge, isDefault }) => [path, firstCharge, isDefault]);

  it('renews, drifts into the extended term at + 3 %, or ends', () => {
    const prices = { renewal: { amount: '4.40' }, monthly: { amount: '5.00' } };
    expect(paths(quote(given, { kind: 'renew' }, at, prices))).toEqual([
      ['renew', '44.00', true],
      ['extended-term', '51.50', false],
      ['cancel-at-end', '0.00', false],
    ]);
    const off = { kind: 'autoRenew', enabled: false };
    expect(paths(quote(given, off, at, prices))[1]).toEqual(['extended-term', '51.50', true]);
    expect(paths(quote(given, { ...off, withoutRenewal: 'cancel' }, at, prices))[2]).toEqual([
      'cancel-at-end',
      '0.00',
      true,
    ]);
  });

  it('where no monthly plan is sold the uplift is 23 %; a price that nobody gave is not guessed', () => {
    expect(paths(quote(given, { kind: 'renew' }, at, { monthly: null }))[1]?.[1]).toBe('49.20');
    expect(paths(quote(given, { kind: 'renew' }, at))[1]?.[1]).toBeNull();
    const monthly = subscription({ termStart: '2026-11-20' });
    expect(paths(quote(monthly, { kind: 'renew' }, at))[1]?.[1]).toBe('4.12');
  });

  it('before 4 May 2026 it ended with days of grace: the rules of the term’s end count', () => {
    const ending = (termStart: string) =>
      quote(annual({ termStart }), { kind: 'renew' }, '2026-02-01T00:00:00Z').renewal.map(({ path }) => path);
    expect(ending('2025-05-03')).toContain('grace');
    expect(ending('2025-05-04')).toContain('extended-term');
  });

  it('a scheduled change needs auto-renewal, is priced, and any change within the term deletes it', () => {
    const to = { seats: 6, term: 'P1Y', billing: 'annual', price: { amount: '45.00' } };
    const scheduled = ask(given, { kind: 'changeAtRenewal', to }, at);
    expect(paths(scheduled.quote)[1]).toEqual(['change-at-renewal', '270.00', true]);
    expect(scheduled.quote.dueNow).toBe('0.00');
    const [after] = scheduled.after;
    const added = quote(after as unknown as Json, { kind: 'addSeats', seats: 1 }, at);
    expect([added.deletesScheduledChange, paths(added)[0]]).toEqual([true, ['renew', '44.00', true]]);
    const off = quote(after as unknown as Json, { kind: 'autoRenew', enabled: false }, at);
    expect(off.deletesScheduledChange).toBe(true);
    expect(quote({ ...given, autoRenew: false }, { kind: 'changeAtRenewal', to }, at).refusal).toMatchObject({
      reason: 'auto-renew-off',
      earliest: '2026-12-01',
    });
  });

  it('a scheduled change to another product, term or plan is not priced by the price of the present one', () => {
    const prices = { renewal: { amount: '12.00' } };
    const changed = (to: Json) =>
      quote(given, { kind: 'changeAtRenewal', to }, at, prices).renewal.find(
        ({ path }) => path === 'change-at-renewal',
      );
    for (const to of [{ product: 'E3' }, { term: 'P3Y' }, { billing: 'annual' }])
      expect(changed(to)).toMatchObject({ seatPrice: null, firstCharge: null, wholeTerm: null });
    expect(changed({ product: 'E3', price: { amount: '30.00' } })?.firstCharge).toBe('300.00');
    expect(changed({ seats: 6 })).toMatchObject({ firstCharge: '72.00', isPriceAssumed: false });
  });

  it('suspending does not stop the charges', () => {
    const suspended = quote(given, { kind: 'suspend' }, at);
    expect([suspended.dueNow, suspended.untilTermEnd, paths(suspended)[0]]).toEqual([
      '0.00',
      '0.00',
      ['renew', '40.00', true],
    ]);
    expect(sentenceOf(suspended.explanation)).toContain('the charges go on');
  });
});
