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
    [
      'a line that costs nothing and is missing',
      [line({ amount: '0' })],
      [],
      [['missing-at-provider', '0.00']],
    ],
    [
      'a credit beside a line that was not rated',
      [],
      [line(), line({ kind: 'credit', amount: '-3.00' })],
      [
        ['credit', '-3.00'],
        ['missing-in-rating', '10.00'],
      ],
    ],
    [
      'a credit where the line itself is missing',
      [line()],
      [line({ kind: 'credit', amount: '-3.00' })],
      [
        ['credit', '-3.00'],
        ['missing-at-provider', '-10.00'],
      ],
    ],
    [
      'another exchange rate of lines of several prices, as tiers make them',
      [
        line({ exchangeRate: '0.90', amount: '9.00' }),
        line({ unitPrice: '0.05', exchangeRate: '0.90', amount: '4.50' }),
      ],
      [
        line({ exchangeRate: '0.92', amount: '9.20' }),
        line({ unitPrice: '0.05', exchangeRate: '0.92', amount: '4.60' }),
      ],
      [['exchange-rate', '0.30']],
    ],
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

  it('takes ids that differ in case for one', () => {
    expect(
      only([line({ subscriptionId: 'AB', itemId: 'Ef' })], [line({ subscriptionId: 'ab', itemId: 'eF' })]),
    ).toEqual({
      status: 'matched',
      unexplained: '0.00',
      explanations: [],
    });
  });

  it('loses no digit of long prices, quantities and rates', () => {
    const [quantity, exchangeRate] = [`${'9'.repeat(30)}.${'7'.repeat(30)}`, `1.${'3'.repeat(30)}`];
    const long = { quantity, exchangeRate, amount: '0' };
    const price = `2.${'1'.repeat(30)}`;
    const [group] = run(
      [line({ ...long, unitPrice: '1' })],
      [line({ ...long, unitPrice: price, amount: '1' })],
    ).groups;
    const units = (text: string): bigint => BigInt(text.replace('.', ''));
    const expected = units(quantity) * (units(price) - 10n ** 30n) * units(exchangeRate);
    const digits = expected.toString();
    const amount = `${digits.slice(0, -90)}.${digits.slice(-90)}`.replace(/0+$/, '');
    expect(group?.explanations).toMatchObject([{ kind: 'price-change', amount }]);
  });

  it('never adds currencies', () => {
    const { totals } = run([line()], [line({ currency: 'USD' })]);
    expect(totals.map(({ currency, difference }) => [currency, difference])).toEqual([
      ['EUR', '-10.00'],
      ['USD', '10.00'],
    ]);
  });
});
