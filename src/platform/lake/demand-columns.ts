import { isExactType } from './amount-sql.ts';
import { costOfPrice, type DemandColumns, type DemandSpan, type KindField } from './demand-fields.ts';
import { instantSql, isInstantSql } from './instant-sql.ts';
import { isWideDecimal, wideDecimalError } from './parquet-table.ts';
import { requireFocusColumns } from './required-columns.ts';
import { findColumn, type SourceColumn, type SourceTable } from './source-table.ts';
import { quoteText } from './sql-text.ts';

const noValue = 'NULL::VARCHAR';
const longestText = 300;

/** `"InstanceType": "m5.large"` of FOCUS 1.2, `"ServiceType":"Standard_D8s_v5"` of Azure. Not parsed: EA leaves braces out. */
const detailPattern = `"(?:x_)?(?:InstanceType|ServiceType)"\\s*:\\s*"([^"]{1,100})"`;
const enginePattern =
  '(?i)(aurora postgresql|aurora mysql|postgresql|mysql|mariadb|oracle|sql server|db2|redis|valkey|memcached)';

type Costs = Readonly<Record<keyof typeof costOfPrice, SourceColumn>>;

/** The four costs of one type, or as texts where their types differ, for the choice between them to be exact. */
const amountOf = (costs: Costs, price: string): SourceColumn => {
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

/** A charge belongs to a span when it begins in it; one whose start cannot be read is inside, so that it is found. */
const outsideOf = ({ text }: SourceColumn, { from, until }: DemandSpan): string => {
  const at = instantSql(text);
  const conditions = [
    ...(from === undefined ? [] : [`${at} < ${quoteText(from)}::TIMESTAMPTZ`]),
    ...(until === undefined ? [] : [`${at} >= ${quoteText(until)}::TIMESTAMPTZ`]),
  ];
  return conditions.length === 0 ? noValue : `CASE WHEN ${conditions.join(' OR ')} THEN 'yes' END`;
};

/** Not zero; a text that is no number is not zero either, so that adding it up finds it. */
const isNotZero = (column: SourceColumn): string =>
  `coalesce(try_cast(${column.text} AS DOUBLE) <> 0, ${column.text} IS NOT NULL)`;

/**
 * SQL for what no amount or instant is in a row, as `COLUMN:text`, even where nothing is taken from it; NULL without. What is
 * of demand is read again, digit by digit.
 */
const faultSql = (costs: Costs, periods: readonly SourceColumn[]): string => {
  const isText = ({ parquetType }: SourceColumn): boolean =>
    parquetType === undefined || parquetType === 'VARCHAR';
  // DuckDB takes 1_000 for a number.
  const isCost = ({ text }: SourceColumn): string =>
    `coalesce(abs(try_cast(${text} AS DOUBLE)) < 1e13 AND NOT contains(${text}, '_'), false)`;
  const faults = [
    ...Object.values(costs)
      .filter((column) => isText(column) || !isExactType(column))
      .map((column) => ({ column, isSound: isCost(column) })),
    ...periods
      .filter((column) => isText(column) || !/^(TIMESTAMP|DATE)/.test(column.parquetType ?? ''))
      .map((column) => ({ column, isSound: isInstantSql(column.text) })),
  ];
  const cases = faults.map(
    ({ column, isSound }) =>
      `WHEN ${column.text} IS NOT NULL AND NOT ${isSound} THEN concat(${quoteText(column.name)}, ':', left(${column.text}, 101))`,
  );
  return cases.length === 0 ? noValue : `CASE ${cases.join(' ')} END`;
};

/** SQL for the columns of a table, NULL for what it lacks. */
const readerOf = (table: SourceTable) => {
  const column = (name: string): SourceColumn =>
    findColumn(table, name) ?? { name, value: noValue, text: noValue, parquetType: undefined };
  const isUsage = `coalesce(lower(${column('ChargeCategory').text}) = 'usage', false)`;
  return {
    column,
    /** The first of several columns that has a value. */
    first: (...names: readonly string[]): string =>
      `coalesce(${[...names.flatMap((name) => findColumn(table, name)?.text ?? []), noValue].join(', ')})`,
    isUsage,
    /** Cut, and of usage alone: the details of other charges would only make more kinds. */
    ofUsage: (sql: string): string => `CASE WHEN ${isUsage} THEN left(${sql}, ${longestText}) END`,
  };
};
type Reader = ReturnType<typeof readerOf>;

const costsOf = (table: SourceTable, { column }: Reader): Costs => {
  const costs = {
    contracted: column(costOfPrice.contracted),
    list: column(costOfPrice.list),
    billed: column(costOfPrice.billed),
    unknown: column(costOfPrice.unknown),
  };
  const wide = Object.values(costs).find(isWideDecimal);
  if (wide !== undefined) throw wideDecimalError(table.file, wide);
  return costs;
};

const committedSql = ({ column }: Reader): string => `${column('CommitmentDiscountId').text} IS NOT NULL`;

/** Which cost is the on-demand equivalent. Covered usage was never billed on demand, so that its bill says nothing. */
const priceSql = (reader: Reader, costs: Costs): string => {
  const isConsumed = `(${isNotZero(costs.unknown)} OR ${isNotZero(reader.column('ConsumedQuantity'))})`;
  return [
    `CASE WHEN NOT ${reader.isUsage} THEN 'none'`,
    `WHEN ${isNotZero(costs.contracted)} THEN 'contracted' WHEN ${isNotZero(costs.list)} THEN 'list'`,
    `WHEN ${committedSql(reader)} THEN CASE WHEN ${isConsumed} THEN 'unknown' ELSE 'none' END`,
    `WHEN ${isNotZero(costs.billed)} THEN 'billed' ELSE 'none' END`,
  ].join(' ');
};

/** What was used: meter, type and, where these say too little, the description. */
const detailsSql = (reader: Reader, provider: string) => {
  const { column, first, isUsage, ofUsage } = reader;
  const isGoogle = `regexp_matches(${provider}, '(?i)google|gcp')`;
  const meter = first('x_UsageType', 'x_SkuMeterName', 'SkuMeter');
  const details = ['SkuPriceDetails', 'x_SkuDetails', 'AdditionalInfo'].map((name) => column(name).text);
  const instanceType = `nullif(regexp_extract(concat_ws(' ', ${details.join(', ')}), '${detailPattern}', 1), '')`;
  const description = column('ChargeDescription').text;
  const isDescribed = `(${meter} IS NULL AND ${instanceType} IS NULL) OR ${isGoogle}`;
  const isDatabase = `${isUsage} AND lower(${column('ServiceCategory').text}) = 'databases'`;
  const engine = `nullif(lower(regexp_extract(concat_ws(' ', ${meter}, ${description}), '${enginePattern}', 1)), '')`;
  return {
    meter: ofUsage(meter),
    meterCategory: ofUsage(first('x_SkuMeterCategory', 'MeterCategory')),
    instanceType: ofUsage(instanceType),
    description: ofUsage(`CASE WHEN ${isDescribed} THEN ${description} END`),
    engine: `CASE WHEN ${isDatabase} THEN ${engine} END`,
    // Only Google's commitments belong to one: elsewhere it would part what is one.
    subAccountId: ofUsage(`CASE WHEN ${isGoogle} THEN ${column('SubAccountId').text} END`),
  };
};

/**
 * SQL for all that demand is made from.
 *
 * @throws AppError `invalid_input` when columns are missing (all are named) or of a type that cannot be read
 */
export const demandColumns = (table: SourceTable, span: DemandSpan): DemandColumns => {
  requireFocusColumns(table, ['ServiceName']);
  const reader = readerOf(table);
  const { column, first, ofUsage } = reader;
  const costs = costsOf(table, reader);
  const price = priceSql(reader, costs);
  const provider = first('ProviderName', 'ServiceProviderName');
  const kinds: Record<KindField, string> = {
    provider,
    currency: column('BillingCurrency').text,
    chargeCategory: column('ChargeCategory').text,
    chargeClass: column('ChargeClass').text,
    pricingCategory: column('PricingCategory').text,
    isCommitted: `CASE WHEN ${committedSql(reader)} THEN 'yes' END`,
    commitmentStatus: column('CommitmentDiscountStatus').text,
    price,
    serviceName: ofUsage(column('ServiceName').text),
    resourceType: ofUsage(column('ResourceType').text),
    regionId: ofUsage(first('RegionId', 'x_SkuRegion')),
    ...detailsSql(reader, provider),
    isOutside: outsideOf(column('ChargePeriodStart'), span),
  };
  return {
    kinds,
    amount: amountOf(costs, price),
    start: column('ChargePeriodStart'),
    end: column('ChargePeriodEnd'),
    fault: faultSql(costs, [column('ChargePeriodStart'), column('ChargePeriodEnd')]),
  };
};
