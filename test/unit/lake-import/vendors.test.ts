import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Exact } from '../../../src/shared/money.ts';
import { askLake, parseCsv, runImport } from './support.ts';

const azure = (name: string): string => join(import.meta.dirname, '../../../../shared/data/azure', name);
const sumOf = async (path: string): Promise<string> =>
  parseCsv(await readFile(path, 'utf8'))
    .reduce((sum, row) => sum.plus(row.Cost ?? ''), new Exact(0))
    .toFixed();

describe('Azure EA', () => {
  test('the sum of BilledCost of an actual-cost export is the sum of its costs, to the last digit', async () => {
    const path = azure('ea-actual-cost-small.csv');
    const result = await runImport([path]);
    expect(result).toMatchObject({ format: 'azure-ea', rowsRead: 11, rowsImported: 11, notices: [] });
    expect(result.slices).toHaveLength(1);
    expect(result.slices[0]).toMatchObject({
      provider: 'Microsoft',
      billingAccountId: '8611537',
      billingPeriodStart: '2023-09-01T00:00:00Z',
      billingPeriodEnd: '2023-10-01T00:00:00Z',
    });
    expect(result.slices[0]?.totals[0]?.billedCost).toBe(await sumOf(path));
  });

  test('the sum of EffectiveCost of an amortised export is the sum of its costs, to the last digit', async () => {
    const path = azure('ea-amortized-cost-small.csv');
    const result = await runImport([path]);
    expect(result).toMatchObject({ rowsRead: 28, rowsImported: 28, notices: [] });
    expect(result.slices[0]?.totals[0]?.effectiveCost).toBe(await sumOf(path));
  });

  test('a reservation is a recurring purchase that is billed now and effective later', async () => {
    const result = await runImport([azure('ea-actual-cost-small.csv')]);
    const [row] = await askLake(
      result,
      "SELECT BilledCost::DOUBLE AS billed, EffectiveCost::DOUBLE AS effective, ChargeFrequency AS frequency, CommitmentDiscountType AS type, CommitmentDiscountCategory AS category, CommitmentDiscountStatus AS status FROM lake WHERE ChargeCategory = 'Purchase'",
    );
    expect(row).toEqual({
      billed: 3.25,
      effective: 0,
      frequency: 'Recurring',
      type: 'Reservation',
      category: 'Usage',
      status: null,
    });
  });

  test('usage that a commitment covers is used, not billed', async () => {
    const result = await runImport([azure('ea-amortized-cost-small.csv')]);
    const rows = await askLake(
      result,
      "SELECT BilledCost::DOUBLE AS billed, EffectiveCost::VARCHAR AS effective, CommitmentDiscountType AS type, PricingCategory AS pricing FROM lake WHERE CommitmentDiscountStatus = 'Used' ORDER BY type",
    );
    expect(rows).toEqual([
      { billed: 0, effective: '0.493152000000000000000000', type: 'Reservation', pricing: 'Committed' },
      { billed: 0, effective: '0.006000000468000000000000', type: 'Savings Plan', pricing: 'Committed' },
    ]);
  });

  test('block sizes, fragments of tags and resource ids are taken apart', async () => {
    const result = await runImport([azure('ea-actual-cost-small.csv')]);
    const [row] = await askLake(
      result,
      "SELECT ConsumedQuantity::VARCHAR AS quantity, ConsumedUnit AS unit, ResourceName AS name, ResourceType AS type, RegionId AS region, Tags['databricks-environment'] AS tag FROM lake WHERE ResourceName = 'dbstoragewp6hglwvvrad2'",
    );
    expect(row).toEqual({
      quantity: '4.00000000000000000000',
      unit: 'Units',
      name: 'dbstoragewp6hglwvvrad2',
      type: 'microsoft.storage/storageaccounts',
      region: 'eastus2',
      tag: 'true',
    });
  });
});
