import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUnitBucket, quotaOf, quotaWindowMs } from './resource-units.ts';

/** Takes all that the bucket gives for a while; when each unit left, and how many. */
const drained = (quota: number, costs: readonly number[], forMs: number, share?: number) => {
  const bucket = createUnitBucket(quota, 0);
  const taken: { at: number; cost: number }[] = [];
  let now = 0;
  for (let index = 0; now < forMs; ) {
    if (share !== undefined) bucket.observe(share, now);
    const cost = costs[index % costs.length] ?? 1;
    const wait = bucket.take(cost, now);
    if (wait > 0) now += wait;
    else {
      taken.push({ at: now, cost });
      index += 1;
    }
  }
  return taken;
};

const fullestWindow = (taken: readonly { at: number; cost: number }[]): number => {
  let most = 0;
  let sum = 0;
  let first = 0;
  for (const { at, cost } of taken) {
    sum += cost;
    for (let oldest = taken[first]; oldest && oldest.at <= at - quotaWindowMs; oldest = taken[first]) {
      sum -= oldest.cost;
      first += 1;
    }
    most = Math.max(most, sum);
  }
  return most;
};

describe('resource units', () => {
  it.each([
    [0, 3_500],
    [49, 3_500],
    [50, 5_000],
    [500, 5_000],
    [501, 8_000],
    [250_000, 8_000],
  ])('of a tenant with %d users are %d in ten seconds', (users, units) => {
    expect(quotaOf(users)).toBe(units);
  });

  it('are never exceeded in any ten seconds, whatever the requests cost', () => {
    const quota = fc.constantFrom(3_500, 5_000, 8_000);
    const costs = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(quota, costs, (units, mixed) => {
        expect(fullestWindow(drained(units, mixed, 25_000))).toBeLessThanOrEqual(units);
      }),
      { numRuns: 20 },
    );
  });

  it('are used so far that a reading takes less than 1.2 times the shortest possible', () => {
    const taken = drained(8_000, [20], 60_000).reduce((sum, { cost }) => sum + cost, 0);
    expect(taken).toBeGreaterThan((8_000 * 6) / 1.12);
  });

  it('are spent at half the pace when Microsoft says that the limit is reached', () => {
    const usual = drained(8_000, [20], 30_000).length;
    const slowed = drained(8_000, [20], 30_000, 1.2).length;
    expect(slowed).toBeLessThan(usual / 3);
  });
});
