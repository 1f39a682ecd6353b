import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRows } from '../../test/support/csv-rows.ts';
import {
  equivalentOf,
  focusSample,
  folder,
  isUsage,
  make,
  sum,
  sumOfRows,
  write,
} from '../../test/support/demand-files.ts';
import { generateSample } from '../engines/sample/sample.ts';

describe('demand conserves the charges to the last digit', () => {
  it('in the sample of the FinOps Foundation', async () => {
    const { summary, rows } = await make([focusSample]);
    expect(summary.rows).toBe(1000);
    expect(sumOfRows(rows)).toBe(summary.total);
    const all = readCsvRows(await readFile(focusSample, 'utf8')).filter(isUsage);
    const told = [summary.total, ...summary.excluded.map(({ onDemandEquivalent }) => onDemandEquivalent)];
    expect(sum(told)).toBe(sum(all.map(equivalentOf)));
    // The machines alone, found by nothing but their unit and description.
    const machines = all.filter(({ ChargeDescription: text }) =>
      / (Instance Hour|instance hour)/.test(text ?? ''),
    );
    const series = summary.series.filter(({ series: name }) => !/lambda|fargate/.test(name));
    expect(sum(series.map(({ quantity }) => quantity))).toBe(sum(machines.map(equivalentOf)));
  });

  it.each(['aws', 'microsoft', 'google'])('in a month of the sample organisation: %s', async (cloud) => {
    const file = generateSample({ seed: 'demand', asOf: '2026-11-22' }).files.find(
      ({ fileName }) => fileName.startsWith(cloud) && fileName.endsWith('2026-11.csv'),
    );
    const path = join(folder, `${cloud}.csv`);
    await writeFile(path, [...(file?.csv ?? [])].join(''));
    const { summary, rows } = await make([path], { currency: 'USD' });
    expect(sumOfRows(rows)).toBe(summary.total);
    const all = readCsvRows(await readFile(path, 'utf8')).filter(isUsage);
    const inDollars = all.filter(({ BillingCurrency }) => BillingCurrency === 'USD');
    const told = summary.excluded
      .filter(({ currency }) => currency === 'USD')
      .map((each) => each.onDemandEquivalent);
    expect(sum([summary.total, ...told])).toBe(sum(inDollars.map(equivalentOf)));
    const covered = inDollars.filter(({ CommitmentDiscountId }) => CommitmentDiscountId !== null);
    expect(sum(summary.series.map((each) => each.covered))).toBe(sum(covered.map(equivalentOf)));
    expect(Number(summary.total)).toBeGreaterThan(0);
  });

  it('whatever the digits, periods and corrections are', async () => {
    const digits = fc
      .integer({ min: 0, max: 40 })
      .chain((places) =>
        fc
          .tuple(fc.integer({ min: 0, max: 99_999 }), fc.stringMatching(new RegExp(`^[0-9]{${places}}$`)))
          .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`)),
      );
    const charges = fc.array(
      fc.record({
        amount: fc.oneof(
          digits,
          digits.map((text) => `-${text}`),
          fc.constantFrom('1.5e-7', '0E-11', '', '3.0000000000000000000000001'),
        ),
        start: fc.integer({ min: 0, max: 50 }),
        hours: fc.constantFrom(1, 1, 7, 24, 720),
        family: fc.constantFrom('m5', 'c5'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(charges, async (given) => {
        const from = Date.parse('2026-01-01T00:00:00Z');
        const at = (hour: number): string => new Date(from + hour * 3_600_000).toISOString();
        const path = await write(
          given.map(({ amount, start, hours, family }) => ({
            ContractedCost: amount,
            ListCost: '0',
            BilledCost: '0',
            x_UsageType: `BoxUsage:${family}.large`,
            ChargePeriodStart: at(start),
            ChargePeriodEnd: at(start + hours),
          })),
        );
        const { summary, rows } = await make([path]);
        const below = /below zero, by (-[0-9.]+) in all/.exec(
          summary.problems.find(({ code }) => code === 'below-zero')?.detail ?? '',
        )?.[1];
        expect(sum([sumOfRows(rows), below])).toBe(sum(given.map(({ amount }) => amount)));
        expect(sumOfRows(rows)).toBe(summary.total);
        for (const { quantity } of rows) expect(quantity).toMatch(/^\d+(\.\d*[1-9])?$/);
      }),
      { numRuns: process.env.TRIMTAB_LONG === '1' ? 10_000 : 12 },
    );
  }, 3_600_000);
});
