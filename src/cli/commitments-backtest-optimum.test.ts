import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Offer } from '../engines/commitments/backtest/offer.ts';
import { findOptimum } from '../engines/commitments/backtest/optimum.ts';
import { allPolicies, builtInPolicy } from '../engines/commitments/backtest/policies.ts';
import type { Policy } from '../engines/commitments/backtest/policy.ts';
import { type Outcome, savingsRate, simulate } from '../engines/commitments/backtest/simulate.ts';
import type { Demand } from '../engines/commitments/demand/demand.ts';
import { createRandom } from '../engines/sample/random.ts';
import { createHighs } from '../platform/solver/highs.ts';

const long = process.env.TRIMTAB_LONG === '1';

const startMs = Date.UTC(2026, 0, 1);
const demandOf = (...quantities: readonly (readonly number[])[]): Demand => ({
  startMs,
  hours: quantities[0]?.length ?? 0,
  series: quantities.map((_, index) => `s${index}`),
  quantities: quantities.map((own) => Float64Array.from(own)),
});
const flex = (termHours: number, discount: number): Offer => ({
  id: 'flex',
  scope: 'flexible',
  termHours,
  discount,
});
const buying = (
  orders: readonly { hour: number; offer: number; series: number | null; quantity: number }[],
): Policy => ({
  name: 'given',
  everyHours: 1,
  decide: ({ hour }) => orders.filter((order) => order.hour === hour),
});

const hourly = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 60, maxLength: 140 });
const offers = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    scope: fc.constantFrom('flexible' as const, 'series' as const),
    termHours: fc.integer({ min: 1, max: 100 }),
    discount: fc.integer({ min: 0, max: 80 }).map((each) => each / 100),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 3 },
);

/** The best of all whole-number purchases at the start of days, by trying all of them. */
const bruteForce = (demand: Demand, offer: Offer, most: number): number => {
  const days = Math.ceil(demand.hours / 24);
  let best = 0;
  const tryFrom = (
    day: number,
    orders: { hour: number; offer: number; series: number | null; quantity: number }[],
  ): void => {
    if (day === days) {
      const rate = savingsRate(simulate(buying(orders), { demand, offers: [offer], historyHours: 0 }));
      best = Math.max(best, rate ?? 0);
      return;
    }
    for (let quantity = 0; quantity <= most; quantity += 1) {
      tryFrom(day + 1, [...orders, { hour: day * 24, offer: 0, series: null, quantity }]);
    }
  };
  tryFrom(0, []);
  return best;
};

describe('the optimum', () => {
  it('is what trying all purchases finds', async () => {
    const solver = await createHighs();
    const random = createRandom('brute');
    for (let round = 0; round < (long ? 60 : 12); round += 1) {
      const demand = demandOf(
        Array.from({ length: 96 }, (_, hour) => random.below(3) + (hour > 48 ? random.below(2) : 0)),
      );
      const offer = flex([24, 36, 48, 72][random.below(4)] ?? 24, 0.2 + random.below(5) / 10);
      const { savingsRate: found = 0 } = await findOptimum(
        { demand, offers: [offer], historyHours: 0 },
        { solver },
      );
      expect(found).toBeCloseTo(bruteForce(demand, offer, 3), 9);
    }
  });

  it('is never below any policy, in any mixture of offers', async () => {
    const solver = await createHighs();
    await fc.assert(
      fc.asyncProperty(hourly, hourly, offers, async (one, other, given) => {
        const count = Math.min(one.length, other.length);
        const input = {
          demand: demandOf(one.slice(0, count), other.slice(0, count)),
          offers: given,
          historyHours: 24,
        };
        const { savingsRate: optimum } = await findOptimum(input, { solver, tolerance: 1e-7 });
        for (const maker of allPolicies(given)) {
          const rate = savingsRate(simulate({ ...maker.create(), everyHours: 24 }, input));
          if (rate !== undefined) expect(rate).toBeLessThanOrEqual((optimum ?? 0) + 1e-6);
        }
      }),
      { numRuns: long ? 300 : 15 },
    );
  });

  it('is not below what a policy reached that buys at the start of days, however early the search stops', async () => {
    const solver = await createHighs();
    const steps = (base: number) => Array.from({ length: 960 }, (_, hour) => base + (hour % 24) * 2);
    const given = [flex(240, 0.28), { ...flex(240, 0.37), id: 'own', scope: 'series' as const }];
    const input = { demand: demandOf(steps(10), steps(11), steps(12)), offers: given, historyHours: 336 };
    const daily = builtInPolicy('daily-14d').create();
    const reached = [simulate(daily, input)];
    const rate = savingsRate(reached[0] as Outcome) ?? Number.NaN;
    expect(rate).toBeGreaterThan(0.2);
    const early = { solver, tolerance: 0.5 };
    expect((await findOptimum(input, early)).savingsRate).toBeLessThan(rate);
    expect((await findOptimum(input, { ...early, reached })).savingsRate).toBe(rate);
    // Who may buy at any hour may do better than who buys at the start of days.
    const hourly = simulate(buying([{ hour: 337, offer: 0, series: null, quantity: 30 }]), input);
    expect((await findOptimum(input, { ...early, reached: [hourly] })).savingsRate).toBeLessThan(
      savingsRate(hourly) ?? 0,
    );
    expect((await findOptimum(input, { solver })).savingsRate).toBeGreaterThan(rate - 1.5e-6);
  });
});
