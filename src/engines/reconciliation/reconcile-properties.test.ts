import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconciliationInputSchema } from '../../shared/reconciliation/reconciliation.ts';
import { reconcile } from './reconcile.ts';

const numRuns = process.env.TRIMTAB_LONG === '1' ? 20_000 : 300;

const run = (rated: readonly unknown[], provider: readonly unknown[], tolerance: string) =>
  reconcile(reconciliationInputSchema.parse({ rated, provider, tolerance }));

/** Numbers are whole units here: quantities and prices of 10⁻³, rates of 10⁻², and money of their product, 10⁻⁸. */
const moneyPlaces = 8;
const text = (units: bigint, places: number): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
};
const unitsOf = (money: string): bigint => {
  const [whole = '', fraction = ''] = money.split('.');
  return BigInt(`${whole}${fraction.padEnd(moneyPlaces, '0')}`);
};
const total = (list: readonly bigint[]): bigint => list.reduce((sum, each) => sum + each, 0n);
const within = (value: bigint, limit: bigint): boolean => (value < 0n ? -value : value) <= limit;

interface Side {
  /** Quantities of the ordinary lines; none: they are missing on this side. */
  readonly quantities: readonly bigint[];
  readonly price: bigint;
  readonly rate: bigint;
  /** What each line's amount is off by: rounding, or something that nobody knows of. */
  readonly off: bigint;
  readonly late: readonly bigint[];
  readonly prorated: readonly bigint[];
  readonly credits: readonly bigint[];
}

const amounts = fc.array(fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }), { maxLength: 2 });
const sideOf = (price: fc.Arbitrary<bigint>, rate: fc.Arbitrary<bigint>): fc.Arbitrary<Side> =>
  fc.record({
    quantities: fc.array(fc.bigInt({ min: -50_000n, max: 500_000n }), { maxLength: 3 }),
    price,
    rate,
    off: fc.constantFrom(0n, 0n, 1n, -400_000n, 1_000_000n, 5_000_001n, -90_000_000n),
    late: amounts,
    prorated: amounts,
    credits: amounts,
  });

const linesOf = (side: Side, place: Record<string, unknown>): readonly Record<string, unknown>[] => {
  const line = { ...place, id: 'x', currency: 'EUR', quantity: '1' };
  const extra = (list: readonly bigint[], more: Record<string, unknown>) =>
    list.map((amount) => ({ ...line, ...more, amount: text(amount, moneyPlaces) }));
  return [
    ...side.quantities.map((quantity, index) => ({
      ...line,
      // The first day of a period belongs to it.
      ...(index === 0 ? { usedOn: '2026-09-01' } : {}),
      quantity: text(quantity, 3),
      unitPrice: text(side.price, 3),
      ...(side.rate === 100n ? {} : { exchangeRate: text(side.rate, 2) }),
      amount: text(quantity * side.price * side.rate + (index === 0 ? side.off : 0n), moneyPlaces),
    })),
    ...extra(side.late, { usedOn: '2026-08-31' }),
    ...extra(side.prorated, { kind: 'prorated' }),
    ...extra(side.credits, { kind: 'credit' }),
  ];
};

const ordinaryOf = ({ quantities, price, rate, off }: Side): bigint =>
  quantities.length === 0 ? 0n : total(quantities) * price * rate + off;
const amountOf = (side: Side): bigint =>
  ordinaryOf(side) + total([...side.late, ...side.prorated, ...side.credits]);
const countOf = ({ quantities, late, prorated, credits }: Side): number =>
  quantities.length + late.length + prorated.length + credits.length;

type Expected = ReadonlyMap<string, bigint>;

/** What makes ordinary lines differ: quantity × price × rate, moved from the rated values to the provider's. */
const ordinaryReasons = (rated: Side, provider: Side): readonly (readonly [string, bigint])[] => {
  if (rated.quantities.length === 0 && provider.quantities.length === 0) return [];
  if (provider.quantities.length === 0) return [['missing-at-provider', -ordinaryOf(rated)]];
  if (rated.quantities.length === 0) return [['missing-in-rating', ordinaryOf(provider)]];
  const billed = total(provider.quantities);
  return [
    ['price-change', billed * (provider.price - rated.price) * rated.rate],
    ['exchange-rate', billed * provider.price * (provider.rate - rated.rate)],
  ];
};

const expectedOf = (rated: Side, provider: Side): Expected => {
  if (countOf(provider) === 0) return new Map([['missing-at-provider', -amountOf(rated)]]);
  const reasons: readonly (readonly [string, bigint])[] = [
    ['credit', total(provider.credits) - total(rated.credits)],
    ['proration', total(provider.prorated) - total(rated.prorated)],
    ['late-usage', total(provider.late) - total(rated.late)],
    ...ordinaryReasons(rated, provider),
  ];
  return new Map(reasons.filter(([kind, amount]) => amount !== 0n || kind.startsWith('missing')));
};

