import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Exact } from '../../../src/shared/money.ts';
import { askLake, csvField, parseCsv, runImport, writeFixture } from './support.ts';

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

describe('Azure MCA', () => {
  const base: Readonly<Record<string, string>> = {
    invoiceId: 'T1',
    billingAccountId: 'agreement',
    billingProfileId: 'profile-1',
    billingProfileName: 'Profile',
    billingPeriodStartDate: '01/01/2026',
    billingPeriodEndDate: '2026-01-31',
    date: '01/15/2026',
    serviceFamily: 'Compute',
    consumedService: 'Microsoft.Compute',
    meterCategory: 'Virtual Machines',
    meterName: 'D2 v5',
    ProductId: 'DZH318Z0',
    ProductName: 'Virtual Machines D2 v5',
    SubscriptionId: 'sub-1',
    subscriptionName: 'Production',
    publisherType: 'Microsoft',
    ResourceId: '/subscriptions/sub-1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1',
    resourceLocation: 'westeurope',
    unitOfMeasure: '100 Hours',
    chargeType: 'Usage',
    frequency: 'UsageBased',
    pricingModel: 'OnDemand',
    billingCurrency: 'EUR',
    pricingCurrency: 'USD',
    exchangeRatePricingToBilling: '0.9',
    quantity: '2',
    unitPrice: '10',
    PayGPrice: '12',
    costInBillingCurrency: '18',
    costInPricingCurrency: '20',
    paygCostInBillingCurrency: '21.6',
    tags: '{"env":"prod"}',
    benefitId: '',
    benefitName: '',
  };
  const reservation = {
    pricingModel: 'Reservation',
    benefitId: '/providers/Microsoft.Capacity/reservationOrders/o/reservations/r',
  };
  const plan = {
    pricingModel: 'SavingsPlan',
    benefitId: '/providers/Microsoft.BillingBenefits/savingsPlanOrders/o/savingsPlans/s',
  };
  const mca = (rows: readonly Readonly<Record<string, string>>[]): string =>
    `${[
      Object.keys(base).join(','),
      ...rows.map((row) =>
        Object.values({ ...base, ...row })
          .map(csvField)
          .join(','),
      ),
    ].join('\n')}\n`;
  const columns =
    'ChargeCategory AS category, BilledCost::VARCHAR::DOUBLE AS billed, EffectiveCost::VARCHAR::DOUBLE AS effective, CommitmentDiscountStatus AS status, CommitmentDiscountCategory AS kind';

  test('the billing profile is the billing account, and prices are in billing currency', async () => {
    const result = await runImport([await writeFixture('mca.csv', mca([{}]))]);
    expect(result).toMatchObject({ format: 'azure-mca', rowsImported: 1 });
    expect(result.slices[0]).toMatchObject({
      billingAccountId: 'profile-1',
      billingPeriodStart: '2026-01-01T00:00:00Z',
      billingPeriodEnd: '2026-02-01T00:00:00Z',
      totals: [
        { currency: 'EUR', billedCost: '18', effectiveCost: '18', listCost: '21.6', contractedCost: '18' },
      ],
    });
    const [row] = await askLake(
      result,
      'SELECT ListUnitPrice::VARCHAR::DOUBLE AS list, PricingCurrency AS currency, PricingCurrencyEffectiveCost::VARCHAR::DOUBLE AS priced, ConsumedQuantity::VARCHAR::DOUBLE AS consumed, ConsumedUnit AS unit, ResourceName AS name, SkuId AS sku FROM lake',
    );
    expect(row).toEqual({
      list: 10.8,
      currency: 'USD',
      priced: 20,
      consumed: 200,
      unit: 'Hours',
      name: 'web-1',
      sku: 'DZH318Z0',
    });
  });

  test('purchases, refunds, covered, idle and other charges are told apart', async () => {
    const csv = mca([
      { ...reservation, chargeType: 'Purchase', costInBillingCurrency: '100' },
      { ...reservation, chargeType: 'Refund', costInBillingCurrency: '-40' },
      { ...reservation, costInBillingCurrency: '5' },
      { ...reservation, chargeType: 'UnusedReservation', costInBillingCurrency: '2' },
      { ...plan, costInBillingCurrency: '0' },
      { ...plan, chargeType: 'UnusedSavingsPlan', costInBillingCurrency: '1' },
      { chargeType: 'RoundingAdjustment', costInBillingCurrency: '0.01' },
      { chargeType: 'Credit', costInBillingCurrency: '-3' },
      { chargeType: 'Tax', costInBillingCurrency: '4' },
    ]);
    const result = await runImport([await writeFixture('mca.csv', csv)]);
    const rows = await askLake(result, `SELECT ${columns} FROM lake ORDER BY ALL`);
    expect(rows.map(Object.values)).toEqual([
      ['Adjustment', 0.01, 0.01, null, null],
      ['Credit', -3, -3, null, null],
      ['Purchase', -40, 0, null, 'Usage'],
      ['Purchase', 100, 0, null, 'Usage'],
      ['Tax', 4, 4, null, null],
      ['Usage', 0, 1, 'Unused', 'Spend'],
      ['Usage', 0, 2, 'Unused', 'Usage'],
      ['Usage', 0, 5, 'Used', 'Usage'],
      // An actual-cost export cannot know what a plan's usage costs.
      ['Usage', 0, null, 'Used', 'Spend'],
    ]);
  });
});
