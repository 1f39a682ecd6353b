import { describe, expect, it } from 'vitest';
import { amountOf, meter, rate, term, usage } from '../../../test/support/rating.ts';
import { Exact } from '../../shared/money.ts';
import { Wide } from '../../shared/wide-decimal.ts';

describe('graduated tiers, the published cases', () => {
  it.each([
    ['three tiers reached into the second', { 0: '20', 100: '15', 200: '10' }, '0', '175', '3125'],
    [
      'bounds are half-open, so 250 is 245 and not 244.9',
      { 0: '1', 200: '.9', 500: '.8' },
      '0',
      '250',
      '245',
    ],
    ['two tiers', { 0: '1.99', 100: '.99' }, '0', '150', '248.5'],
    ['less than what is included', { 0: '1', 5: '2' }, '5', '3', '0'],
    ['what is included, and then the first tier from 0', { 0: '1', 5: '2' }, '5', '7', '2'],
    ['what is included, and then two tiers', { 0: '1', 5: '2' }, '5', '16', '17'],
  ] as const)('%s', (_name, rates, included, quantity, amount) => {
    const meters = [meter(rates, { includedQuantity: new Exact(included) })];
    expect(amountOf({ meters }, [usage(quantity)])).toBe(amount);
  });

  it('no digit is lost, of 80 in the quantity, 80 in the rate and 61 in the discount', () => {
    const quantity = `${'9'.repeat(20)}.${'7'.repeat(60)}`;
    const price = `${'3'.repeat(20)}.${'1'.repeat(60)}`;
    const fraction = `0.${'1'.repeat(60)}`;
    const units = (text: string): bigint => BigInt(text.replace('.', ''));
    const scaled = (value: bigint, places: number): string => {
      const digits = value.toString().padStart(places + 1, '0');
      return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
    };
    const terms = [term('discount', { fraction: new Wide(fraction) })];
    const [line] = rate({ meters: [meter({ 0: price })], terms, rounding: 'none' }, [usage(quantity)]).lines;
    const product = units(quantity) * units(price);
    expect(line?.amount).toBe(scaled(product, 120));
    expect(line?.discount).toBe(scaled(product * units(fraction), 180));
    expect(line?.net).toBe(scaled(product * (10n ** 60n - units(fraction)), 180));
  });

  it('a record that takes the cumulative quantity from 12 to 22 costs 3 × 5 + 7 × 1', () => {
    const meters = [meter({ 0: '10', 10: '5', 15: '1' })];
    const before = amountOf({ meters }, [usage('12')]);
    const after = amountOf({ meters }, [usage('12'), usage('10')]);
    expect(new Exact(after).minus(before).toString()).toBe('22');
  });

  it('a line of 63.325 rounds half up to 63.33, down to 63.32, or not at all', () => {
    const meters = [meter({ 0: '.085' })];
    expect(rate({ meters }, [usage('745')]).total).toBe('63.33');
    expect(rate({ meters, rounding: 'floor' }, [usage('745')]).total).toBe('63.32');
    expect(rate({ meters, rounding: 'none' }, [usage('745')]).total).toBe('63.325');
  });

  it('a discount of 15 % is money, and an excluded or a third party’s meter gets none', () => {
    const discount = term('discount', { fraction: new Exact('.15'), excludedMeterIds: new Set(['m2']) });
    const meters = [
      meter({ 0: '.1122' }),
      meter({ 0: '.1122' }, { meterId: 'M2' }),
      meter({ 0: '.1122' }, { meterId: 'm3', isThirdParty: true }),
    ];
    const records = ['m1', 'm2', 'm3'].map((meterId) => usage('100', { meterId }));
    const { lines } = rate({ meters, terms: [discount] }, records);
    expect(lines.map(({ amount, discount, net }) => [amount, discount, net])).toEqual([
      ['11.22', '1.683', '9.537'],
      ['11.22', '0', '11.22'],
      ['11.22', '0', '11.22'],
    ]);
  });
});