describe('for all lines', () => {
  it('each reason has the sum that was made for it, and only what nothing explains is left over', () => {
    const near = (base: bigint, step: bigint) => fc.constantFrom(base, base, base + step, base - step);
    const pair = fc
      .tuple(fc.bigInt({ min: 100n, max: 900_000n }), fc.bigInt({ min: 50n, max: 200n }))
      .chain(([price, rate]) =>
        fc.tuple(
          sideOf(fc.constant(price), fc.constant(rate)),
          sideOf(near(price, 7n), near(rate, 3n)),
          fc.constantFrom(0n, 1_000_000n, 20_000_000n),
          fc.boolean(),
        ),
      )
      .map(([rated, other, tolerance, isAlike]) => {
        // Half of the time the provider's side says the same, but for price, rate and what is off.
        const provider = isAlike ? { ...rated, price: other.price, rate: other.rate, off: other.off } : other;
        return { rated, provider, tolerance };
      });
    fc.assert(
      fc.property(pair, ({ rated, provider, tolerance }) => {
        const place = { subscriptionId: 's', itemId: 'm', periodStart: '2026-09-01' };
        const lines = [linesOf(rated, place), linesOf(provider, place)] as const;
        const { groups, totals } = run(...lines, text(tolerance, moneyPlaces));
        const counts = [countOf(rated), countOf(provider)];
        if (counts[0] === 0 && counts[1] === 0) {
          expect(groups).toEqual([]);
          return;
        }
        const [group] = groups;
        const difference = amountOf(provider) - amountOf(rated);
        const isMatched = counts.every((count) => count > 0) && within(difference, tolerance);
        const known = isMatched ? new Map<string, bigint>() : expectedOf(rated, provider);
        const rest = isMatched ? 0n : difference - total([...known.values()]);
        const isRounding = rest !== 0n && within(rest, tolerance * BigInt(Math.max(...counts)));
        const expected = new Map([...known, ...(isRounding ? [['rounding', rest] as const] : [])]);
        expect(new Map(group?.explanations.map(({ kind, amount }) => [kind, unitsOf(amount)]))).toEqual(
          expected,
        );
        const unexplained = isRounding ? 0n : rest;
        expect(unitsOf(group?.unexplained ?? '')).toBe(unexplained);
        expect(group?.status).toBe(isMatched ? 'matched' : unexplained === 0n ? 'explained' : 'unexplained');
        expect(unitsOf(group?.difference ?? '')).toBe(difference);
        expect(unitsOf(totals[0]?.matched ?? '')).toBe(isMatched ? difference : 0n);
      }),
      { numRuns },
    );
  });

  it('accounts for every cent: matched, explained and unexplained are the difference', () => {
    const decimal = (places: number) =>
      fc
        .integer({ min: -200_000, max: 200_000 })
        .map((units) => new Decimal(units).div(10 ** places).toFixed(places));
    const lines = fc.array(
      fc.record({
        id: fc.constant('x'),
        subscriptionId: fc.constantFrom('s1', 'S1', 's2'),
        itemId: fc.constantFrom('m1', 'm2'),
        periodStart: fc.constantFrom('2026-08-01', '2026-09-01'),
        kind: fc.constantFrom('regular', 'prorated', 'credit'),
        usedOn: fc.constantFrom('2026-08-15', '2026-09-15'),
        quantity: decimal(3),
        unitPrice: decimal(6),
        exchangeRate: fc.constantFrom('0.9', '0.91', '1'),
        currency: fc.constantFrom('EUR', 'USD'),
        amount: decimal(4),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, lines, fc.constantFrom('0', '0.01', '5'), (rated, provider, tolerance) => {
        const { totals, groups } = run(rated, provider, tolerance);
        for (const total of totals) {
          const explained = Object.values(total.explained).reduce(
            (sum, amount) => sum.plus(amount),
            new Decimal(0),
          );
          expect(explained.plus(total.matched).plus(total.unexplained).equals(total.difference)).toBe(true);
          const all = (side: readonly { currency: string; amount: string }[]) =>
            side
              .filter(({ currency }) => currency === total.currency)
              .reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
          expect(all(provider).minus(all(rated)).equals(total.difference)).toBe(true);
        }
        for (const { status, unexplained } of groups)
          expect(status === 'unexplained').toBe(!new Decimal(unexplained).isZero());
      }),
      { numRuns },
    );
  });
});
