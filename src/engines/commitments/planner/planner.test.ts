import { describe, expect, it } from 'vitest';
import type { Offer } from '../backtest/offer.ts';
import { builtInPolicy } from '../backtest/policies.ts';
import { type Outcome, savingsRate, simulate } from '../backtest/simulate.ts';
import type { Demand } from '../demand/demand.ts';
import { createForecaster } from '../forecast/forecaster.ts';

const hours = 2 * 8760;
const historyHours = 8760;
const noise = (hour: number): number => Math.sin(hour * 12.9898) * Math.sin(hour * 0.0731);

/** Two years of series whose level is given by the day, with scatter, of which the first is history. */
const demandOf = (scatter: number, ...levels: readonly ((day: number) => number)[]): Demand => ({
  startMs: Date.UTC(2024, 0, 1),
  hours,
  series: levels.map((_, index) => `s${index}`),
  quantities: levels.map((levelAt, index) =>
    Float64Array.from(
      { length: hours },
      (_, hour) => levelAt(hour / 24) * (1 + scatter * noise(hour + 977 * index)),
    ),
  ),
});
const offer = (scope: Offer['scope'], termHours: number, discount: number): Offer => ({
  id: `${scope}-${termHours}`,
  scope,
  termHours,
  discount,
});
const run = (name: 'trimtab' | 'daily-14d', demand: Demand, offers: readonly Offer[]): Outcome =>
  simulate(builtInPolicy(name).create(), { demand, offers, historyHours });
const rate = (...input: Parameters<typeof run>): number => savingsRate(run(...input)) ?? Number.NaN;

describe('the policy', () => {
  it.each([0.01, 0.05, 0.09, 0.28, 0.6])('saves all of a discount of %d on flat demand', (discount) => {
    const flat = demandOf(0, () => 100);
    expect(rate('trimtab', flat, [offer('flexible', 8760, discount)])).toBeCloseTo(discount, 3);
  });

  it.each([24, 48, 168, 336, 720])(
    'on noisy flat demand is no worse than a daily top-up with a term of %d hours',
    (termHours) => {
      const noisy = demandOf(0.1, () => 100);
      const offers = [offer('flexible', termHours, 0.28)];
      expect(rate('trimtab', noisy, offers)).toBeGreaterThan(rate('daily-14d', noisy, offers) - 0.002);
    },
  );

  it('goes on for all others when a series vanishes', () => {
    const vanishing = demandOf(
      0.05,
      () => 100,
      () => 100,
      (day) => (day < 400 ? 50 : 0),
    );
    const offers = [offer('flexible', 720, 0.28), offer('series', 8760, 0.1)];
    const { covered, onDemandEquivalent } = run('trimtab', vanishing, offers);
    expect(covered / onDemandEquivalent).toBeGreaterThan(0.9);
  });

  it('buys the same whether or not another series will come later', () => {
    const alone = demandOf(0.05, (day) => 100 * 0.7 ** (day / 365));
    const [own = new Float64Array()] = alone.quantities;
    const later = Float64Array.from({ length: hours }, (_, hour) => (hour < 14_000 ? 0 : 40));
    const joined: Demand = { ...alone, series: ['s0', 'later'], quantities: [own, later] };
    const until14000 = ({ purchases }: Outcome) => purchases.filter(({ hour }) => hour < 14_000);
    const offers = [offer('series', 8760, 0.4), offer('flexible', 720, 0.2)];
    const bought = until14000(run('trimtab', alone, offers));
    expect(bought.length).toBeGreaterThan(5);
    expect(until14000(run('trimtab', joined, offers))).toEqual(bought);
  });

  it('does not take a small newcomer for a migration', () => {
    const joined = demandOf(
      0.05,
      () => 100,
      (day) => (day < 380 ? 0 : 2),
    );
    const offers = [offer('series', 8760, 0.4)];
    expect(rate('trimtab', joined, offers)).toBeGreaterThan(rate('daily-14d', joined, offers) - 0.002);
  });
});

it.each([
  ['is zero', () => 0],
  ['comes late', (day: number) => (day < 300 ? 0 : 10)],
  ['vanished', (day: number) => (day < 300 ? 10 : 0)],
  ['is all there is', () => 1e9],
] as const)('expectations are numbers and weigh 1 together where a series %s', (_name, levelAt) => {
  const demand = demandOf(0.05, () => 10, levelAt);
  const total = Float64Array.from(
    demand.quantities[0] ?? [],
    (value, hour) => value + (demand.quantities[1]?.[hour] ?? 0),
  );
  const forecaster = createForecaster();
  for (const hour of [400, 8760, 9000, 12_000]) {
    forecaster.learn({ hour, series: demand.quantities, total });
    for (const pool of [0, 1, null]) {
      const all = forecaster.expectations(pool, 26);
      expect(all.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
      for (const { factors } of all) expect(factors.every(Number.isFinite)).toBe(true);
    }
  }
});
