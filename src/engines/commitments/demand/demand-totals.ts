import type { ChargeKind } from './charge-kind.ts';
import type { Placed } from './place-charges.ts';

/** A kind of charges with its place and its sum; an amount is an exact decimal. */
export type PlacedSum = Placed<ChargeKind> & { readonly rows: number; readonly amount: string };

/** Demand in hours, as it was written; quantities are exact decimals. */
export interface HourlyTotals {
  readonly series: readonly { readonly name: string; readonly hours: number; readonly quantity: string }[];
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly spread: readonly { readonly hours: number; readonly rows: number }[];
  readonly belowZero: { readonly hours: number; readonly quantity: string };
}
