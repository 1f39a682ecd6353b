import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Recommendation,
  type RecommendRules,
  recommendationSchema,
} from '../../../shared/commitments/recommend.ts';
import { type Offer, offerOf } from '../backtest/offer.ts';
import type { Demand } from '../demand/demand.ts';
import type { RecommendInput } from './recommend.ts';
import { recommend } from './recommendation.ts';

const long = process.env.TRIMTAB_LONG === '1';
const startMs = Date.UTC(2025, 0, 1);
const hours = 24 * 300;

const flex: Offer = { id: 'flex-1y', scope: 'flexible', termHours: 8760, discount: 0.3 };
const own: Offer = { id: 'series-1y', scope: 'series', termHours: 8760, discount: 0.4 };

const demandOf = (...levels: readonly ((day: number) => number)[]): Demand => ({
  startMs,
  hours,
  series: levels.map((_, index) => `s${index}`),
  quantities: levels.map((level) => Float64Array.from({ length: hours }, (_, hour) => level(hour / 24))),
});

const ask = (
  demand: Demand,
  offers: readonly Offer[] = [flex],
  rest: Partial<RecommendInput> = {},
): Recommendation => {
  const result = recommend({ demand, offers, existing: [], rules: {}, ...rest });
  expect(recommendationSchema.parse(result)).toEqual(result);
  return result;
};

const bought = ({ tranches }: Recommendation): number =>
  tranches.reduce((sum, { quantity }) => sum + Number(quantity), 0);
const endsAt = new Date(startMs + (hours + 8760) * 3_600_000).toISOString();

