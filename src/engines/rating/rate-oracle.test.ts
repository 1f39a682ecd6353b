import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meter, rate, usage } from '../../../test/support/rating.ts';
import { Exact } from '../../shared/money.ts';

/**
 * Rating in whole numbers, record by record, as the rule says it: a record's amount is what its cumulative quantity
 * after it costs less what the one before it does, at the newest rate of its day. Quantities are thousandths, rates
 * ten-thousandths.
 */
interface Version {
  readonly day: number;
  readonly included: bigint;
  readonly tiers: readonly { readonly from: bigint; readonly rate: bigint }[];
}
interface Used {
  readonly day: number;
  readonly quantity: bigint;
}

const costOf = ({ included, tiers }: Version, quantity: bigint): bigint => {
  let rest = quantity > included ? quantity - included : 0n;
  let cost = 0n;
  for (const { from, rate: price } of tiers.toReversed()) {
    if (rest <= from) continue;
    cost += (rest - from) * price;
    rest = from;
  }
  return cost;
};

const byRecord = (versions: readonly Version[], records: readonly Used[]): bigint | 'below zero' => {
  let position = 0n;
  let amount = 0n;
  for (const [number, version] of versions.entries()) {
    const until = versions[number + 1]?.day ?? Number.POSITIVE_INFINITY;
    for (const { day, quantity } of records) {
      if (day < version.day || day >= until) continue;
      amount += costOf(version, position + quantity) - costOf(version, position);
      position += quantity;
    }
    if (position < 0n) return 'below zero';
  }
  return amount;
};

const decimal = (units: bigint, places: number): Exact => new Exact(`${units}e-${places}`);
const start = Date.parse('2026-01-01T00:00:00Z');
const dayMs = 86_400_000;

const tiers = fc
  .uniqueArray(fc.bigInt({ min: 1n, max: 90_000n }), { maxLength: 4 })
  .chain((bounds) =>
    fc.tuple(
      ...[0n, ...bounds.toSorted((a, b) => Number(a - b))].map((from) =>
        fc.bigInt({ min: 0n, max: 99_999n }).map((price) => ({ from, rate: price })),
      ),
    ),
  );
const versions = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }).chain((days) =>
  fc.tuple(
    ...[0, ...days.toSorted((a, b) => a - b)].map((day) =>
      fc.record({
        day: fc.constant(day),
        included: fc.constantFrom(0n, 0n, 12_345n, 40_000n),
        tiers,
      }),
    ),
  ),
);
const quantity = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: 60_000n }) },
  fc.bigInt({ min: -30_000n, max: 0n }),
);
const records = fc.array(fc.record({ day: fc.integer({ min: 0, max: 30 }), quantity }), {
  minLength: 1,
  maxLength: 25,
});

it('agrees with rating record by record in whole numbers, with corrections, included quantities and new prices', () => {
  fc.assert(
    fc.property(versions, records, (given, list) => {
      const meters = given.map((version) =>
        meter(
          {},
          {
            effectiveMs: start + version.day * dayMs,
            includedQuantity: decimal(version.included, 3),
            tiers: version.tiers.map((tier) => ({
              from: decimal(tier.from, 3),
              rate: decimal(tier.rate, 4),
            })),
          },
        ),
      );
      const run = () =>
        rate(
          { meters, rounding: 'none' },
          list.map((used) => usage(decimal(used.quantity, 3).toString(), { atMs: start + used.day * dayMs })),
        );
      const expected = byRecord(given, list);
      if (expected === 'below zero') expect(run).toThrow(/below zero/);
      else expect(new Exact(run().total).toString()).toBe(decimal(expected, 7).toString());
    }),
    { numRuns: process.env.TRIMTAB_LONG === '1' ? 10_000 : 500 },
  );
});
