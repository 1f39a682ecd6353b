import { describe, expect, it } from 'vitest';
import { amountOf, meter, rate, term, usage } from '../../../test/support/rating.ts';
import { Exact } from '../../shared/money.ts';

describe('terms of an offer', () => {
  const meters = [meter({ 0: '1' }), meter({ 0: '1' }, { meterId: 'm2' })];
  const both = (a: string, b: string) => [usage(a), usage(b, { meterId: 'm2' })];

  it('credit is used up before anything is charged, each period anew, excluded meters aside', () => {
    const credit = term('credit', { credit: new Exact(100) });
    expect(amountOf({ meters, terms: [credit] }, both('70', '50'))).toBe('20');
    const next = usage('30', { atMs: Date.parse('2026-02-02T00:00:00Z') });
    expect(amountOf({ meters, terms: [credit] }, [...both('70', '50'), next])).toBe('20');
    const some = term('credit', { credit: new Exact(100), excludedMeterIds: new Set(['m2']) });
    expect(amountOf({ meters, terms: [some] }, both('70', '50'))).toBe('50');
  });

  it('two discounts of one card add up, to no more than all of it', () => {
    const [some, most] = ['.3', '.8'].map((text) => term('discount', { fraction: new Exact(text) }));
    if (!some || !most) throw new Error('no terms');
    expect(amountOf({ meters, terms: [some, some] }, both('70', '50'))).toBe('48');
    expect(amountOf({ meters, terms: [some, most] }, both('70', '50'))).toBe('0');
  });

  it('a commitment’s discount is graduated over what is spent', () => {
    const discounts = [
      { from: new Exact(0), rate: new Exact(0) },
      { from: new Exact(100), rate: new Exact('.1') },
      { from: new Exact(200), rate: new Exact('.2') },
    ];
    const commitment = term('commitment', { discounts });
    expect(amountOf({ meters, terms: [commitment] }, both('150', '150'))).toBe('270');
  });

  it('a recurring charge is a line of each subscription and period with usage', () => {
    const recurring = term('recurring', { amount: new Exact('9.99') });
    const { lines, total } = rate({ meters, terms: [recurring] }, both('1', '1'));
    expect(lines.map(({ meterId, rounded }) => [meterId, rounded])).toEqual([
      ['m1', '1.00'],
      ['m2', '1.00'],
      ['Recurring Charge', '9.99'],
    ]);
    expect(total).toBe('11.99');
  });
});
