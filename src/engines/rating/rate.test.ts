import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from '../../shared/money.ts';
import { priceRulesSchema } from '../../shared/rating/price-rules.ts';
import type { RateResult } from '../../shared/rating/rate-result.ts';
import { createRater, type RateOptions, type UsageRecord } from './rate.ts';
import type { MeterRate, OfferTerm } from './rate-card.ts';

type Rates = Readonly<Record<string, string>>;

const meter = (rates: Rates, given: Partial<MeterRate> = {}): MeterRate => ({
  meterId: 'm1',
  category: 'Compute',
  effectiveMs: Number.NEGATIVE_INFINITY,
  includedQuantity: new Exact(0),
  tiers: Object.entries(rates).map(([from, rate]) => ({ from: new Exact(from), rate: new Exact(rate) })),
  isThirdParty: false,
  ...given,
});

let number = 0;
const usage = (quantity: string, given: Partial<UsageRecord> = {}): UsageRecord => {
  number += 1;
  return {
    subscriptionId: 's1',
    meterId: 'm1',
    atMs: Date.parse('2026-01-10T00:00:00Z'),
    quantity,
    identity: String(number),
    ...given,
  };
};

interface Given extends Partial<Omit<RateOptions, 'card'>> {
  readonly meters: readonly MeterRate[];
  readonly terms?: readonly OfferTerm[];
}

const rate = ({ meters, terms = [], ...options }: Given, records: readonly UsageRecord[]): RateResult => {
  const card = { currency: 'USD', meters, terms };
  const rater = createRater({ card, rounding: 'half-up', periodStart: 1, ...options });
  for (const record of records) rater.add(record);
  return rater.finish();
};

const amountOf = (given: Given, records: readonly UsageRecord[]): string =>
  rate(given, records)
    .lines.reduce((sum, { net }) => sum.plus(net), new Exact(0))
    .toString();

type TermOf<K extends OfferTerm['kind']> = Extract<OfferTerm, { kind: K }>;
const term = <K extends OfferTerm['kind']>(
  kind: K,
  given: Omit<TermOf<K>, 'kind' | 'effectiveMs' | 'excludedMeterIds'> & Partial<TermOf<K>>,
): OfferTerm =>
  ({
    effectiveMs: Number.NEGATIVE_INFINITY,
    excludedMeterIds: new Set<string>(),
    ...given,
    kind,
  }) as OfferTerm;

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

describe('for every usage', () => {
  const runs = process.env.TRIMTAB_LONG ? 10_000 : 300;
  const quantity = fc
    .tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 9 }))
    .map(([units, places]) => new Exact(units).dividedBy(new Exact(10).pow(places)).toString());
  const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 4 });
  const rates = fc
    .tuple(bounds, fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 5, maxLength: 5 }))
    .map(
      ([list, prices]): Rates =>
        Object.fromEntries(
          [0, ...list.toSorted((a, b) => a - b)].map((from, index) => [String(from), `${prices[index]}e-4`]),
        ),
    );
  const days = fc.integer({ min: 0, max: 80 });
  const records = fc.array(
    fc.tuple(quantity, days, fc.constantFrom('s1', 's2'), fc.constantFrom('m1', 'm2')),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  const start = Date.parse('2026-01-01T00:00:00Z');
  const toRecord = ([text, day, subscriptionId, meterId]: [string, number, string, string]): UsageRecord =>
    usage(text, { atMs: start + day * 86_400_000, subscriptionId, meterId });
  const given = fc.tuple(rates, rates, rates, fc.integer({ min: 0, max: 20 })).map(
    ([first, second, other, included]): Given => ({
      meters: [
        meter(first, { includedQuantity: new Exact(included) }),
        meter(second, { effectiveMs: Date.parse('2026-01-20T00:00:00Z') }),
        meter(other, { meterId: 'm2' }),
      ],
      terms: [
        term('credit', { credit: new Exact(included) }),
        term('discount', { fraction: new Exact('.1'), excludedMeterIds: new Set(['m2']) }),
      ],
    }),
  );

  it('the order of the records is irrelevant, line by line', () => {
    fc.assert(
      fc.property(given, records, fc.infiniteStream(fc.nat()), (card, list, keys) => {
        const all = list.map(toRecord);
        const shuffled = all
          .map((record) => ({ record, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ record }) => record);
        expect(rate(card, shuffled)).toEqual(rate(card, all));
      }),
      { numRuns: runs },
    );
  });

  it('splitting a record into parts changes no total', () => {
    fc.assert(
      fc.property(given, records, fc.integer({ min: 1, max: 7 }), (card, list, parts) => {
        const all = list.map(toRecord);
        const split = all.flatMap((record) => {
          const part = new Exact(record.quantity).dividedBy(parts).toDecimalPlaces(6, Exact.ROUND_DOWN);
          const last = new Exact(record.quantity).minus(part.times(parts - 1));
          return Array.from({ length: parts }, (_, index) => ({
            ...record,
            quantity: (index === parts - 1 ? last : part).toString(),
            identity: `${record.identity}/${index}`,
          }));
        });
        expect(rate(card, split).lines).toEqual(rate(card, all).lines);
      }),
      { numRuns: runs },
    );
  });

  it('what tiers rate together is what was used above the included quantity', () => {
    fc.assert(
      fc.property(given, records, (card, list) => {
        for (const line of rate({ ...card, terms: [] }, list.map(toRecord)).lines) {
          const sum = (of: 'quantity' | 'amount') =>
            line.tiers.reduce((total, tier) => total.plus(tier[of]), new Exact(0));
          expect(sum('quantity').toString()).toBe(new Exact(line.ratedQuantity).toString());
          expect(sum('amount').toString()).toBe(new Exact(line.amount).toString());
        }
      }),
      { numRuns: runs },
    );
  });

  it('nothing jumps at the edge of a tier: a little more usage costs a little more', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 500 }), (tiers, edge) => {
        const little = new Exact('1e-9');
        const at = (text: string) => new Exact(amountOf({ meters: [meter(tiers)] }, [usage(text)]));
        const step = at(new Exact(edge).plus(little).toString()).minus(
          at(new Exact(edge).minus(little).toString()),
        );
        expect(step.gte(0) && step.lte(new Exact(1).times(little).times(2))).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it('credit and discounts never take more than a line costs', () => {
    fc.assert(
      fc.property(given, records, (card, list) => {
        for (const { amount, discount, net } of rate(card, list.map(toRecord)).lines) {
          expect(new Exact(discount).gte(0) && new Exact(net).gte(0)).toBe(true);
          expect(new Exact(net).plus(discount).toString()).toBe(new Exact(amount).toString());
        }
      }),
      { numRuns: runs },
    );
  });
});
