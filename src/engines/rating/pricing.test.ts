import { describe, expect, it } from 'vitest';
import { meter, rate, usage } from '../../../test/support/rating.ts';
import { priceRulesSchema } from '../../shared/rating/price-rules.ts';

describe('price rules', () => {
  const rules = (list: unknown[], more: Record<string, unknown> = {}) =>
    priceRulesSchema.parse({ rules: list, ...more });
  const sold = (list: unknown[], more?: Record<string, unknown>, quantity = '100') =>
    rate({ meters: [meter({ 0: '1' })], priceRules: rules(list, more) }, [usage(quantity)]).lines[0]?.selling;

  it.each([
    ['a markup is on the cost', { kind: 'markup', percent: '12.5' }, '112.50', '12.50', '0.111111111111'],
    ['a margin is of the price', { kind: 'margin', percent: '20' }, '125.00', '25.00', '0.2'],
    [
      'a fixed price is for a unit',
      { kind: 'fixed', unitPrice: '0.905' },
      '90.50',
      '-9.50',
      '-0.104972375691',
    ],
  ])('%s', (_name, price, charged, margin, marginShare) => {
    expect(sold([{ id: 'r', price }])).toEqual({
      cost: '100.00',
      price: charged,
      margin,
      marginShare,
      rule: 'r',
    });
  });

  it('a margin’s quotient is rounded once, not first to places of its own', () => {
    // 50 ÷ 10000.00000001 is 0.004999999999995: with 12 places it would be half a cent.
    const price = { kind: 'margin', percent: '-999900.000001' };
    expect(sold([{ id: 'r', price }], {}, '50')?.price).toBe('0.00');
  });

  it('the list price counts with its percentage, and a rule without one passes the line on', () => {
    const list = { id: 'list', price: { kind: 'list', percent: '-5' }, product: 'M1' };
    const rest = { id: 'rest', price: { kind: 'markup', percent: '10' } };
    expect(sold([rest, list], { listPrices: { M1: '2' } })).toMatchObject({ price: '190.00', rule: 'list' });
    expect(sold([rest, list])).toMatchObject({ price: '110.00', rule: 'rest' });
  });

  it('the most specific rule counts, then the newest that is in force', () => {
    const percent = (value: string) => ({ kind: 'markup', percent: value });
    const list = [
      { id: 'all', price: percent('1') },
      { id: 'category', category: 'compute', price: percent('2') },
      { id: 'customer-old', customer: 'c1', price: percent('3') },
      { id: 'customer-new', customer: 'c1', price: percent('4'), effectiveFrom: '2026-01-01' },
      { id: 'customer-later', customer: 'c1', price: percent('5'), effectiveFrom: '2026-01-02' },
      { id: 'other', customer: 'c2', product: 'm1', price: percent('6') },
    ];
    expect(sold(list, { customers: { S1: 'C1' } })?.rule).toBe('customer-new');
    expect(sold(list)?.rule).toBe('category');
  });

  it('the least charge is for lines with usage only', () => {
    const list = [{ id: 'r', price: { kind: 'markup', percent: '0' }, minimumCharge: '5' }];
    expect(sold(list, {}, '1')?.price).toBe('5.00');
    expect(sold(list, {}, '0')?.price).toBe('0.00');
  });

  it('a line that no rule speaks of is sold at cost', () => {
    expect(sold([])).toMatchObject({ price: '100.00', margin: '0.00', rule: null });
  });
});
