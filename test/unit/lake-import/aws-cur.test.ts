import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDuckDb } from '../../../src/platform/lake/duckdb.ts';
import { askLake, csvField, type Imported, runImport, temporaryFolder, writeFixture } from './support.ts';

const plan = 'arn:aws:savingsplans::111122223333:savingsplan/sp-1';
const reserved = 'arn:aws:ec2:us-east-1:111122223333:reserved-instances/ri-1';

const base: Readonly<Record<string, string>> = {
  bill_payer_account_id: '111122223333',
  bill_payer_account_name: 'Payer',
  bill_billing_period_start_date: '2026-01-01T00:00:00.000Z',
  bill_billing_period_end_date: '2026-02-01T00:00:00.000Z',
  bill_invoicing_entity: 'Amazon Web Services, Inc.',
  line_item_usage_account_id: '444455556666',
  line_item_usage_start_date: '2026-01-10T00:00:00.000Z',
  line_item_usage_end_date: '2026-01-10T01:00:00.000Z',
  line_item_currency_code: 'USD',
  line_item_legal_entity: 'Amazon Web Services, Inc.',
  line_item_product_code: 'AmazonEC2',
  line_item_usage_type: 'BoxUsage:m5.large',
  line_item_usage_amount: '1',
  pricing_unit: 'Hrs',
  product: '{"product_name":"Amazon Elastic Compute Cloud"}',
  product_product_family: 'Compute Instance',
  product_region_code: 'us-east-1',
  line_item_resource_id: 'arn:aws:ec2:us-east-1:444455556666:instance/i-1',
  resource_tags: '{"user_team":"red"}',
  line_item_unblended_cost: '0',
};

/** One line of each type, with the columns that AWS's table dictionary gives it. */
const lines: readonly Readonly<Record<string, string>>[] = [
  {
    type: 'Usage',
    line_item_unblended_cost: '0.096',
    line_item_unblended_rate: '0.096',
    pricing_public_on_demand_cost: '0.1',
    pricing_public_on_demand_rate: '0.1',
  },
  {
    type: 'SavingsPlanCoveredUsage',
    line_item_unblended_cost: '0.096',
    pricing_public_on_demand_cost: '0.1',
    savings_plan_savings_plan_effective_cost: '0.06',
    savings_plan_savings_plan_a_r_n: plan,
  },
  { type: 'SavingsPlanNegation', line_item_unblended_cost: '-0.096', savings_plan_savings_plan_a_r_n: plan },
  {
    type: 'SavingsPlanRecurringFee',
    line_item_unblended_cost: '0.1',
    savings_plan_total_commitment_to_date: '0.1',
    savings_plan_used_commitment: '0.06',
    savings_plan_savings_plan_a_r_n: plan,
  },
  { type: 'SavingsPlanUpfrontFee', line_item_unblended_cost: '500', savings_plan_savings_plan_a_r_n: plan },
  {
    type: 'DiscountedUsage',
    line_item_unblended_cost: '0',
    pricing_public_on_demand_cost: '0.1',
    reservation_effective_cost: '0.07',
    reservation_reservation_a_r_n: reserved,
    line_item_normalized_usage_amount: '4',
  },
  {
    type: 'RIFee',
    line_item_unblended_cost: '10',
    reservation_unused_amortized_upfront_fee_for_billing_period: '1.25',
    reservation_unused_recurring_fee: '2',
    reservation_reservation_a_r_n: reserved,
  },
  { type: 'Fee', line_item_unblended_cost: '300', reservation_reservation_a_r_n: reserved },
  { type: 'Fee', line_item_unblended_cost: '29', line_item_product_code: 'AWSSupportBusiness' },
  { type: 'EdpDiscount', line_item_unblended_cost: '-0.01' },
  { type: 'PrivateRateDiscount', line_item_unblended_cost: '-0.02' },
  { type: 'BundledDiscount', line_item_unblended_cost: '-0.03' },
  { type: 'Discount', line_item_unblended_cost: '-0.04' },
  { type: 'Credit', line_item_unblended_cost: '-5' },
  { type: 'Refund', line_item_unblended_cost: '-3' },
  { type: 'Tax', line_item_unblended_cost: '1.9' },
  { type: 'SomethingNew', line_item_unblended_cost: '0.5' },
];

const cur = (rows: readonly Readonly<Record<string, string>>[]): string => {
  const full = rows.map(
    ({ type = '', ...rest }): Record<string, string> => ({
      ...base,
      line_item_line_item_type: type,
      ...rest,
    }),
  );
  const names = [...new Set(full.flatMap((row) => Object.keys(row)))];
  const text = full.map((row) => names.map((name) => csvField(row[name] ?? '')).join(','));
  return `${[names.join(','), ...text].join('\n')}\n`;
};

const costsOf = async (result: Imported) => {
  const rows = await askLake(
    result,
    'SELECT ChargeCategory AS category, BilledCost::VARCHAR::DOUBLE AS billed, EffectiveCost::VARCHAR::DOUBLE AS effective, ListCost::VARCHAR::DOUBLE AS list, ContractedCost::VARCHAR::DOUBLE AS contracted, CommitmentDiscountStatus AS status FROM lake ORDER BY ALL',
  );
  return rows.map((row) => [row.category, row.billed, row.effective, row.list, row.contracted, row.status]);
};