describe('a recommendation', () => {
  it('for flat demand covers it, and says what it saves', () => {
    const result = ask(demandOf(() => 100));
    expect(bought(result)).toBeCloseTo(100, 0);
    // Within 1 %: the planner reckons in steps of levels.
    expect(Number(result.totals.expectedMonthlySaving) / (100 * 0.3 * 730)).toBeCloseTo(1, 2);
    expect(result.downside.map(({ fall, utilisation }) => [fall, Number(utilisation)])).toEqual([
      ['0', expect.closeTo(1, 2)],
      ['0.1', expect.closeTo(0.9, 2)],
      ['0.25', expect.closeTo(0.75, 2)],
      ['0.5', expect.closeTo(0.5, 2)],
    ]);
    expect(result.tranches[0]?.reason.map(({ code }) => code)).toContain('forecast');
  });

  it('for falling demand buys less than is used today, and says that it falls', () => {
    const result = ask(demandOf((day) => 100 * 0.5 ** (day / 300)));
    expect(bought(result)).toBeLessThan(42);
    const reasons = [...result.tranches, ...result.declined].flatMap(({ reason }) =>
      reason.map(({ code }) => code),
    );
    expect(reasons).toContain('fall');
  });

  it('buys only what is not held beyond the term, and nothing where all is held', () => {
    const existing = (quantity: string) => [
      { id: 'x', scope: 'flexible' as const, quantity, discount: '0.3', endsAt },
    ];
    expect(
      bought(
        ask(
          demandOf(() => 100),
          [flex],
          { existing: existing('60') },
        ),
      ),
    ).toBeCloseTo(40, 0);
    expect(
      ask(
        demandOf(() => 100),
        [flex],
        { existing: existing('100') },
      ).tranches,
    ).toEqual([]);
  });

  it('takes known events into account', () => {
    const from = new Date(startMs + (hours + 720) * 3_600_000).toISOString();
    const rules: RecommendRules = { events: [{ from, factor: '0.3' }] };
    expect(
      bought(
        ask(
          demandOf(() => 100),
          [flex],
          { rules },
        ),
      ),
    ).toBeLessThan(35);
    const told = ask(
      demandOf(() => 100),
      [flex],
      { rules },
    );
    expect(Number(told.forecast[0]?.points[0]?.middle)).toBeCloseTo(100, -1);
    expect(Number(told.forecast[0]?.points[6]?.middle)).toBeCloseTo(30, -1);
    expect(told.tranches[0]?.reason.find(({ code }) => code === 'event')?.text).toContain(
      'from 30 days on all usage is 0.3 times as large',
    );
  });

  it('curves fall from all on demand to their lowest point and rise beyond it', () => {
    const [curve] = ask(demandOf(() => 100)).curves;
    const costs = curve?.points.map(({ monthlyCost }) => Number(monthlyCost)) ?? [];
    expect((costs[0] ?? 0) / 73_000).toBeCloseTo(1, 1);
    const lowest = costs.indexOf(Math.min(...costs));
    expect(Number(curve?.points[lowest]?.quantity)).toBeGreaterThan(85);
    expect(Number(curve?.points[lowest]?.quantity)).toBeLessThan(112);
  });

  it('shows its forecast with the error that it had on the past', () => {
    const wave = demandOf((day) => 100 + 10 * Math.sin(day / 9));
    const [total] = ask(wave).forecast;
    expect(total?.backtest?.origins).toBeGreaterThan(4);
    expect(Number(total?.backtest?.meanAbsoluteError)).toBeLessThan(0.15);
    expect(Number(total?.backtest?.widenedCoverage)).toBeGreaterThan(0.5);
    for (const { low, middle, high } of total?.points ?? []) {
      expect(Number(low)).toBeLessThanOrEqual(Number(middle) + 1e-6);
      expect(Number(middle)).toBeLessThanOrEqual(Number(high) + 1e-6);
    }
  });

  it('keeps to every rule, however uneven the demand, beside what is held', () => {
    const upfront: Offer = { ...flex, upfrontShare: 0.5 };
    const uneven = fc.record({
      level: fc.integer({ min: 0, max: 300 }),
      // What the last week is of the weeks before.
      lastWeek: fc.constantFrom(0.5, 1, 1.6),
      swing: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(
        fc.array(uneven, { minLength: 2, maxLength: 4 }),
        fc.record({
          cashLimit: fc.integer({ min: 0, max: 500_000 }).map(String),
          maximumLockInMonths: fc.integer({ min: 0, max: 12 }).map(String),
          maximumTrancheHourlyCost: fc.integer({ min: 1, max: 100 }).map(String),
          minimumMonthlySaving: fc.integer({ min: 0, max: 2000 }).map(String),
          maximumTranches: fc.integer({ min: 0, max: 5 }),
          maximumQuantity: fc.integer({ min: 0, max: 200 }).map(String),
        }),
        fc.integer({ min: 0, max: 60 }),
        (levels, { maximumTranches, maximumQuantity, ...limits }, quantity) => {
          const demand: Demand = {
            ...demandOf(
              ...levels.map(
                ({ level, lastWeek, swing }) =>
                  (day: number) =>
                    level * (day < 33 ? 1 : lastWeek) * (1 + (swing / 10) * Math.sin(2 * Math.PI * day)),
              ),
            ),
            hours: 24 * 40,
          };
          const rules: RecommendRules = {
            ...limits,
            quotas: [{ offer: 'flex-1y', maximumTranches, maximumQuantity }],
          };
          const common = { quantity: String(quantity), discount: '0.3', endsAt };
          const existing = [
            { ...common, id: 'flexible', scope: 'flexible' as const },
            { ...common, id: 'own', scope: 'series' as const, series: 's0' },
            { ...common, id: 'gone', scope: 'series' as const, series: 'gone' },
          ];
          const { tranches, totals } = recommend({ demand, offers: [upfront, own], existing, rules });
          const flexible = tranches.filter(({ offer }) => offer === 'flex-1y');
          const sum = (some: readonly { readonly quantity: string }[]): number =>
            some.reduce((total, each) => total + Number(each.quantity), 0);
          expect(Number(totals.upfrontCost)).toBeLessThanOrEqual(Number(limits.cashLimit) + 0.01);
          if (tranches.length > 0) {
            expect(Number(totals.lockInMonths)).toBeLessThanOrEqual(
              Number(limits.maximumLockInMonths) + 0.0001,
            );
          }
          expect(flexible.length).toBeLessThanOrEqual(maximumTranches);
          expect(sum(flexible)).toBeLessThanOrEqual(Number(maximumQuantity) + 1e-4);
          for (const tranche of tranches) {
            expect(Number(tranche.hourlyCost)).toBeLessThanOrEqual(
              Number(limits.maximumTrancheHourlyCost) + 1e-5,
            );
            expect(Number(tranche.expectedMonthlySaving)).toBeGreaterThanOrEqual(
              Number(limits.minimumMonthlySaving) - 0.01,
            );
          }
        },
      ),
      { numRuns: long ? 10_000 : 60 },
    );
  });
});

const at = (days: number): string => new Date(startMs + (hours + days * 24) * 3_600_000).toISOString();
const ruleTexts = ({ declined }: Recommendation): readonly string[] =>
  declined.flatMap(({ reason }) => reason.filter(({ code }) => code === 'rule').map(({ text }) => text));

describe('what is held', () => {
  it('of a series without demand is still paid and locked in, and covers nothing', () => {
    const existing = [
      { id: 'x', scope: 'series' as const, series: 'gone', quantity: '100', discount: '0.2', endsAt },
    ];
    const rules: RecommendRules = { maximumLockInMonths: '0' };
    const result = ask(
      demandOf(() => 100),
      [flex],
      { existing, rules },
    );
    expect(Number(result.totals.lockInMonths)).toBeCloseTo((0.8 * 8760) / 730, 6);
    expect(Number(result.downside[0]?.stillPaidShare)).toBeCloseTo(0.8, 6);
    expect(Number(result.downside[0]?.monthlySaving)).toBeCloseTo(-80 * 730, 0);
    expect(result.downside[0]?.utilisation).toBe('0');
    // It leaves all of the room to others.
    const unlimited = ask(
      demandOf(() => 100),
      [flex],
      { existing },
    );
    expect(bought(unlimited)).toBeCloseTo(100, 0);
  });

  it('and demand that has just risen count alike in the limit of lock-in and in the total shown', () => {
    const rising = demandOf((day) => (day < 292 ? 60 : 100));
    const rules: RecommendRules = { maximumLockInMonths: '4' };
    const { totals, tranches } = ask(rising, [flex], { rules });
    expect(tranches.length).toBeGreaterThan(0);
    expect(Number(totals.lockInMonths)).toBeCloseTo(4, 4);
  });
});

describe('an event that has begun', () => {
  const halved = demandOf((day) => (day < hours / 24 - 60 ? 100 : 50));

  it('and stays is in the usage of now: it changes nothing, and is not told as to come', () => {
    const plain = ask(halved);
    const told = ask(halved, [flex], { rules: { events: [{ from: at(-60), factor: '0.5' }] } });
    expect(bought(told)).toBe(bought(plain));
    expect(told.forecast[0]?.points).toEqual(plain.forecast[0]?.points);
    expect(JSON.stringify(told)).not.toContain('"event"');
  });

  it('and ends is followed by a recovery to what usage was', () => {
    const rules: RecommendRules = { events: [{ from: at(-60), until: at(56), factor: '0.5' }] };
    const told = ask(halved, [flex], { rules });
    const middles = told.forecast[0]?.points.map(({ middle }) => Number(middle)) ?? [];
    expect(middles[0]).toBeCloseTo(50, -1);
    expect(middles[6]).toBeCloseTo(100, -1);
    expect(JSON.stringify(told)).toContain(
      'Begun 60 days ago: all usage is 0.5 times as large; when that ends, 56 days from now, it is 2.00 times as large',
    );
  });

  it('within the last fortnight is counted for the part that usage does not yet contain', () => {
    const fresh = demandOf((day) => (day < hours / 24 - 7 ? 100 : 50));
    const told = ask(fresh, [flex], { rules: { events: [{ from: at(-7), factor: '0.5' }] } });
    expect(Number(told.forecast[0]?.points[3]?.middle)).toBeCloseTo(50, -1);
  });

  it('and leaves nothing promises no recovery', () => {
    const off = demandOf((day) => (day < hours / 24 - 60 ? 100 : 0.001));
    const rules: RecommendRules = { events: [{ from: at(-60), until: at(56), factor: '0' }] };
    const told = ask(off, [flex], { rules });
    expect(Number(told.forecast[0]?.points[6]?.middle)).toBeLessThan(1);
  });
});

describe('what is not bought', () => {
  it.each([1, 23, 24 * 13])('is everything with %d hours of demand, with the remedy', (few) => {
    const short: Demand = { ...demandOf(() => 100), hours: few };
    const result = ask({ ...short, quantities: short.quantities.map((own) => own.slice(0, few)) }, [
      { ...flex, id: 'flex-3y', termHours: 26_280, discount: 0.5 },
    ]);
    expect([result.tranches, result.forecast, result.curves]).toEqual([[], [], []]);
    expect(result.declined[0]?.reason[0]).toEqual({
      code: 'too-short',
      text: expect.stringMatching(/^The demand covers (1 hour|23 hours|13 days): .*Give at least 14 days/u),
    });
    expect(Number(result.totals.onDemandMonthly)).toBeCloseTo(73_000, 0);
  });

  it.each([
    [
      'quotas',
      { quotas: [{ offer: 'flex-1y', maximumTranches: 2 }], maximumTrancheHourlyCost: '10' },
      (each: number) => each - 2 * (10 / 0.7),
    ],
    ['quotas', { quotas: [{ offer: 'flex-1y', maximumQuantity: '30' }] }, (each: number) => each - 30],
    [
      'maximumTrancheHourlyCost (one purchase is parted into at most 1000 tranches)',
      { maximumTrancheHourlyCost: '0.01' },
      (each: number) => each - 1000 * (0.01 / 0.7),
    ],
    ['maximumLockInMonths', { maximumLockInMonths: '4.2' }, (each: number) => each - 50],
  ] as const)(
    'because of %s is told with how much it was, also where some was bought',
    (rule, rules, left) => {
      const demand = demandOf(() => 100);
      const whole = bought(ask(demand));
      const result = ask(demand, [flex], { rules: rules as RecommendRules });
      expect(result.tranches.length).toBeGreaterThan(0);
      expect(ruleTexts(result)).toEqual([
        `Of what was planned, ${left(whole).toFixed(2)} an hour was left out by ${rule}.`,
      ]);
    },
  );

  it('because another offer takes all layers says which', () => {
    const dearer: Offer = { ...flex, id: 'flex-1y-dear', discount: 0.29 };
    const result = ask(
      demandOf(() => 100),
      [flex, dearer],
    );
    expect(result.declined.map(({ offer }) => offer)).toEqual(['flex-1y-dear']);
    expect(result.declined[0]?.reason.find(({ code }) => code === 'other-offer')?.text).toContain(
      'go to flex-1y,',
    );
  });
});

describe('scarce cash', () => {
  const upfront = { scope: 'flexible', termHours: 8760, upfrontShare: '1' } as const;

  it('goes to what saves most per hourly cost', () => {
    // The larger series is planned first and varies, so that each of its dollars saves less.
    const wild = demandOf(
      (day) => 120 * (Math.floor(day * 24) % 4 === 0 ? 0.4 : 1),
      () => 50,
    );
    const ownUpfront: Offer = { ...own, upfrontShare: 1 };
    const cashLimit = String(20 * 0.6 * 8760);
    const plain = ask(wild, [ownUpfront]);
    expect(plain.tranches[0]?.series).toBe('s0');
    const { tranches } = ask(wild, [ownUpfront], { rules: { cashLimit } });
    expect(tranches.map(({ series }) => series)).toEqual(['s1']);
  });

  it('is counted by the price list, and what money costs lessens the saving only', () => {
    const offer = offerOf({ ...upfront, id: 'flex-1y', discount: '0.31', costOfCapital: '0.1' });
    const rules: RecommendRules = { quotas: [{ offer: 'flex-1y', maximumQuantity: '10' }] };
    const { totals, tranches, downside } = ask(
      demandOf(() => 100),
      [offer],
      { rules },
    );
    expect(Number(totals.upfrontCost)).toBeCloseTo(10 * 0.69 * 8760, 1);
    expect(Number(tranches[0]?.hourlyCost)).toBeCloseTo(6.9, 5);
    const saving = 10 * (1 - 0.69 * 1.05) * 730;
    expect(Number(totals.expectedMonthlySaving)).toBeCloseTo(saving, 0);
    expect(Number(downside[0]?.monthlySaving)).toBeCloseTo(saving, 0);
  });
});