describe('what a line is', () => {
  const at = (text: string): number => Date.parse(text);

  it('one for each subscription, meter and billing period, whatever the case of the ids', () => {
    const records = [
      usage('1'),
      usage('2', { subscriptionId: 'S1', meterId: 'M1' }),
      usage('4', { atMs: at('2026-02-01T00:00:00Z') }),
      usage('8', { subscriptionId: 's2' }),
    ];
    const { lines } = rate({ meters: [meter({ 0: '1' })] }, records);
    expect(lines.map((line) => [line.subscriptionId, line.billingPeriodStart, line.quantity])).toEqual([
      ['s1', '2026-01-01', '3'],
      ['s1', '2026-02-01', '4'],
      ['s2', '2026-01-01', '8'],
    ]);
  });

  it('names a subscription and an unknown meter in one way, whatever the case and the order they come in', () => {
    const meters = [meter({ 0: '1' })];
    const records = ['Ab-1', 'AB-1', 'ab-1'].flatMap((id) => [
      usage('1', { subscriptionId: id }),
      usage('1', { subscriptionId: id, meterId: id }),
    ]);
    const earlier = usage('1', { subscriptionId: 'AB-1', atMs: at('2025-12-10T00:00:00Z') });
    for (const order of [
      [...records, earlier],
      [earlier, ...records.toReversed()],
    ]) {
      const { lines, unrated } = rate({ meters }, order);
      expect(lines.map(({ subscriptionId, quantity }) => [subscriptionId, quantity])).toEqual([
        ['ab-1', '1'],
        ['ab-1', '3'],
      ]);
      expect(unrated).toMatchObject([{ meterId: 'ab-1', records: 3 }]);
    }
  });

  it('begins on the chosen day of the month, and a moment before it belongs to the period before', () => {
    const records = ['2026-01-14T23:59:59Z', '2026-01-15T00:00:00Z', '2026-03-01T00:00:00Z'].map((text) =>
      usage('1', { atMs: at(text) }),
    );
    const { lines } = rate({ meters: [meter({ 0: '1' })], periodStart: 15 }, records);
    expect(lines.map(({ billingPeriodStart }) => billingPeriodStart)).toEqual([
      '2025-12-15',
      '2026-01-15',
      '2026-02-15',
    ]);
  });

  it('a change of price splits it into tiers of both prices, and the position goes on', () => {
    const meters = [
      meter({ 0: '10', 100: '5' }),
      meter({ 0: '8', 100: '4' }, { effectiveMs: at('2026-01-15T00:00:00Z') }),
    ];
    const records = [usage('60'), usage('60', { atMs: at('2026-01-20T00:00:00Z') })];
    const { lines } = rate({ meters }, records);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.tiers.map(({ from, rate: price, quantity }) => [from, price, quantity])).toEqual([
      ['0', '10', '60'],
      ['0', '8', '40'],
      ['100', '4', '20'],
    ]);
    expect(lines[0]?.amount).toBe('1000');
  });

  it('usage before the first rate and of unknown meters is listed, never rated at zero', () => {
    const meters = [meter({ 0: '1' }, { effectiveMs: at('2026-01-15T00:00:00Z') })];
    const result = rate({ meters }, [usage('5'), usage('7', { meterId: 'other' })]);
    expect(result.lines).toEqual([]);
    expect(result.unrated).toEqual([
      { meterId: 'm1', reason: 'before-first-rate', records: 1, quantity: '5' },
      { meterId: 'other', reason: 'unknown-meter', records: 1, quantity: '7' },
    ]);
  });

  it('a record reported twice counts once', () => {
    const record = usage('5');
    const result = rate({ meters: [meter({ 0: '1' })] }, [record, { ...record }, usage('5')]);
    expect(result).toMatchObject({ duplicatesDropped: 1, total: '10.00' });
  });

  it('a record of a closed period goes to the open one, at the rate of its day', () => {
    const meters = [meter({ 0: '1' }), meter({ 0: '3' }, { effectiveMs: at('2026-02-01T00:00:00Z') })];
    const records = [usage('10'), usage('10', { atMs: at('2026-02-10T00:00:00Z') })];
    const result = rate({ meters, openSinceMs: at('2026-02-01T00:00:00Z') }, records);
    expect(result.lateRecords).toBe(1);
    expect(result.lines.map(({ billingPeriodStart, amount }) => [billingPeriodStart, amount])).toEqual([
      ['2026-02-01', '40'],
    ]);
  });

  it('a correction gives back what it takes away at the top of the tiers', () => {
    const meters = [meter({ 0: '2', 10: '1' })];
    expect(amountOf({ meters }, [usage('15'), usage('-8')])).toBe('14');
  });

  it('corrections below zero are an error that names subscription, meter and period', () => {
    const meters = [meter({ 0: '1' })];
    expect(() => rate({ meters }, [usage('5'), usage('-5.5')])).toThrow(
      /subscription s1, meter m1, billing period 2026-01-01: .* -0\.5/,
    );
  });

  it('two different rates of one meter from the same day on are an error', () => {
    expect(() => rate({ meters: [meter({ 0: '1' }), meter({ 0: '2' })] }, [])).toThrow(
      /two different rates.*m1/,
    );
    expect(() => rate({ meters: [meter({ 0: '1' }), meter({ 0: '1.0' })] }, [])).not.toThrow();
  });
});
