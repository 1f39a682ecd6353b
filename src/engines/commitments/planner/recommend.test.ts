import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Recommendation,
  type RecommendRules,
  recommendationSchema,
} from '../../../shared/commitments/recommend.ts';
import type { Offer } from '../backtest/offer.ts';
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

  it('keeps to every rule, whatever the demand', () => {
    const upfront: Offer = { ...flex, upfrontShare: 0.5 };
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 4 }),
        fc.record({
          cashLimit: fc.integer({ min: 0, max: 500_000 }).map(String),
          maximumLockInMonths: fc.integer({ min: 0, max: 12 }).map(String),
          maximumTrancheHourlyCost: fc.integer({ min: 1, max: 100 }).map(String),
          minimumMonthlySaving: fc.integer({ min: 0, max: 2000 }).map(String),
          maximumTranches: fc.integer({ min: 0, max: 5 }),
        }),
        (levels, { maximumTranches, ...limits }) => {
          const demand: Demand = {
            ...demandOf(...levels.map((level) => () => level)),
            hours: 24 * 40,
          };
          const rules: RecommendRules = { ...limits, quotas: [{ offer: 'flex-1y', maximumTranches }] };
          const { tranches, totals } = recommend({ demand, offers: [upfront, own], existing: [], rules });
          expect(Number(totals.upfrontCost)).toBeLessThanOrEqual(Number(limits.cashLimit) + 0.01);
          expect(Number(totals.lockInMonths ?? 0)).toBeLessThanOrEqual(
            Number(limits.maximumLockInMonths) + 0.01,
          );
          expect(tranches.filter(({ offer }) => offer === 'flex-1y').length).toBeLessThanOrEqual(
            maximumTranches,
          );
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
      { numRuns: long ? 10_000 : 40 },
    );
  });
});
