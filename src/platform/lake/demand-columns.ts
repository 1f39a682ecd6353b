import { AppError } from '../../shared/errors.ts';
import { isWideDecimal, wideDecimalError } from './parquet-table.ts';
import { findColumn, type SourceColumn, type SourceTable } from './source-table.ts';

const needed = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'BillingCurrency',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ServiceName',
] as const;

const noValue = 'NULL::VARCHAR';
const longestText = 300;

/** The cost that tells the on-demand equivalent of a row, by what `price` says; see `demandColumns`. */
export const costOfPrice = {
  contracted: 'ContractedCost',
  list: 'ListCost',
  billed: 'BilledCost',
  unknown: 'EffectiveCost',
} as const;

/** What kinds of charges are told apart by, in this order. */
export const kindFields = [
  'provider',
  'currency',
  'chargeCategory',
  'chargeClass',
  'pricingCategory',
  'isCommitted',
  'commitmentStatus',
  'price',
  'serviceName',
  'serviceCategory',
  'resourceType',
  'regionId',
  'subAccountId',
  'meter',
  'meterCategory',
  'instanceType',
  'description',
  'engine',
] as const;
export type KindField = (typeof kindFields)[number];

export interface DemandColumns {
  /** SQL for each of `kindFields`, a text or NULL. */
  readonly kinds: Readonly<Record<KindField, string>>;
  /** The on-demand equivalent of usage; of a `price` that is unknown, what was paid. NULL for all else. */
  readonly amount: SourceColumn;
  readonly start: SourceColumn;
  readonly end: SourceColumn;
}

const requireColumns = (table: SourceTable): void => {
  const missing: string[] = needed.filter((name) => findColumn(table, name) === undefined);
  if (missing.length === 0) return;
  throw new AppError('invalid_input', {
    detail: `${table.file.label}, header: missing ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}; expected a FOCUS 1.0 to 1.3 cost and usage export.`,
    fix: 'Export the data in FOCUS format, with all mandatory columns; import other formats into the lake with `trimtab focus import`.',
    meta: { file: table.file.label, row: 0, missing },
  });
};

/** `"InstanceType": "m5.large"` of FOCUS 1.2, `"ServiceType":"Standard_D8s_v5"` of Azure. Not parsed: EA leaves braces out. */
const detailPattern = `"(?:x_)?(?:InstanceType|ServiceType)"\\s*:\\s*"([^"]{1,100})"`;
const enginePattern =
  '(?i)(aurora postgresql|aurora mysql|postgresql|mysql|mariadb|oracle|sql server|db2|redis|valkey|memcached)';

/** The four costs of one type, or as texts where their types differ, for the choice between them to be exact. */
const amountOf = (
  costs: Readonly<Record<keyof typeof costOfPrice, SourceColumn>>,
  price: string,
): SourceColumn => {
  const columns = Object.values(costs);
  const types = new Set(columns.map(({ parquetType }) => parquetType));
  const choose = (of: (column: SourceColumn) => string): string =>
    `CASE ${price} ${Object.entries(costs)
      .map(([name, column]) => `WHEN '${name}' THEN ${of(column)}`)
      .join(' ')} END`;
  const text = choose((column) => column.text);
  const isOneType = types.size === 1;
  return {
    name: 'ContractedCost',
    value: isOneType ? choose((column) => column.value) : text,
    text,
    parquetType: isOneType ? columns[0]?.parquetType : undefined,
  };
};

/** Not zero; a text that is no number is not zero either, so that adding it up finds it. */
const isNotZero = (column: SourceColumn): string =>
  `coalesce(try_cast(${column.text} AS DOUBLE) <> 0, ${column.text} IS NOT NULL)`;

/**
 * SQL for all that demand is made from.
 *
 * @throws AppError `invalid_input` when columns are missing (all are named) or of a type that cannot be read
 */
