import { describe, expect, it } from 'vitest';
import { currencyTotals, periodOfSlices, sliceRows, sumOf } from './slice-totals.ts';

const slice = (start: string, end: string | null, totals: readonly [string, string][]) => ({
  provider: 'AWS',
  billingAccountId: '1',
  billingPeriodStart: start,
  billingPeriodEnd: end,
  rows: 3,
  live: true,
  totals: totals.map(([currency, billedCost]) => ({
    currency,
    billedCost,
    effectiveCost: billedCost,
    listCost: null,
    contractedCost: null,
  })),
});

describe('the totals of an import', () => {
  it('are exact', () => {
    const rows = sliceRows([
      slice('2024-09-01T00:00:00Z', null, [['USD', '0.1']]),
      slice('2024-10-01T00:00:00Z', null, [['USD', '0.2000000000000000000001']]),
    ]);
    expect(sumOf(rows, 'billedCost')).toEqual({ amount: '0.3000000000000000000001', currency: 'USD' });
  });

  it('never add currencies together', () => {
    const rows = sliceRows([
      slice('2024-09-01T00:00:00Z', null, [
        ['EUR', '1'],
        ['USD', '2'],
      ]),
    ]);
    expect(rows.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    expect(sumOf(rows, 'billedCost')).toBeNull();
  });

  it('are given for each currency, of what counts at the moment only', () => {
    const totals = [
      ['EUR', '1.10'],
      ['USD', '2'],
    ] as const;
    const live = slice(
      '2024-09-01T00:00:00Z',
      null,
      totals.map(([currency, amount]) => [currency, amount]),
    );
    expect(currencyTotals([live, live, { ...live, live: false }])).toEqual([
      { currency: 'EUR', billedCost: '2.20', effectiveCost: '2.20' },
      { currency: 'USD', billedCost: '4.00', effectiveCost: '4.00' },
    ]);
  });

  it('count the charges of a slice once, however many currencies it has', () => {
    const rows = sliceRows([
      slice('2024-09-01T00:00:00Z', null, [
        ['EUR', '1'],
        ['USD', '2'],
      ]),
    ]);
    expect(rows.map((row) => row.rows)).toEqual([3, null]);
  });

  it('are missing where a part is missing, not zero', () => {
    const rows = sliceRows([slice('2024-09-01T00:00:00Z', null, [['USD', '1']])]);
    expect(sumOf(rows, 'listCost')).toBeNull();
  });

  it('lie between the first and the last billing period; a period without an end is a month', () => {
    expect(
      periodOfSlices([
        slice('2024-12-01T00:00:00Z', null, []),
        slice('2024-09-01T00:00:00Z', '2024-10-01T00:00:00Z', []),
      ]),
    ).toEqual({ from: '2024-09-01T00:00:00Z', to: '2025-01-01T00:00:00Z' });
  });
});
