import { type FocusColumn, type FocusColumnName, focusColumns } from '../columns.ts';

/**
 * Places after the point that the lake keeps. Costs and prices: 24, which is what Azure's exports really use
 * (28 printed, the last ones zero) and what the shortest decimal of AWS's doubles needs, and leaves 14 digits
 * before the point, so that a sum of a month in any currency fits. Quantities: 20, because bytes need 18 digits
 * before the point. A value with more places is rounded, and its text kept in `x_extra` as `x_exact_COLUMN`.
 */
export const costScale = 24;
export const quantityScale = 20;

/** A column of the lake's files: the same in every file, whatever it was made from. */
export interface LakeColumn {
  readonly name: FocusColumnName;
  readonly sqlType: string;
}

const mapType = 'MAP(VARCHAR, VARCHAR)';
/** Key-value columns that the explorer groups by key; the other JSON columns stay text. */
const keyed: readonly FocusColumnName[] = ['Tags', 'AllocatedTags'];

const sqlTypeOf = (column: FocusColumn<FocusColumnName>): string => {
  if (column.type === 'datetime') return 'TIMESTAMP';
  if (column.type === 'decimal') {
    return `DECIMAL(38, ${column.measure === 'quantity' ? quantityScale : costScale})`;
  }
  return keyed.includes(column.name) ? mapType : 'VARCHAR';
};

/** The columns of a lake file: every FOCUS column of the newest version, in the specification's order. */
export const lakeColumns: readonly LakeColumn[] = focusColumns.map((column) => ({
  name: column.name,
  sqlType: sqlTypeOf(column),
}));

/** The last column of a lake file: what the source had beside FOCUS, as text by column name. */
export const extraColumn = { name: 'x_extra', sqlType: mapType } as const;

/** A column without which a row has no place in the lake, and what its value must be like. */
export interface RequiredLakeColumn {
  readonly name: FocusColumnName;
  readonly maximumBytes?: number;
  /** A regular expression that the whole value matches, and how a person says it. */
  readonly pattern?: { readonly expression: string; readonly expected: string };
}

/**
 * What a row needs to have a place in the lake: it is rejected without. Provider, account and billing period name
 * the slice that a later delivery replaces, and are kept in the manifest; amounts are added up by currency
 * (FOCUS: BillingCurrency is an ISO 4217 code).
 */
export const requiredLakeColumns: readonly RequiredLakeColumn[] = [
  { name: 'ProviderName', maximumBytes: 200 },
  { name: 'BillingAccountId', maximumBytes: 500 },
  {
    name: 'BillingCurrency',
    pattern: { expression: '[A-Z]{3}', expected: 'a currency code such as EUR' },
  },
  { name: 'BillingPeriodStart' },
  { name: 'BillingPeriodEnd' },
  { name: 'ChargePeriodStart' },
  { name: 'ChargePeriodEnd' },
];
