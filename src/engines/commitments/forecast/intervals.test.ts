import { describe, expect, it } from 'vitest';
import { createRandom } from '../../sample/random.ts';
import { totalOf } from '../demand/demand.ts';
import { regimesOf } from '../demand/regimes.ts';
import { meanBack, meanBetween } from './daily.ts';
import { createForecaster } from './forecaster.ts';
import { createForecastJudge, widenedSpanOf, withoutCaution } from './intervals.ts';

const long = process.env.TRIMTAB_LONG === '1';
const historyDays = [20, 60, 100, 167, 365, 700];
/** Two weeks, eight weeks, half a year and a year ahead, in steps of 14 days. */
const steps = [0, 3, 12, 25];

interface Shown {
  readonly day: number;
  readonly pool: number | null;
  readonly spans: readonly { readonly step: number; readonly low: number; readonly high: number }[];
}

/** Which of the ranges held what came, by days of history and step. */
const heldBy = (seed: string): ReadonlyMap<string, readonly boolean[]> => {
  const held = new Map<string, boolean[]>();
  const regimes = regimesOf((name) => createRandom(`${seed} ${name}`).next);
  for (const { demand } of regimes) {
    const total = totalOf(demand);
    const pools = demand.series.length === 1 ? [null] : [null, ...demand.series.keys()];
    const forecaster = createForecaster();
    const judge = createForecastJudge(forecaster, pools);
    const shown: Shown[] = [];
    for (let day = 1; day <= demand.hours / 24; day += 1) {
      forecaster.learn({ hour: day * 24, series: demand.quantities, total });
      judge.observe(day);
      if (!historyDays.includes(day)) continue;
      for (const pool of pools) {
        const level = meanBack(forecaster.memory(pool).level, 0, 14);
        const expectations = withoutCaution(forecaster.expectations(pool, 26));
        const spans = steps.map((step) => {
          const { low, high } = widenedSpanOf(expectations, step, judge.recordOf(pool));
          return { step, low: low * level, high: high * level };
        });
        shown.push({ day, pool, spans });
      }
    }
    for (const { day, pool, spans } of shown) {
      for (const { step, low, high } of spans) {
        const from = day + step * 14;
        const { level } = forecaster.memory(pool);
        if (from + 14 > level.days.length) continue;
        const came = meanBetween(level, from, from + 14);
        const key = `${day} ${step}`;
        held.set(key, [...(held.get(key) ?? []), low <= came && came <= high]);
      }
    }
  }
  return held;
};

const shareOf = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

describe('the range that is shown', () => {
  it('holds about 80 of 100 outcomes of regimes of other seeds, however short the history and far the day', () => {
    const runs = Array.from({ length: long ? 24 : 4 }, (_, index) => heldBy(`range ${index}`));
    const cells = historyDays.flatMap((day) =>
      steps.map((step) => {
        const values = runs.flatMap((run) => run.get(`${day} ${step}`) ?? []);
        return { day, step, share: shareOf(values), values };
      }),
    );
    // Pools of one regime err together, so that a cell has the scatter of some dozens of outcomes.
    for (const { day, step, share } of cells) {
      expect(share, `${day} days known, ${step} steps ahead`).toBeGreaterThan(0.7);
    }
    const whole = shareOf(cells.flatMap(({ values }) => values));
    expect(whole).toBeGreaterThan(0.78);
    expect(whole).toBeLessThan(0.92);
  });

  const afterDays = (levelAt: (day: number) => number, days: number) => {
    const values = Float64Array.from({ length: days * 24 }, (_, hour) => levelAt(hour / 24));
    const forecaster = createForecaster();
    const judge = createForecastJudge(forecaster, [null]);
    for (let day = 1; day <= days; day += 1) {
      forecaster.learn({ hour: day * 24, series: [values], total: values });
      judge.observe(day);
    }
    const expectations = withoutCaution(forecaster.expectations(null, 26));
    return { record: judge.recordOf(null), expectations };
  };

  it('is wide where the past has not judged it', () => {
    const { record, expectations } = afterDays(() => 100, 20);
    expect(record).toBeUndefined();
    const { low, high } = widenedSpanOf(expectations, 25, record);
    expect(low).toBeLessThan(0.7);
    expect(high).toBeGreaterThan(1.4);
  });

  it('counts usage that went away altogether as missed', () => {
    const { record } = afterDays((day) => (day % 112 < 56 ? 100 : 0), 560);
    expect(record?.origins).toBeGreaterThan(4);
    expect(record?.intervalCoverage).toBeLessThan(1);
    const gone = afterDays((day) => (day < 200 ? 100 : 0), 260).record;
    // Of the forecasts judged by then, the last two or three met nothing at all.
    expect(gone?.intervalCoverage).toBeLessThan(0.7);
    expect(gone?.origins).toBeGreaterThan(5);
  });
});
