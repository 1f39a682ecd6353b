/** What an import hands to whoever keeps the manifest: which files hold which part of which bill. */
export interface LakeFile {
  /** Relative to the organisation's folder. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** ISO 8601 in UTC: a question about other times need not open the file. */
  readonly minChargePeriodStart: string;
  readonly maxChargePeriodStart: string;
  readonly maxChargePeriodEnd: string;
}

/** Exact sums of the stored costs, as decimals without exponent; an absent cost adds nothing. */
export interface CurrencyTotals {
  readonly currency: string;
  readonly rows: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
  readonly listCost: string;
  readonly contractedCost: string;
}

/** One billing period of one billing account: what a later delivery replaces as a whole. */
export interface LakeSlice {
  readonly provider: string;
  readonly billingAccountId: string;
  readonly billingPeriodStart: string;
  readonly billingPeriodEnd: string;
  readonly rows: number;
  readonly totals: readonly CurrencyTotals[];
  readonly files: readonly LakeFile[];
}
