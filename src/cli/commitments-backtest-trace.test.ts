import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Offer } from '../engines/commitments/backtest/offer.ts';
import { findOptimum } from '../engines/commitments/backtest/optimum.ts';
import { builtInPolicy } from '../engines/commitments/backtest/policies.ts';
import { savingsRate, simulate } from '../engines/commitments/backtest/simulate.ts';
import type { Demand } from '../engines/commitments/demand/demand.ts';
import { trimtabPolicy } from '../engines/commitments/planner/trimtab-policy.ts';
import { createHighs } from '../platform/solver/highs.ts';

const hours = 26_280;
const startMs = Date.UTC(2021, 1, 1);

/** The trace of 'Shaved Ice' (ICPE 2025), by the series that a row is counted to. */
const readTrace = (seriesOf: (region: string, type: string) => string): Demand => {
  const text = gunzipSync(readFileSync('../shared/data/commitments/shaved-ice-hourly.csv.gz')).toString();
  const series = new Map<string, Float64Array>();
  for (const line of text.trim().split('\n').slice(1)) {
    const [at = '', region = '', type = '', quantity = ''] = line.split(',');
    const name = seriesOf(region, type);
    const own = series.get(name) ?? new Float64Array(hours);
    series.set(name, own);
    const hour = (Date.parse(`${at.replace(' ', 'T')}Z`) - startMs) / 3_600_000;
    own[hour] = (own[hour] ?? 0) + Number(quantity);
  }
  return { startMs, hours, series: [...series.keys()], quantities: [...series.values()] };
};

const flexible = (discount: number): Offer => ({
  id: 'flex-1y',
  scope: 'flexible',
  termHours: 8760,
  discount,
});
const points = (rate: number | undefined): number => (rate ?? Number.NaN) * 100;

describe('on the Shaved Ice trace, one flexible pool, first year history', () => {
  const demand = readTrace(() => 'all');

  it.each([
    [0.28, 'annual-60d', 19.13],
    [0.28, 'quarterly-60d', 21.74],
    [0.28, 'daily-14d', 22.16],
    [0.46, 'annual-60d', 34.14],
    [0.46, 'quarterly-60d', 38.22],
    [0.46, 'daily-14d', 38.79],
  ] as const)('at %d %s saves the published %d percent', (discount, name, published) => {
    const outcome = simulate(builtInPolicy(name).create(), {
      demand,
      offers: [flexible(discount)],
      historyHours: 8760,
    });
    expect(points(savingsRate(outcome))).toBeCloseTo(published, 1);
    expect(Math.abs(points(savingsRate(outcome)) - published)).toBeLessThan(0.01);
  });

  it.each([
    [0.28, 22.32],
    [0.46, 38.97],
  ])(
    'at %d the optimum is the published %d percent, and trimtab is no worse than a daily top-up',
    async (discount, published) => {
      const input = { demand, offers: [flexible(discount)], historyHours: 8760 };
      const { savingsRate: optimum } = await findOptimum(input, { solver: await createHighs() });
      expect(Math.abs(points(optimum) - published)).toBeLessThan(0.01);
      const own = points(savingsRate(simulate(trimtabPolicy.create(), input)));
      const daily = points(savingsRate(simulate(builtInPolicy('daily-14d').create(), input)));
      expect(own).toBeGreaterThan(daily - 0.05);
      expect(own).toBeLessThanOrEqual(points(optimum) + 1e-6);
    },
  );
});

describe('on the Shaved Ice trace backwards, where demand declines', () => {
  const backwards = (demand: Demand): Demand => ({
    ...demand,
    quantities: demand.quantities.map((own) => own.slice().reverse()),
  });

  it.each([
    ['the whole trace, backwards', () => backwards(readTrace(() => 'all')), 'flexible', 0.28, 0.75],
    ['the whole trace, backwards', () => backwards(readTrace(() => 'all')), 'flexible', 0.46, 0.7],
    ['its regions, backwards', () => backwards(readTrace((region) => region)), 'series', 0.28, 0.65],
    ['its types, backwards', () => backwards(readTrace((_region, type) => type)), 'series', 0.28, 0.8],
    ['its types, backwards', () => backwards(readTrace((_region, type) => type)), 'series', 0.46, 0.8],
    ['its types', () => readTrace((_region, type) => type), 'series', 0.28, 0.5],
  ] as const)(
    'on %s trimtab closes at least its part of the gap to the optimum that simple policies leave',
    async (_name, read, scope, discount, part) => {
      const input = { demand: read(), offers: [{ ...flexible(discount), scope }], historyHours: 8760 };
      const rate = (name: Parameters<typeof builtInPolicy>[0]): number =>
        points(savingsRate(simulate(builtInPolicy(name).create(), input)));
      const best = Math.max(rate('annual-60d'), rate('quarterly-60d'), rate('daily-14d'));
      const gap = points((await findOptimum(input, { solver: await createHighs() })).savingsRate) - best;
      expect(gap).toBeGreaterThan(4);
      expect((rate('trimtab') - best) / gap).toBeGreaterThan(part);
    },
  );
});
