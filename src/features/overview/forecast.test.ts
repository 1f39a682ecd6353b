import { describe, expect, it } from 'vitest';
import { forecastSum } from './forecast.ts';

/** Small deterministic noise in [-1, 1). */
const noiseOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
};
const days = (count: number, value: (day: number) => number): number[] =>
  Array.from({ length: count }, (_, day) => value(day));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const weekly = (day: number): number => (day % 7 >= 5 ? 40 : 100);

describe('the forecast', () => {
  it('continues a constant cost exactly, with an interval of no width', () => {
    const forecast = forecastSum(
      days(90, () => 12.5),
      10,
    );
    expect(forecast?.sum).toBeCloseTo(125, 9);
    expect(forecast?.interval?.low).toBeCloseTo(125, 9);
    expect(forecast?.interval?.high).toBeCloseTo(125, 9);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('knows weekends, whatever day it is made on (%i)', (shift) => {
    const all = days(120, (day) => weekly(day + shift));
    for (const horizon of [1, 2, 5, 9]) {
      expect(forecastSum(all.slice(0, 100), horizon)?.sum).toBeCloseTo(sum(all.slice(100, 100 + horizon)), 6);
    }
  });

  it('follows a growing cost part of the way, because growth rarely lasts', () => {
    const all = days(100, (day) => 1000 + 10 * day);
    const forecast = forecastSum(all.slice(0, 90), 10)?.sum ?? 0;
    expect(forecast).toBeGreaterThan(10 * 1890);
    expect(forecast).toBeLessThan(sum(all.slice(90)));
  });

  it('is not led astray by one day that cost fifty times as much', () => {
    const calm = days(90, weekly);
    const odd = calm.with(85, 5000);
    const [a, b] = [forecastSum(calm, 8)?.sum ?? 0, forecastSum(odd, 8)?.sum ?? 1];
    expect(b / a).toBeGreaterThan(0.95);
    expect(b / a).toBeLessThan(1.05);
  });

  it('has intervals that hold about eight of ten outcomes that it has not seen', () => {
    let inside = 0;
    const tries = 150;
    for (let seed = 1; seed <= tries; seed += 1) {
      const noise = noiseOf(seed * 7919);
      let level = 1;
      const all = days(150, (day) => {
        level *= 1 + 0.02 * noise();
        return weekly(day) * level * (1 + 0.1 * noise());
      });
      const forecast = forecastSum(all.slice(0, 140), 10);
      const actual = sum(all.slice(140));
      const { low, high } = forecast?.interval ?? { low: 0, high: 0 };
      if (actual >= low && actual <= high) inside += 1;
      expect(low).toBeLessThanOrEqual(forecast?.sum ?? 0);
      expect(high).toBeGreaterThanOrEqual(forecast?.sum ?? 0);
    }
    expect(inside / tries).toBeGreaterThan(0.7);
    expect(inside / tries).toBeLessThan(0.97);
  });

  it('gives no interval where too little has been seen, and nothing at all below four weeks', () => {
    expect(forecastSum(days(40, weekly), 10)?.interval).toBeUndefined();
    expect(forecastSum(days(27, weekly), 10)).toBeUndefined();
  });

  it('never expects a negative cost from a falling one', () => {
    expect(
      forecastSum(
        days(60, (day) => Math.max(0, 1000 - 20 * day)),
        30,
      )?.sum,
    ).toBeGreaterThanOrEqual(0);
  });
});
