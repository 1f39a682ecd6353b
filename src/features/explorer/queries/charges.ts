import { z } from 'zod';
import type { DuckDbRow, DuckDbSession } from '../../../platform/lake/duckdb.ts';
import { type Bindings, type ChargeScope, chargesSql, createBindings, instantSql } from './statement.ts';

/** The last charge of a page: when it began, and where it stands in the list of files. */
export interface ChargePlace {
  readonly startMs: number;
  readonly file: number;
  readonly row: number;
}

export interface ChargesAsk {
  readonly scope: ChargeScope;
  readonly after: ChargePlace | undefined;
  readonly limit: number | undefined;
}

const textColumns = [
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ProviderName',
  'ServiceName',
  'SubAccountId',
  'SubAccountName',
  'RegionId',
  'ResourceId',
  'ResourceName',
  'SkuId',
  'SkuPriceId',
  'PricingCategory',
  'PricingUnit',
  'ConsumedUnit',
  'CommitmentDiscountId',
  'CommitmentDiscountStatus',
  'BillingCurrency',
] as const;
const decimalColumns = [
  'PricingQuantity',
  'ListUnitPrice',
  'ContractedUnitPrice',
  'ConsumedQuantity',
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
] as const;
const instantColumns = ['ChargePeriodStart', 'ChargePeriodEnd', 'BillingPeriodStart'] as const;

const text = z.string().nullable();
const milliseconds = z.coerce.number();
const textShape = z.record(z.enum([...textColumns, ...decimalColumns]), text);
const restShape = z.object({
  ChargePeriodStart: milliseconds,
  ChargePeriodEnd: milliseconds,
  BillingPeriodStart: milliseconds.nullable(),
  tagKeys: z.array(z.string()).nullable(),
  tagValues: z.array(text).nullable(),
  file: milliseconds,
  row: milliseconds,
});
export type ChargeRow = z.infer<typeof textShape> & z.infer<typeof restShape>;

const parse = (row: DuckDbRow): ChargeRow => {
  const texts = Object.fromEntries([...textColumns, ...decimalColumns].map((name) => [name, row[name]]));
  return { ...textShape.parse(texts), ...restShape.parse(row) };
};

const afterSql = ({ startMs, file, row }: ChargePlace): string => {
  const start = instantSql(new Date(startMs));
  return `(ChargePeriodStart < ${start} or (ChargePeriodStart = ${start}
    and (file_index > ${file} or (file_index = ${file} and file_row_number > ${row}))))`;
};

const statement = ({ scope, after, limit }: ChargesAsk, bindings: Bindings): string => {
  const from = chargesSql(scope, bindings, after ? [afterSql(after)] : []);
  const columns = [
    ...textColumns.map((name) => `"${name}"`),
    ...decimalColumns.map((name) => `"${name}"::varchar as "${name}"`),
    ...instantColumns.map((name) => `epoch_ms("${name}") as "${name}"`),
    'map_keys(Tags) as "tagKeys"',
    'map_values(Tags) as "tagValues"',
    'file_index as file',
    'file_row_number as row',
  ];
  return `select ${columns.join(', ')} ${from}
    ${limit === undefined ? '' : `order by "ChargePeriodStart" desc, file_index, file_row_number limit ${limit}`}`;
};

/** Single charges, newest first. */
export const charges = async (
  session: DuckDbSession,
  ask: ChargesAsk,
  signal?: AbortSignal,
): Promise<readonly ChargeRow[]> => {
  const bindings = createBindings();
  const rows = await session.all(statement(ask, bindings), { values: bindings.values, signal });
  return rows.map(parse);
};

/** All charges in the order of the files, in batches: for an export of any size in bounded memory. */
export async function* streamCharges(
  session: DuckDbSession,
  scope: ChargeScope,
  signal?: AbortSignal,
): AsyncGenerator<readonly ChargeRow[]> {
  const bindings = createBindings();
  const sql = statement({ scope, after: undefined, limit: undefined }, bindings);
  for await (const batch of session.stream(sql, { values: bindings.values, signal })) yield batch.map(parse);
}
