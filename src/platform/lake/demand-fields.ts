import type { SourceColumn } from './source-table.ts';

/** The cost that tells the on-demand equivalent of a row, by what `price` says; see `priceSql` in `demand-columns.ts`. */
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
  'resourceType',
  'regionId',
  'subAccountId',
  'meter',
  'meterCategory',
  'instanceType',
  'description',
  'engine',
  'isOutside',
] as const;
export type KindField = (typeof kindFields)[number];

/** Days in UTC as ISO texts; the end is exclusive. */
export interface DemandSpan {
  readonly from: string | undefined;
  readonly until: string | undefined;
}

export interface DemandColumns {
  /** SQL for each of `kindFields`, a text or NULL. */
  readonly kinds: Readonly<Record<KindField, string>>;
  /** The on-demand equivalent of usage; of a `price` that is unknown, what was paid. NULL for all else. */
  readonly amount: SourceColumn;
  readonly start: SourceColumn;
  readonly end: SourceColumn;
  /** SQL for the first value of a row that is no amount or instant, as `COLUMN:text`; NULL without. */
  readonly fault: string;
}
