import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, type Given, meter, type Rates, rate, term, usage } from '../../../test/support/rating.ts';
import { Exact } from '../../shared/money.ts';
import type { UsageRecord } from './rate.ts';

describe('for every usage', () => {
  const runs = process.env.TRIMTAB_LONG ? 10_000 : 300;
  const quantity = fc
    .tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 9 }))
    .map(([units, places]) => new Exact(units).dividedBy(new Exact(10).pow(places)).toString());
  const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 4 });
  const rates = fc
    .tuple(bounds, fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 5, maxLength: 5 }))
    .map(
      ([list, prices]): Rates =>
        Object.fromEntries(
          [0, ...list.toSorted((a, b) => a - b)].map((from, index) => [String(from), `${prices[index]}e-4`]),
        ),
    );
  const days = fc.integer({ min: 0, max: 80 });
  const records = fc.array(
    fc.tuple(quantity, days, fc.constantFrom('s1', 's2'), fc.constantFrom('m1', 'm2')),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  const start = Date.parse('2026-01-01T00:00:00Z');
  const toRecord = ([text, day, subscriptionId, meterId]: [string, number, string, string]): UsageRecord =>
    usage(text, { atMs: start + day * 86_400_000, subscriptionId, meterId });
  const given = fc.tuple(rates, rates, rates, fc.integer({ min: 0, max: 20 })).map(
    ([first, second, other, included]): Given => ({
      meters: [
        meter(first, { includedQuantity: new Exact(included) }),
        meter(second, { effectiveMs: Date.parse('2026-01-20T00:00:00Z') }),
        meter(other, { meterId: 'm2' }),
      ],
      terms: [
        term('credit', { credit: new Exact(included) }),
        term('discount', { fraction: new Exact('.1'), excludedMeterIds: new Set(['m2']) }),
      ],
    }),
  );

  it('the order of the records is irrelevant, line by line', () => {
    fc.assert(
      fc.property(given, records, fc.infiniteStream(fc.nat()), (card, list, keys) => {
        const all = list.map(toRecord);
        const shuffled = all
          .map((record) => ({ record, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ record }) => record);
        expect(rate(card, shuffled)).toEqual(rate(card, all));
      }),
      { numRuns: runs },
    );
  });

  it('splitting a record into parts changes no total', () => {
    fc.assert(
      fc.property(given, records, fc.integer({ min: 1, max: 7 }), (card, list, parts) => {
        const all = list.map(toRecord);
        const split = all.flatMap((record) => {
          const part = new Exact(record.quantity).dividedBy(parts).toDecimalPlaces(6, Exact.ROUND_DOWN);
          const last = new Exact(record.quantity).minus(part.times(parts - 1));
          return Array.from({ length: parts }, (_, index) => ({
            ...record,
            quantity: (index === parts - 1 ? last : part).toString(),
            identity: `${record.identity}/${index}`,
          }));
        });
        expect(rate(card, split).lines).toEqual(rate(card, all).lines);
      }),
      { numRuns: runs },
    );
  });

  it('what tiers rate together is what was used above the included quantity', () => {
    fc.assert(
      fc.property(given, records, (card, list) => {
        for (const line of rate({ ...card, terms: [] }, list.map(toRecord)).lines) {
          const sum = (of: 'quantity' | 'amount') =>
            line.tiers.reduce((total, tier) => total.plus(tier[of]), new Exact(0));
          expect(sum('quantity').toString()).toBe(new Exact(line.ratedQuantity).toString());
          expect(sum('amount').toString()).toBe(new Exact(line.amount).toString());
        }
      }),
      { numRuns: runs },
    );
  });

  it('nothing jumps at the edge of a tier: a little more usage costs a little more', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 500 }), (tiers, edge) => {
        const little = new Exact('1e-9');
        const at = (text: string) => new Exact(amountOf({ meters: [meter(tiers)] }, [usage(text)]));
        const step = at(new Exact(edge).plus(little).toString()).minus(
          at(new Exact(edge).minus(little).toString()),
        );
        expect(step.gte(0) && step.lte(new Exact(1).times(little).times(2))).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it('credit and discounts never take more than a line costs', () => {
    fc.assert(
      fc.property(given, records, (card, list) => {
        for (const { amount, discount, net } of rate(card, list.map(toRecord)).lines) {
          expect(new Exact(discount).gte(0) && new Exact(net).gte(0)).toBe(true);
          expect(new Exact(net).plus(discount).toString()).toBe(new Exact(amount).toString());
        }
      }),
      { numRuns: runs },
    );
  });
});
