import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lakeColumns } from '../src/engines/focus/mapping/lake-schema.ts';
import type { ChargeFile } from '../src/features/explorer/feature.ts';
import type { DuckDb } from '../src/platform/lake/duckdb.ts';
import { parquetOptions } from '../src/platform/lake/import/sorted-runs.ts';
import { quoteName, quoteText } from '../src/platform/lake/sql-text.ts';

/** Thirteen months that end with November 2026. */
export const monthCount = 13;
const firstMonth = Date.UTC(2025, 10, 1);
export const monthAt = (index: number): Date => {
  const first = new Date(firstMonth);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index, 1));
};

const providers = ['AWS', 'Microsoft', 'Google Cloud'] as const;

/** A whole number below a limit that depends on nothing but row and salt. */
const pick = (salt: number, below: number): string => `(hash(r, ${salt}) % ${below})::integer`;
const cost = (salt: number): string => `(${pick(salt, 250_000)} / 1000.0 + 0.0000012345)`;

/** What a row holds; columns that are not named are null, as in most exports. */
const values: Readonly<Record<string, string>> = {
  BilledCost: cost(1),
  EffectiveCost: cost(2),
  ListCost: cost(3),
  ContractedCost: cost(4),
  BillingAccountId: `'account-' || ${pick(5, 4)}`,
  BillingAccountName: `'Account ' || ${pick(5, 4)}`,
  BillingCurrency: `'USD'`,
  ChargeCategory: `case when ${pick(6, 50)} = 0 then 'Purchase' else 'Usage' end`,
  ChargeDescription: `'$0.0' || ${pick(7, 900)} || ' per hour of something that runs in a region'`,
  ChargeFrequency: `'Usage-Based'`,
  CommitmentDiscountId: `case when ${pick(8, 5)} = 0 then 'commitment-' || ${pick(9, 40)} end`,
  CommitmentDiscountStatus: `case when ${pick(8, 5)} = 0 then case when ${pick(10, 8)} = 0 then 'Unused' else 'Used' end end`,
  ConsumedQuantity: `${pick(11, 7200)} / 100.0`,
  ConsumedUnit: `['Hours', 'GB', 'Requests'][1 + ${pick(12, 3)}]`,
  InvoiceIssuerName: `'Cloud Ltd.'`,
  ListUnitPrice: `${pick(13, 900)} / 10000.0`,
  PricingCategory: `'Standard'`,
  PricingQuantity: `${pick(11, 7200)} / 100.0`,
  PricingUnit: `['Hours', 'GB', 'Requests'][1 + ${pick(12, 3)}]`,
  RegionId: `'region-' || ${pick(14, 24)}`,
  RegionName: `'Region ' || ${pick(14, 24)}`,
  ResourceId: `'/subscriptions/5a2f/resourceGroups/rg-' || ${pick(15, 300)} || '/providers/thing/' || ${pick(15, 200_000)}`,
  ResourceName: `'thing-' || ${pick(15, 200_000)}`,
  ServiceCategory: `'Category ' || ${pick(16, 60)} % 12`,
  ServiceName: `'Service ' || ${pick(16, 60)}`,
  SkuId: `'sku-' || ${pick(17, 4000)}`,
  SkuPriceId: `'price-' || ${pick(17, 4000)}`,
  SubAccountId: `'sub-' || ${pick(18, 200)}`,
  SubAccountName: `'Team ' || ${pick(18, 200)}`,
  Tags: `case when ${pick(19, 5)} > 0 then map(['team', 'env', 'cost-center'], ['team-' || ${pick(20, 40)}, ['prod', 'dev', 'test'][1 + ${pick(21, 3)}], 'cc-' || ${pick(22, 90)}]) end`,
};

const rowSql = (provider: string, month: Date, end: Date): string => {
  const days = Math.round((end.getTime() - month.getTime()) / 86_400_000);
  const at = (date: Date): string =>
    `timestamp ${quoteText(date.toISOString().slice(0, 19).replace('T', ' '))}`;
  const start = `${at(month)} + to_hours(${pick(23, days * 24)})`;
  const own: Readonly<Record<string, string>> = {
    ...values,
    ProviderName: quoteText(provider),
    ServiceProviderName: quoteText(provider),
    BillingPeriodStart: at(month),
    BillingPeriodEnd: at(end),
    ChargePeriodStart: start,
    ChargePeriodEnd: `${start} + interval 1 hour`,
  };
  return lakeColumns
    .map(({ name, sqlType }) => `(${own[name] ?? 'null'})::${sqlType} as ${quoteName(name)}`)
    .join(', ');
};

const order = 'ChargePeriodStart::date, ServiceName, SubAccountId, ResourceId';

/**
 * Writes so many charges in the schema, order and format of the lake: a file for each month and provider. What
 * is there already is kept, so that several measurements share one lake.
 */
export const makeLake = async (
  duckDb: DuckDb,
  folder: string,
  rows: number,
): Promise<readonly ChargeFile[]> => {
  await mkdir(folder, { recursive: true });
  const present = new Set(await readdir(folder));
  const perFile = Math.ceil(rows / monthCount / providers.length);
  const files: ChargeFile[] = [];
  for (let index = 0; index < monthCount; index += 1) {
    const [month, end] = [monthAt(index), monthAt(index + 1)];
    for (const [number, provider] of providers.entries()) {
      const name = `${month.toISOString().slice(0, 7)}-${number}-${perFile}.parquet`;
      const path = join(folder, name);
      const first = (index * providers.length + number) * perFile;
      const select = `select ${rowSql(provider, month, end)} from range(${first}, ${first + perFile}) t(r) order by ${order}`;
      if (!present.has(name)) {
        await duckDb.withSession((session) =>
          session.run(`copy (${select}) to ${quoteText(path)} (${parquetOptions})`),
        );
      }
      files.push({
        path,
        rows: perFile,
        providerName: provider,
        currencies: ['USD'],
        minChargePeriodStart: month,
        maxChargePeriodStart: new Date(end.getTime() - 3_600_000),
        maxChargePeriodEnd: end,
        importedAt: end,
      });
    }
  }
  return files;
};

/** Bytes of files. */
export const bytesOf = async (files: readonly ChargeFile[]): Promise<number> =>
  (await Promise.all(files.map((file) => stat(file.path)))).reduce((sum, { size }) => sum + size, 0);
