import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDemandOf } from '../../src/cli/commitments-demand-work.ts';
import { measureCharges } from '../../src/cli/commitments-metrics-work.ts';
import { importFromCommand } from '../../src/server/command-import.ts';
import { findCommandLake } from '../../src/server/command-lake.ts';
import { createTestServer, type TestServer } from '../support/test-server.ts';

const files = ['examples/focus/commitments-1.3.csv', '../shared/data/focus/focus_sample.csv'];

let server: TestServer;
let folder: string;
let organisationId: string;
beforeAll(async () => {
  server = await createTestServer({ services: ['web', 'worker'] });
  folder = await mkdtemp(join(tmpdir(), 'commitments-lake-'));
  ({ organisationId } = await server.asRole('administrator'));
  for (const path of files) await bring(organisationId, path);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};

const bring = (organisation: string, path: string) =>
  importFromCommand(server.kernel, {
    paths: [path],
    stdin: Readable.from([]),
    organisation,
    mode: 'append',
    signal,
    onProgress: () => undefined,
  });

/** The lake of the test's installation, found as a command finds its own. */
const context = {
  io,
  signal,
  find: (organisation: string | undefined) => findCommandLake(server.kernel, organisation),
};

const lakeOf = (organisation: string) => ({ lake: true, organisation });

const demandOf = async (names: readonly string[], options: object, output: string) => {
  const all = { pools: undefined, currency: undefined, from: undefined, until: undefined };
  const request = { ...all, output: join(folder, output), ...options };
  const { output: _path, ...summary } = await writeDemandOf(names, request, context);
  return { summary, text: await readFile(join(folder, output), 'utf8') };
};

test('the metrics of the lake are those of the files that were imported', async () => {
  const ofLake = await measureCharges([], lakeOf(organisationId), context);
  expect(ofLake).toEqual(await measureCharges(files, {}, context));
  expect(ofLake.commitments.map(({ id }) => id)).toContain('sp-2026-1');
  expect(ofLake.rows).toBe(1008);
});

test('the demand of the lake is that of the files that were imported, hour for hour', async () => {
  const ofLake = await demandOf([], lakeOf(organisationId), 'lake.csv');
  const ofFiles = await demandOf(files, {}, 'files.csv');
  expect(ofLake).toEqual(ofFiles);
  expect(ofLake.summary.series.length).toBeGreaterThan(10);
});

test('what an export has beside FOCUS decides in the lake as well: the size in AdditionalInfo of Azure', async () => {
  const { organisationId: other } = await server.asRole('administrator');
  await bring(other, '../shared/data/azure/ea-amortized-cost-small.csv');
  const { summary } = await demandOf([], lakeOf(other), 'azure.csv');
  expect(summary.series.map(({ series }) => series)).toContain('azure/compute/DSv2/eastus');
});

const plan = 'arn:aws:savingsplans::111122223333:savingsplan/sp-1';
const line = (
  type: string,
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  bill_payer_account_id: '111122223333',
  bill_billing_period_start_date: '2026-01-01T00:00:00Z',
  bill_billing_period_end_date: '2026-02-01T00:00:00Z',
  line_item_line_item_type: type,
  line_item_usage_account_id: '444455556666',
  line_item_usage_start_date: '2026-01-10T00:00:00Z',
  line_item_usage_end_date: '2026-01-10T01:00:00Z',
  line_item_currency_code: 'USD',
  line_item_product_code: 'AmazonEC2',
  line_item_usage_type: 'USE2-BoxUsage:m5.large',
  line_item_usage_amount: '1',
  line_item_unblended_cost: '0.096',
  product_servicecode: 'AmazonEC2',
  product_region_code: 'us-east-2',
  pricing_public_on_demand_cost: '0.096',
  savings_plan_savings_plan_a_r_n: type === 'Usage' ? '' : plan,
  savings_plan_savings_plan_effective_cost: '',
  savings_plan_total_commitment_to_date: '',
  savings_plan_used_commitment: '',
  ...given,
});

test("AWS's own report becomes demand and measures: its fee tells what was not used", async () => {
  const rows = [
    line('Usage'),
    line('Usage', { line_item_usage_type: 'USE2-DataTransfer-Out-Bytes', line_item_unblended_cost: '7' }),
    line('SavingsPlanCoveredUsage', { savings_plan_savings_plan_effective_cost: '0.06' }),
    line('SavingsPlanNegation', { line_item_unblended_cost: '-0.096' }),
    line('SavingsPlanRecurringFee', {
      line_item_unblended_cost: '0.1',
      savings_plan_total_commitment_to_date: '0.1',
      savings_plan_used_commitment: '0.06',
    }),
  ];
  const names = Object.keys(rows[0] ?? {});
  const path = join(folder, 'cur.csv');
  await writeFile(
    path,
    `${[names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map((each) => each.join(',')).join('\n')}\n`,
  );
  const { organisationId: other } = await server.asRole('administrator');
  await bring(other, path);
  const { summary } = await demandOf([], lakeOf(other), 'cur-demand.csv');
  expect(summary).toMatchObject({
    total: '0.192',
    series: [{ series: 'aws/compute/m5/us-east-2', covered: '0.096' }],
    problems: [{ code: 'covered-already', pool: 'aws/compute' }],
  });
  expect((await measureCharges([], lakeOf(other), context)).commitments).toMatchObject([
    { id: plan, used: '0.06', unused: '0.04', purchased: '0.10', difference: '0.00', explanation: null },
  ]);
});

test('an organisation sees its own lake alone, and an empty or unknown one is said to be', async () => {
  const { organisationId: empty } = await server.asRole('administrator');
  await expect(measureCharges([], lakeOf(empty), context)).rejects.toMatchObject({
    code: 'invalid_input',
    detail: expect.stringContaining('is empty'),
  });
  await expect(measureCharges([], lakeOf('nobody'), context)).rejects.toMatchObject({ code: 'not_found' });
  await expect(measureCharges([], { lake: true }, context)).rejects.toMatchObject({
    code: 'invalid_input',
    fix: expect.stringContaining('--organisation'),
  });
});

test('files beside --lake, and an organisation without it, are refused', async () => {
  await expect(measureCharges(files, { lake: true }, context)).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(measureCharges(files, { organisation: organisationId }, context)).rejects.toMatchObject({
    detail: expect.stringContaining('--organisation'),
  });
});
