import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../sample/random.ts';
import { cutAt, type Demand } from '../demand/demand.ts';
import { regimesOf } from '../demand/regimes.ts';
import { type Offer, offerOf } from './offer.ts';
import { allPolicies } from './policies.ts';
import type { Policy } from './policy.ts';
import { simulate } from './simulate.ts';

const long = process.env.TRIMTAB_LONG === '1';
const runs = (quick: number): number => (long ? 10_000 : quick);

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
const own = (termHours: number, discount: number): Offer => ({
  id: 'own',
  scope: 'series',
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

describe('a commitment', () => {
  it('bought at h is active for h … h + term − 1, and is paid for whether used or not', () => {
    const demand = demandOf([9, 1, 1, 0, 1, 1]);
    const result = simulate(buying([{ hour: 1, offer: 0, series: null, quantity: 1 }]), {
      demand,
      offers: [flex(3, 0.4)],
      historyHours: 1,
    });
    expect(result).toMatchObject({ onDemandEquivalent: 4, covered: 2, committed: 3 });
    expect(result.paid).toBeCloseTo(2 + 3 * 0.6, 12);
    // Remaining cost: 1.8, 1.2, 0.6 in the three hours.
    expect(result.remainingCostHours).toBeCloseTo(3.6, 12);
  });

  it('of a series covers its series first; a flexible one takes from the sum of what remains', () => {
    const demand = demandOf([5, 5], [3, 1]);
    const orders = [
      { hour: 0, offer: 1, series: 0, quantity: 4 },
      { hour: 0, offer: 0, series: null, quantity: 3 },
    ];
    const { covered, committed } = simulate(buying(orders), {
      demand,
      offers: [flex(10, 0.3), own(10, 0.4)],
      historyHours: 0,
    });
    // Hour 0: 4 + 3 of the remaining 4. Hour 1: 4 + 2.
    expect(covered).toBe(13);
    expect(committed).toBe(14);
  });
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

it('every policy conserves: what is used is neither more than demand nor than what was committed, and all is paid', () => {
  fc.assert(
    fc.property(
      hourly,
      hourly,
      offers,
      fc.integer({ min: 0, max: 48 }),
      (one, other, given, historyHours) => {
        const count = Math.min(one.length, other.length);
        const demand = demandOf(one.slice(0, count), other.slice(0, count));
        for (const maker of allPolicies(given)) {
          const result = simulate(maker.create(), { demand, offers: given, historyHours });
          const cost = result.purchases.reduce((sum, { offer, quantity, hour }) => {
            const { termHours = 0, discount = 0 } = given[offer] ?? {};
            return sum + quantity * (1 - discount) * Math.min(termHours, count - hour);
          }, 0);
          expect(result.covered).toBeLessThanOrEqual(result.onDemandEquivalent + 1e-9);
          expect(result.covered).toBeLessThanOrEqual(result.committed + 1e-9);
          expect(result.paid).toBeCloseTo(result.onDemandEquivalent - result.covered + cost, 6);
          expect(result.purchases.every(({ hour }) => hour >= historyHours)).toBe(true);
        }
      },
    ),
    { numRuns: runs(60) },
  );
});

it('no policy sees the future: on a trace cut at any hour it has bought the same until then', () => {
  const regimes = regimesOf((name) => createRandom(`causal ${name}`).next).filter(({ name }) =>
    /^(decline|migration|season|two-scopes|three-terms|spikes)$/.test(name),
  );
  const random = createRandom('cuts');
  for (const { demand: whole, offers: given, name } of regimes) {
    const demand = cutAt(whole, 8760 + 4000);
    const options = { offers: given.map(offerOf), historyHours: 8760 };
    for (const maker of allPolicies(options.offers).slice(0, 4)) {
      const bought = simulate(maker.create(), { demand, ...options }).purchases;
      for (let cut = 0; cut < (long ? 100 : 6); cut += 1) {
        const hour = 8761 + random.below(3998);
        const before = simulate(maker.create(), { demand: cutAt(demand, hour), ...options }).purchases;
        expect(before, `${name}, ${maker.name}, cut at ${hour}`).toEqual(
          bought.filter((each) => each.hour < hour),
        );
      }
    }
  }
});

it('what comes from the hour of a decision on changes nothing in it: another future, the same purchases', () => {
  for (const kind of ['growth', 'mixed-fates']) {
    const regime = regimesOf((name) => createRandom(`future ${name}`).next).find(({ name }) => name === kind);
    if (regime === undefined) throw new Error('no such regime');
    const demand = cutAt(regime.demand, 8760 + 3000);
    const options = { offers: regime.offers.map(offerOf), historyHours: 8760 };
    for (const maker of allPolicies(options.offers)) {
      const { purchases } = simulate(maker.create(), { demand, ...options });
      // Hours at which something was bought: there a look at the hour itself would show.
      const turns = [...new Set(purchases.map(({ hour }) => hour))].slice(0, long ? 50 : 5);
      for (const turn of turns) {
        const quantities = demand.quantities.map((each) =>
          each.map((value, hour) => (hour < turn ? value : value * 0.1)),
        );
        const other = simulate(maker.create(), { demand: { ...demand, quantities }, ...options });
        const until = (all: typeof purchases) => all.filter(({ hour }) => hour <= turn);
        expect(until(other.purchases), `${kind}, ${maker.name}, at ${turn}`).toEqual(until(purchases));
      }
    }
  }
});
