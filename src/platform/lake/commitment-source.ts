import { isDecimalText } from '../../shared/exact-sum.ts';
import { parseInstantText } from '../../shared/instant-text.ts';
import { Exact } from '../../shared/money.ts';
import { formatInstant } from '../../shared/time.ts';
import { amountRange, places } from './amount-sql.ts';
import { type ChargeWindow, readChargeWindows } from './charge-spans.ts';
import type { DuckDbSession } from './duckdb.ts';
import { type ExactGroup, sumExactly } from './exact-groups.ts';
import type { AmountRange } from './exact-groups-sql.ts';
import { instantSql } from './instant-sql.ts';
import { isWideDecimal, wideDecimalError } from './parquet-table.ts';
import { requireFocusColumns } from './required-columns.ts';
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
  readonly hasBilledCost: boolean;
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

export interface CommitmentCharges {
  readonly charges: readonly ChargeGroup[];
  readonly windows: readonly ChargeWindow[];
}

/** As in demand: what decimals of 60 digits add up without rounding. */
const rowAmounts: AmountRange = {
  holds: (text) => {
    if (!isDecimalText(text)) return false;
    const amount = new Exact(text.trim().replace(/^\+/, ''));
    return amount.abs().lt('1e13') && amount.decimalPlaces() <= 2 * places;
  },
  expected: amountRange,
};

const noValue = 'NULL::VARCHAR';

/** SQL for each part of the question; columns that newer versions brought may be absent. */
const describe = (table: SourceTable) => {
  const column = (name: string): SourceColumn =>
    findColumn(table, name) ?? { name, value: noValue, text: noValue, parquetType: undefined };
  const text = (name: string): string => column(name).text;
  const isNotZero = (name: string): string =>
    `CASE WHEN coalesce(try_cast(${text(name)} AS DOUBLE), 0) = 0 THEN 'no' ELSE 'yes' END`;
  // Plans are billed by the hour: a purchase of a day or less counts whole, or there would be a group for each.
  const hours = `date_diff('hour', ${instantSql(text('ChargePeriodStart'))}, ${instantSql(text('ChargePeriodEnd'))})`;
  const isLongPurchase = `lower(${text('ChargeCategory')}) = 'purchase' AND coalesce(${hours} > 24, true)`;
  const ofPurchase = (name: string): string => `CASE WHEN ${isLongPurchase} THEN ${text(name)} END`;
  return {
    spans: {
      commitmentId: text('CommitmentDiscountId'),
      chargeCategory: text('ChargeCategory'),
      start: text('ChargePeriodStart'),
      end: text('ChargePeriodEnd'),
    },
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
      isNotZero('BilledCost'),
    ],
    amounts: ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost', 'CommitmentDiscountQuantity'].map(
      column,
    ),
  };
};

/** Of a text that was checked before. */
const instantOf = (text: string): string => formatInstant(parseInstantText(text) ?? new Date(0));

const toCharges = ({ keys, rows, sums }: ExactGroup): ChargeGroup => {
  const key = (index: number): string | null => keys[index] ?? null;
  const amount = (index: number): string => sums[index]?.value() ?? '0';
  const [start, end] = [key(10), key(11)];
  const period = start === null || end === null ? null : { start: instantOf(start), end: instantOf(end) };
  return {
    provider: key(0),
    currency: key(1),
    chargeCategory: key(2),
    pricingCategory: key(3),
    serviceCategory: key(4),
    commitmentId: key(5),
    commitmentName: key(6),
    commitmentStatus: key(7),
    hasBilledCost: key(13) === 'yes',
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
  const { table } = source;
  requireFocusColumns(table, ['ServiceCategory']);
  const { spans, keys, amounts } = describe(table);
  const wide = amounts.find(isWideDecimal);
  if (wide !== undefined) throw wideDecimalError(table.file, wide);
  const windows = await readChargeWindows({ ...source, ...spans });
  const groups = await sumExactly({ ...source, keys, amounts, range: rowAmounts });
  return { charges: groups.map(toCharges), windows };
};
