import { describe, expect, it } from 'vitest';
import { createForecaster } from './forecaster.ts';
import type { PoolMemory } from './pool-memory.ts';
import { expectedFall } from './pool-memory.ts';
import { seasonCertainty } from './season.ts';

/** What is remembered of a level by the day, with a little scatter that repeats. */
const remembered = (days: number, levelAt: (day: number) => number): PoolMemory => {
  const hours = days * 24;
  const values = Float64Array.from({ length: hours }, (_, hour) => {
    const scatter = 1 + 0.03 * Math.sin(hour * 12.9898) * Math.sin(hour * 0.0731);
    return levelAt(hour / 24) * scatter;
  });
  const forecaster = createForecaster();
  forecaster.learn({ hour: hours, series: [values], total: values });
  return forecaster.memory(null);
};

describe('a fall', () => {
  it('is expected where demand declines, at about twice its pace', () => {
    const fall = expectedFall(remembered(365, (day) => 100 * 0.7 ** (day / 365)));
    expect((fall * 365) / Math.log(0.7)).toBeGreaterThan(1.5);
    expect((fall * 365) / Math.log(0.7)).toBeLessThan(2.5);
  });

  it('is not expected of flat or growing demand', () => {
    expect(expectedFall(remembered(365, () => 100))).toBe(0);
    expect(expectedFall(remembered(365, (day) => 100 + day / 5))).toBe(0);
  });

  it.each([40, 80, 130, 200])('is not expected %d days after a step down', (age) => {
    expect(expectedFall(remembered(365, (day) => (day < 365 - age ? 100 : 70)))).toBe(0);
  });

  it('is forgotten once the level is back among the highest of half a year, as after a holiday', () => {
    const holiday = (day: number): number => (day > 325 && day < 340 ? 70 : 100) * 1.3 ** (day / 365);
    expect(expectedFall(remembered(366, holiday))).toBe(0);
  });

  it('is not expected of what comes back from a peak to where it mostly was', () => {
    const peak = remembered(365, (day) => (day < 325 ? 100 : day < 345 ? 180 : 104));
    expect(expectedFall(peak)).toBe(0);
  });
});

/** The forecaster after days of several series, with the scatter of `remembered`. */
const learned = (days: number, ...levels: readonly ((day: number) => number)[]) => {
  const scattered = levels.map((levelAt, index) =>
    Float64Array.from({ length: days * 24 }, (_, hour) => {
      const at = hour + 100 * index;
      return levelAt(hour / 24) * (1 + 0.03 * Math.sin(at * 12.9898) * Math.sin(at * 0.0731));
    }),
  );
  const total = Float64Array.from({ length: days * 24 }, (_, hour) =>
    scattered.reduce((sum, own) => sum + (own[hour] ?? 0), 0),
  );
  const forecaster = createForecaster();
  forecaster.learn({ hour: days * 24, series: scattered, total });
  return forecaster;
};

describe('a migration', () => {
  const moved = (day: number): number => 1 / (1 + Math.exp(-(day - 430) / 60));
  const migrationOf = (pool: number, ...levels: readonly ((day: number) => number)[]) =>
    learned(366, ...levels)
      .expectations(pool, 26)
      .find(({ kind }) => kind === 'migration');

  it('is read from falling odds while the series itself hardly falls yet, and foretells its end', () => {
    // Two months before the middle of the move: three quarters are still here.
    const found = migrationOf(
      0,
      (day) => 100 * (1 - moved(day)),
      (day) => 100 * moved(day),
    );
    expect(found?.weight).toBeGreaterThan(0.3);
    // Without the planner's caution near the logistic curve, which has 47 % of today's level left a quarter on and 15 %
    // after half a year; a trend that tires stays above it.
    expect(found?.plain?.[6] ?? 1).toBeLessThan(0.62);
    expect(found?.plain?.[6] ?? 0).toBeGreaterThan(0.45);
    expect(found?.plain?.[13] ?? 1).toBeLessThan(0.3);
    expect(found?.factors[6] ?? 1).toBeLessThan(found?.plain?.[6] ?? 0);
  });

  it('is none of the series that gains', () => {
    const gains = migrationOf(
      1,
      (day) => 100 * (1 - moved(day)),
      (day) => 100 * moved(day),
    );
    expect(gains).toBeUndefined();
  });

  it('takes a series that stands still beside one that grows to stay about where it is', () => {
    const still = migrationOf(
      0,
      () => 100,
      (day) => 50 * 1.8 ** (day / 365),
    );
    expect(still?.plain?.[13] ?? 1).toBeCloseTo(1, 1);
  });

  it('is doubted where the odds swing with the year', () => {
    const wave =
      (phase: number) =>
      (day: number): number =>
        100 * (1 + 0.25 * Math.sin((2 * Math.PI * day) / 365 + phase));
    const swinging = migrationOf(0, wave(Math.PI / 2), wave(0));
    expect(swinging?.weight ?? 0).toBeLessThan(0.25);
  });
});

describe('a season', () => {
  it('is read from one year that swung and closed, growing or not', () => {
    const wave = (day: number): number => 100 * (1 + 0.25 * Math.sin((2 * Math.PI * day) / 365));
    expect(seasonCertainty(remembered(366, wave))).toBeGreaterThan(0.5);
    expect(seasonCertainty(remembered(366, (day) => wave(day) * (1 + day / 2000)))).toBeGreaterThan(0.5);
  });

  it('is not read from a decline that set in late, nor from steps', () => {
    const late = remembered(366, (day) => 100 * 0.6 ** (Math.max(0, day - 240) / 365));
    expect(seasonCertainty(late)).toBeLessThan(0.2);
    expect(seasonCertainty(remembered(366, (day) => (day < 150 ? 100 : 140)))).toBeLessThan(0.05);
    expect(seasonCertainty(remembered(366, (day) => (day > 100 && day < 200 ? 150 : 100)))).toBeLessThan(
      0.05,
    );
  });

  it('is given up when the next year does not repeat it', () => {
    const once = (day: number): number =>
      day < 365 ? 100 * (1 + 0.25 * Math.sin((2 * Math.PI * day) / 365)) : 100;
    expect(seasonCertainty(remembered(600, once))).toBeLessThan(0.2);
  });
});
