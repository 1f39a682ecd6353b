import { mkdtempSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type DemandRequest, writeDemandOf } from '../../src/cli/commitments-demand-work.ts';
import { type DemandSummary, demandSummarySchema } from '../../src/shared/commitments/demand.ts';
import { createExactSum } from '../../src/shared/exact-sum.ts';
import { type CsvRow, readCsvRows } from './csv-rows.ts';

export const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};
export const { signal } = new AbortController();
export const example = 'examples/focus/commitments-1.3.csv';
export const focusSample = '../shared/data/focus/focus_sample.csv';

export const whole = { pools: undefined, currency: undefined, from: undefined, until: undefined };
/** A folder of this test file's own. */
export const folder = mkdtempSync(join(tmpdir(), 'demand-'));

export const make = async (
  files: readonly string[],
  choice: Partial<DemandRequest> = {},
): Promise<{
  readonly summary: DemandSummary;
  readonly rows: readonly CsvRow[];
  readonly output: string;
}> => {
  const output = choice.output ?? join(folder, 'demand.csv');
  const request = { ...whole, ...choice, output };
  const summary = demandSummarySchema.parse(await writeDemandOf(files, request, { io, signal }));
  return {
    summary,
    rows: output.endsWith('.csv') ? readCsvRows(await readFile(output, 'utf8')) : [],
    output,
  };
};

export const sum = (amounts: Iterable<string | null | undefined>): string => {
  const total = createExactSum();
  for (const amount of amounts) if (amount) total.add(amount);
  return total.value();
};
export const sumOfRows = (rows: readonly CsvRow[]): string => sum(rows.map(({ quantity }) => quantity));

/** The on-demand equivalent of a row, in other words than those of the command. */
export const equivalentOf = (row: CsvRow): string => {
  const isPriced = (text: string | null | undefined): text is string => Number(text ?? 0) !== 0;
  if (isPriced(row.ContractedCost)) return row.ContractedCost;
  if (isPriced(row.ListCost)) return row.ListCost;
  return isPriced(row.CommitmentDiscountId ? '1' : '0') ? '0' : (row.BilledCost ?? '0');
};
export const isUsage = (row: CsvRow): boolean =>
  row.ChargeCategory === 'Usage' && row.CommitmentDiscountStatus !== 'Unused';

export const header =
  'ProviderName,BillingCurrency,ChargeCategory,ChargeClass,PricingCategory,CommitmentDiscountId,CommitmentDiscountStatus,ServiceName,ServiceCategory,RegionId,x_UsageType,ChargePeriodStart,ChargePeriodEnd,BilledCost,EffectiveCost,ListCost,ContractedCost,ConsumedQuantity';
export type Charge = Readonly<Record<string, string>>;
export const charge: Charge = {
  ProviderName: 'AWS',
  BillingCurrency: 'USD',
  ChargeCategory: 'Usage',
  PricingCategory: 'Standard',
  ServiceName: 'Amazon Elastic Compute Cloud',
  ServiceCategory: 'Compute',
  RegionId: 'us-east-1',
  x_UsageType: 'BoxUsage:m5.large',
  ChargePeriodStart: '2026-01-01T00:00:00Z',
  ChargePeriodEnd: '2026-01-01T01:00:00Z',
  BilledCost: '1',
  EffectiveCost: '1',
  ListCost: '1',
  ContractedCost: '1',
  ConsumedQuantity: '1',
};
export const write = async (charges: readonly Charge[], name = 'charges.csv'): Promise<string> => {
  const path = join(folder, name);
  const lines = charges.map((given) => {
    const full: Charge = { ...charge, ...given };
    return header
      .split(',')
      .map((column) => full[column] ?? '')
      .join(',');
  });
  await writeFile(path, `${[header, ...lines].join('\n')}\n`);
  return path;
};
