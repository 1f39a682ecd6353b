/**
 * Measures a back-test of three years and a recommendation for 500 pools, against a floor: a bare loop over the same
 * hours of the same arrays that adds up what a fixed level would cover.
 *
 *   node bench/commitments-backtest.ts
 */
import type { Offer } from '../src/engines/commitments/backtest/offer.ts';
import { allPolicies } from '../src/engines/commitments/backtest/policies.ts';
import { savingsRate, simulate } from '../src/engines/commitments/backtest/simulate.ts';
import type { Demand } from '../src/engines/commitments/demand/demand.ts';
import { recommend } from '../src/engines/commitments/planner/recommendation.ts';
import { createRandom } from '../src/engines/sample/random.ts';

const demandOf = (pools: number, hours: number): Demand => {
  const random = createRandom(`${pools} pools`);
  const quantities = Array.from({ length: pools }, () => {
    const scale = 10 + 90 * random.next();
    const growth = random.next() - 0.4;
    return Float64Array.from({ length: hours }, (_, hour) => {
      const day = 1 + 0.2 * Math.sin((2 * Math.PI * hour) / 24);
      return Math.max(0, scale * (1 + (growth * hour) / 8760) * day * (0.95 + 0.1 * random.next()));
    });
  });
  return {
    startMs: Date.UTC(2023, 0, 1),
    hours,
    series: quantities.map((_, index) => `pool-${index}`),
    quantities,
  };
};

const series: Offer = { id: 'series-1y', scope: 'series', termHours: 8760, discount: 0.4 };
const flexible: Offer = { id: 'flex-1y', scope: 'flexible', termHours: 8760, discount: 0.28 };

const usedMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const floor = (demand: Demand): number =>
  usedMs(() => {
    let covered = 0;
    for (const own of demand.quantities) {
      for (let hour = 0; hour < demand.hours; hour += 1) covered += Math.min(own[hour] ?? 0, 50);
    }
    if (covered < 0) throw new Error('demand is never negative');
  });

const report = (what: string, ms: number, floorMs: number): void => {
  console.log(
    `${what}: ${ms.toFixed(0)} ms of processor, floor ${floorMs.toFixed(1)} ms, ratio ${(ms / floorMs).toFixed(0)}`,
  );
};

const three = demandOf(47, 26_280);
floor(three);
const threeFloor = floor(three);
for (const [name, offers] of [
  ['series', [series]],
  ['flexible', [flexible]],
  ['both', [flexible, series]],
] as const) {
  for (const maker of allPolicies(offers).slice(0, 4)) {
    let rate: number | undefined;
    const ms = usedMs(() => {
      rate = savingsRate(simulate(maker.create(), { demand: three, offers, historyHours: 8760 }));
    });
    report(
      `back-test, 3 years, 47 series, ${name}, ${maker.name} (${((rate ?? 0) * 100).toFixed(2)} %)`,
      ms,
      threeFloor,
    );
  }
}
const year = demandOf(500, 8760);
const yearFloor = floor(year);
report(
  'recommendation, 1 year, 500 pools',
  usedMs(() => recommend({ demand: year, offers: [flexible, series], existing: [], rules: {} })),
  yearFloor,
);
