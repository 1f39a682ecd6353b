import { AppError } from '../../shared/errors.ts';
import { parseInstantText } from '../../shared/instant-text.ts';
import { formatInstant } from '../../shared/time.ts';
import type { DuckDbSession } from './duckdb.ts';
import { type ExactGroup, sumExactly } from './exact-groups.ts';
import { isWideDecimal, wideDecimalError } from './parquet-table.ts';
import { errorAt } from './source-error.ts';
import { findColumn, type SourceColumn, type SourceTable } from './source-table.ts';

/** Rows of a FOCUS file that agree in what decides about commitments, with exact sums as decimal text. */
interface ChargeGroup {
  readonly provider: string | null;
  readonly currency: string | null;
  readonly chargeCategory: string | null;
  readonly pricingCategory: string | null;
  readonly serviceCategory: string | null;
  readonly commitmentId: string | null;
  readonly commitmentName: string | null;
  readonly commitmentStatus: string | null;
  readonly hasEffectiveCost: boolean;
  readonly hasListCost: boolean;
  readonly hasContractedCost: boolean;
  /** Of purchases of more than a day alone. */
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly rows: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
  readonly listCost: string;
  readonly contractedCost: string;
  readonly commitmentQuantity: string;
}

interface ChargeWindow {
  readonly commitmentId: string;
  readonly start: string;
  readonly end: string;
}

export interface CommitmentCharges {
  readonly charges: readonly ChargeGroup[];
  readonly windows: readonly ChargeWindow[];
}

const needed = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'BillingCurrency',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ServiceCategory',
] as const;

const noValue = 'NULL::VARCHAR';

const requireColumns = (table: SourceTable): void => {
  const missing: string[] = needed.filter((name) => findColumn(table, name) === undefined);
  if (missing.length === 0) return;
  throw new AppError('invalid_input', {
    detail: `${table.file.label}, header: missing ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}; expected a FOCUS 1.0 to 1.3 cost and usage export.`,
    fix: 'Export the data in FOCUS format, with all mandatory columns.',
    meta: { file: table.file.label, row: 0, missing },
  });
};

/** SQL for each part of the question; columns that newer versions brought may be absent. */
const describe = (table: SourceTable) => {
  const column = (name: string): SourceColumn =>
    findColumn(table, name) ?? { name, value: noValue, text: noValue, parquetType: undefined };
  const text = (name: string): string => column(name).text;
  const isNotZero = (name: string): string =>
    `CASE WHEN coalesce(try_cast(${text(name)} AS DOUBLE), 0) = 0 THEN 'no' ELSE 'yes' END`;
  // Plans are billed by the hour: a purchase of a day or less counts whole, or there would be a group for each.
  const instant = (name: string): string => `try_cast(${text(name)} AS TIMESTAMP)`;
  const hours = `date_diff('hour', ${instant('ChargePeriodStart')}, ${instant('ChargePeriodEnd')})`;
  const isLongPurchase = `lower(${text('ChargeCategory')}) = 'purchase' AND coalesce(${hours} > 24, true)`;
  const ofPurchase = (name: string): string => `CASE WHEN ${isLongPurchase} THEN ${text(name)} END`;
  return {
    id: text('CommitmentDiscountId'),
    status: text('CommitmentDiscountStatus'),
    start: text('ChargePeriodStart'),
    end: text('ChargePeriodEnd'),
    keys: [
      `coalesce(${text('ProviderName')}, ${text('ServiceProviderName')})`,
      text('BillingCurrency'),
      text('ChargeCategory'),
      text('PricingCategory'),
      text('ServiceCategory'),
      text('CommitmentDiscountId'),
      text('CommitmentDiscountName'),
      text('CommitmentDiscountStatus'),
      isNotZero('ListCost'),
      isNotZero('ContractedCost'),
      ofPurchase('ChargePeriodStart'),
      ofPurchase('ChargePeriodEnd'),
      isNotZero('EffectiveCost'),
    ],
    amounts: ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost', 'CommitmentDiscountQuantity'].map(
      column,
    ),
  };
};

const instantOf = (table: SourceTable, column: string, text: string): string => {
  const at = parseInstantText(text);
  if (at !== undefined) return formatInstant(at);
  throw errorAt(
    table.file,
    { row: 0, column },
    `found ${JSON.stringify(text.slice(0, 100))}; expected an instant such as 2026-01-31T00:00:00Z`,
    'Correct the value, or export the file again.',
  );
};

const toCharges = (table: SourceTable, { keys, rows, sums }: ExactGroup): ChargeGroup => {
  const key = (index: number): string | null => keys[index] ?? null;
  const amount = (index: number): string => sums[index]?.value() ?? '0';
  const [start, end] = [key(10), key(11)];
  const period =
    start === null || end === null
      ? null
      : {
          start: instantOf(table, 'ChargePeriodStart', start),
          end: instantOf(table, 'ChargePeriodEnd', end),
        };
  return {
    provider: key(0),
    currency: key(1),
    chargeCategory: key(2),
    pricingCategory: key(3),
    serviceCategory: key(4),
    commitmentId: key(5),
    commitmentName: key(6),
    commitmentStatus: key(7),
    hasEffectiveCost: key(12) === 'yes',
    hasListCost: key(8) === 'yes',
    hasContractedCost: key(9) === 'yes',
    period,
    rows,
    billedCost: amount(0),
    effectiveCost: amount(1),
    listCost: amount(2),
    contractedCost: amount(3),
    commitmentQuantity: amount(4),
  };
};

/**
 * Sums the charges of a FOCUS file, exactly, by what decides about commitments, and finds the time that the used and
 * unused rows of each are of.
 *
 * @throws AppError `invalid_input` when columns are missing (all are named), and for the first amount or period that
 * cannot be read
 */
export const readCommitmentCharges = async (source: {
  readonly session: DuckDbSession;
  readonly table: SourceTable;
  readonly signal?: AbortSignal | undefined;
}): Promise<CommitmentCharges> => {
  const { session, table, signal } = source;
  requireColumns(table);
  const { id, status, start, end, keys, amounts } = describe(table);
  const wide = amounts.find(isWideDecimal);
  if (wide !== undefined) throw wideDecimalError(table.file, wide);
  const groups = await sumExactly({ ...source, keys, amounts });
  const windows = await session.all(
    `SELECT ${id} AS id, min(${start}) AS first, max(${end}) AS last FROM ${table.serialFrom}
     WHERE ${id} IS NOT NULL AND ${status} IS NOT NULL AND ${start} IS NOT NULL AND ${end} IS NOT NULL GROUP BY ALL`,
    { signal },
  );
  return {
    charges: groups.map((group) => toCharges(table, group)),
    windows: windows.map((row) => ({
      commitmentId: String(row.id),
      start: instantOf(table, 'ChargePeriodStart', String(row.first)),
      end: instantOf(table, 'ChargePeriodEnd', String(row.last)),
    })),
  };
};
