import { z } from 'zod';
import type { DuckDbRow, DuckDbSession } from '../../../platform/lake/duckdb.ts';
import {
  type Bindings,
  type ChargeScope,
  chargesSql,
  createBindings,
  filesSql,
  instantSql,
} from './statement.ts';

/** The last charge of a page: when it began, and where it stands in the list of files. */
export interface ChargePlace {
  readonly startMs: number;
  readonly file: number;
  readonly row: number;
}

export interface ChargesAsk {
  readonly scope: ChargeScope;
  readonly after: ChargePlace | undefined;
  readonly limit: number;
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

const columnsSql = (file: string, row: string): string =>
  [
    ...textColumns.map((name) => `"${name}"`),
    ...decimalColumns.map((name) => `"${name}"::varchar as "${name}"`),
    ...instantColumns.map((name) => `epoch_ms("${name}") as "${name}"`),
    'map_keys(Tags) as "tagKeys"',
    'map_values(Tags) as "tagValues"',
    `${file} as file`,
    `${row} as row`,
  ].join(', ');

/**
 * A page is found by the columns that decide it, and the others are read for its rows only: with thirty columns
 * for each row of a month the same page takes ten times as long.
 */
const pageSql = ({ scope, after, limit }: ChargesAsk, bindings: Bindings): string => {
  const from = chargesSql(scope, bindings, after ? [afterSql(after)] : []);
  return `with place as materialized (
      select ChargePeriodStart as place_start, file_index as place_file, file_row_number as place_row ${from}
      order by place_start desc, place_file, place_row limit ${limit})
    select ${columnsSql('place_file', 'place_row')} from ${filesSql(scope.paths)} c
    join place p on c.file_index = p.place_file and c.file_row_number = p.place_row
    order by place_start desc, place_file, place_row`;
};

/** Single charges, newest first. */
export const charges = async (
  session: DuckDbSession,
  ask: ChargesAsk,
  signal?: AbortSignal,
): Promise<readonly ChargeRow[]> => {
  const bindings = createBindings();
  const rows = await session.all(pageSql(ask, bindings), { values: bindings.values, signal });
  return rows.map(parse);
};

/** All charges in the order of the files, in batches: for an export of any size in bounded memory. */
export async function* streamCharges(
  session: DuckDbSession,
  scope: ChargeScope,
  signal?: AbortSignal,
): AsyncGenerator<readonly ChargeRow[]> {
  const bindings = createBindings();
  const sql = `select ${columnsSql('file_index', 'file_row_number')} ${chargesSql(scope, bindings)}`;
  for await (const batch of session.stream(sql, { values: bindings.values, signal })) yield batch.map(parse);
}