export const demandColumns = (table: SourceTable): DemandColumns => {
  requireColumns(table);
  const column = (name: string): SourceColumn =>
    findColumn(table, name) ?? { name, value: noValue, text: noValue, parquetType: undefined };
  const first = (...names: readonly string[]): string => {
    const found = names.flatMap((name) => findColumn(table, name)?.text ?? []);
    return found.length === 0
      ? noValue
      : found.length === 1
        ? (found[0] ?? noValue)
        : `coalesce(${found.join(', ')})`;
  };
  const costs = {
    contracted: column(costOfPrice.contracted),
    list: column(costOfPrice.list),
    billed: column(costOfPrice.billed),
    unknown: column(costOfPrice.unknown),
  };
  const wide = Object.values(costs).find(isWideDecimal);
  if (wide !== undefined) throw wideDecimalError(table.file, wide);

  const isUsage = `lower(${column('ChargeCategory').text}) = 'usage'`;
  const ofUsage = (sql: string): string => `CASE WHEN ${isUsage} THEN left(${sql}, ${longestText}) END`;
  const isCommitted = `${column('CommitmentDiscountId').text} IS NOT NULL`;
  const isConsumed = `(${isNotZero(costs.unknown)} OR ${isNotZero(column('ConsumedQuantity'))})`;
  const price =
    `CASE WHEN NOT coalesce(${isUsage}, false) THEN 'none' WHEN ${isNotZero(costs.contracted)} THEN 'contracted' ` +
    `WHEN ${isNotZero(costs.list)} THEN 'list' WHEN ${isCommitted} THEN CASE WHEN ${isConsumed} THEN 'unknown' ELSE 'none' END ` +
    `WHEN ${isNotZero(costs.billed)} THEN 'billed' ELSE 'none' END`;
  const provider = first('ProviderName', 'ServiceProviderName');
  const meter = first('x_UsageType', 'x_SkuMeterName', 'SkuMeter');
  const detailed = ['SkuPriceDetails', 'x_SkuDetails', 'AdditionalInfo'].flatMap(
    (name) => findColumn(table, name)?.text ?? [],
  );
  const instanceType =
    detailed.length === 0
      ? noValue
      : `nullif(regexp_extract(concat_ws(' ', ${detailed.join(', ')}), '${detailPattern}', 1), '')`;
  const description = first('ChargeDescription');
  const isDescribed = `(${meter} IS NULL AND ${instanceType} IS NULL) OR regexp_matches(${provider}, '(?i)google|gcp')`;
  return {
    kinds: {
      provider,
      currency: column('BillingCurrency').text,
      chargeCategory: column('ChargeCategory').text,
      chargeClass: column('ChargeClass').text,
      pricingCategory: column('PricingCategory').text,
      isCommitted: `CASE WHEN ${isCommitted} THEN 'yes' END`,
      commitmentStatus: column('CommitmentDiscountStatus').text,
      price,
      serviceName: ofUsage(column('ServiceName').text),
      serviceCategory: ofUsage(column('ServiceCategory').text),
      resourceType: ofUsage(column('ResourceType').text),
      regionId: ofUsage(first('RegionId', 'x_SkuRegion')),
      // Only Google's commitments belong to one: elsewhere it would part what is one.
      subAccountId: ofUsage(
        `CASE WHEN regexp_matches(${provider}, '(?i)google|gcp') THEN ${column('SubAccountId').text} END`,
      ),
      meter: ofUsage(meter),
      meterCategory: ofUsage(first('x_SkuMeterCategory', 'MeterCategory')),
      instanceType: ofUsage(instanceType),
      description: ofUsage(`CASE WHEN ${isDescribed} THEN ${description} END`),
      engine: `CASE WHEN lower(${column('ServiceCategory').text}) = 'databases' AND ${isUsage} THEN nullif(lower(regexp_extract(concat_ws(' ', ${meter}, ${description}), '${enginePattern}', 1)), '') END`,
    },
    amount: amountOf(costs, price),
    start: column('ChargePeriodStart'),
    end: column('ChargePeriodEnd'),
  };
};
