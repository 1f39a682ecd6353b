import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconciliationInputSchema } from '../../shared/reconciliation/reconciliation.ts';
import { reconcile } from './reconcile.ts';

const line = (given: Record<string, unknown> = {}) => ({
  id: 'l',
  subscriptionId: 's1',
  itemId: 'm1',
  periodStart: '2026-09-01',
  quantity: '100',
  unitPrice: '0.10',
  currency: 'EUR',
  amount: '10.00',
  ...given,
});

const run = (rated: readonly unknown[], provider: readonly unknown[], tolerance = '0.01') =>
  reconcile(reconciliationInputSchema.parse({ rated, provider, tolerance }));

const only = (rated: readonly unknown[], provider: readonly unknown[]) => {
  const [group] = run(rated, provider).groups;
  return {
    status: group?.status,
    unexplained: group?.unexplained,
    explanations: group?.explanations.map(({ kind, amount }) => [kind, amount]),
  };
};

describe('reconciliation', () => {
  it('matches what differs by no more than the tolerance', () => {
    expect(only([line()], [line({ amount: '10.01' })])).toEqual({
      status: 'matched',
      unexplained: '0.00',
      explanations: [],
    });
    expect(run([line()], [line({ amount: '10.01' })]).totals[0]).toMatchObject({
      difference: '0.01',
      matched: '0.01',
    });
  });

  it.each([
    [
      'late usage',
      [line()],
      [line(), line({ usedOn: '2026-08-30', quantity: '20', amount: '2.00' })],
      [['late-usage', '2.00']],
    ],
    ['a credit', [line()], [line(), line({ kind: 'credit', amount: '-3.00' })], [['credit', '-3.00']]],
    ['proration', [line()], [line(), line({ kind: 'prorated', amount: '1.55' })], [['proration', '1.55']]],
    ['a changed price', [line()], [line({ unitPrice: '0.12', amount: '12.00' })], [['price-change', '2.00']]],
    [
      'another exchange rate',
      [line({ exchangeRate: '0.90', amount: '9.00' })],
      [line({ exchangeRate: '0.92', amount: '9.20' })],
      [['exchange-rate', '0.20']],
    ],
    [
      'price and exchange rate at once',
      [line({ exchangeRate: '0.90', amount: '9.00' })],
      [line({ unitPrice: '0.12', exchangeRate: '0.92', amount: '11.04' })],
      [
        ['price-change', '1.80'],
        ['exchange-rate', '0.24'],
      ],
    ],
    [
      'rounding of several lines',
      [line(), line()],
      [line({ amount: '10.01' }), line({ amount: '10.01' })],
      [['rounding', '0.02']],
    ],
    ['a line that the provider has not', [line()], [], [['missing-at-provider', '-10.00']]],
    ['a line that was not rated', [], [line()], [['missing-in-rating', '10.00']]],
  ])('explains %s', (_what, rated, provider, explanations) => {
    expect(only(rated, provider)).toEqual({ status: 'explained', unexplained: '0.00', explanations });
  });

  it('leaves a difference in quantity to people', () => {
    expect(only([line()], [line({ quantity: '150', amount: '15.00' })])).toEqual({
      status: 'unexplained',
      unexplained: '5.00',
      explanations: [],
    });
  });

  it('never adds currencies', () => {
    const { totals } = run([line()], [line({ currency: 'USD' })]);
    expect(totals.map(({ currency, difference }) => [currency, difference])).toEqual([
      ['EUR', '-10.00'],
      ['USD', '10.00'],
    ]);
  });

  it('accounts for every cent: matched, explained and unexplained are the difference', () => {
    const decimal = (places: number) =>
      fc
        .integer({ min: -200_000, max: 200_000 })
        .map((units) => new Decimal(units).div(10 ** places).toFixed(places));
    const lines = fc.array(
      fc.record({
        id: fc.constant('x'),
        subscriptionId: fc.constantFrom('s1', 's2'),
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
      { numRuns: process.env.TRIMTAB_LONG === '1' ? 10_000 : 300 },
    );
  });
});