test('every type of line has its category and its four costs', async () => {
  const result = await runImport([await writeFixture('cur.csv', cur(lines))]);
  expect(result).toMatchObject({
    format: 'aws-cur-2.0',
    rowsRead: lines.length,
    rowsImported: lines.length,
    notices: [],
  });
  expect(await costsOf(result)).toEqual(
    [
      ['Usage', 0.096, 0.096, 0.1, 0.096, null],
      ['Usage', 0, 0.06, 0.1, 0.096, 'Used'],
      ['Usage', 0, 0, 0, 0, null],
      ['Purchase', 0.1, 0.04, 0.1, 0.1, null],
      ['Purchase', 500, 0, 500, 500, null],
      ['Usage', 0, 0.07, 0.1, 0.1, 'Used'],
      ['Purchase', 10, 3.25, 10, 10, null],
      ['Purchase', 300, 0, 300, 300, null],
      ['Purchase', 29, 29, 29, 29, null],
      ['Usage', -0.01, -0.01, -0.01, -0.01, null],
      ['Usage', -0.02, -0.02, -0.02, -0.02, null],
      ['Usage', -0.03, -0.03, -0.03, -0.03, null],
      ['Usage', -0.04, -0.04, -0.04, -0.04, null],
      ['Credit', -5, -5, -5, -5, null],
      ['Adjustment', -3, -3, -3, -3, null],
      ['Tax', 1.9, 1.9, 1.9, 1.9, null],
      ['Adjustment', 0.5, 0.5, 0.5, 0.5, null],
    ].toSorted(
      (a, b) =>
        String(a[0]).localeCompare(String(b[0])) ||
        Number(a[1]) - Number(b[1]) ||
        Number(a[2]) - Number(b[2]),
    ),
  );
});

test('what is billed adds up to what AWS charges', async () => {
  const result = await runImport([await writeFixture('cur.csv', cur(lines))]);
  // 0.096 + 0.096 - 0.096 + 0.1 + 500 + 10 + 300 + 29 - 0.1 - 5 - 3 + 1.9 + 0.5
  expect(result.slices[0]?.totals[0]?.billedCost).toBe('833.496');
});

test('with net costs, discounts are counted once', async () => {
  const csv = cur([
    { type: 'Usage', line_item_unblended_cost: '10', line_item_net_unblended_cost: '9' },
    { type: 'EdpDiscount', line_item_unblended_cost: '-1' },
    {
      type: 'SavingsPlanCoveredUsage',
      line_item_unblended_cost: '5',
      savings_plan_savings_plan_effective_cost: '3',
      savings_plan_net_savings_plan_effective_cost: '2.7',
    },
  ]);
  const result = await runImport([await writeFixture('cur.csv', csv)]);
  expect(result.slices[0]?.totals[0]).toMatchObject({ billedCost: '9', effectiveCost: '11.7' });
});

test('Parquet with maps and doubles gives the rows that CSV gives', async () => {
  const csv = await writeFixture('cur.csv', cur(lines));
  const folder = await temporaryFolder();
  const path = join(folder, 'cur.parquet');
  const duckDb = await openDuckDb({
    memoryLimitMib: 200,
    threads: 1,
    tempFolder: join(folder, 't'),
    allowedFolders: [folder],
    allowedFiles: [csv],
  });
  await duckDb.withSession((session) =>
    session.run(
      `COPY (SELECT * REPLACE (from_json(product, '"MAP(VARCHAR,VARCHAR)"') AS product, from_json(resource_tags, '"MAP(VARCHAR,VARCHAR)"') AS resource_tags, line_item_unblended_cost::DOUBLE AS line_item_unblended_cost, line_item_usage_start_date::TIMESTAMP AS line_item_usage_start_date) FROM read_csv('${csv}', all_varchar = true, delim = ',', quote = '"', escape = '"')) TO '${path}' (FORMAT parquet)`,
    ),
  );
  duckDb.close();
  const sql = 'SELECT * FROM lake ORDER BY BilledCost, EffectiveCost';
  const [fromCsv, fromParquet] = [await runImport([csv]), await runImport([path])];
  expect(await askLake(fromParquet, sql)).toEqual(await askLake(fromCsv, sql));
  expect(fromCsv.tagKeys).toEqual(['user_team']);
});

test('names, regions and services are found', async () => {
  const result = await runImport([await writeFixture('cur.csv', cur(lines.slice(0, 1)))]);
  const [row] = await askLake(
    result,
    'SELECT ResourceName AS name, ResourceType AS type, RegionId AS region, ServiceName AS service, ServiceCategory AS category, SubAccountId AS account, ProviderName AS provider FROM lake',
  );
  expect(row).toEqual({
    name: 'i-1',
    type: 'Compute Instance',
    region: 'us-east-1',
    service: 'Amazon Elastic Compute Cloud',
    category: 'Compute',
    account: '444455556666',
    provider: 'AWS',
  });
});
