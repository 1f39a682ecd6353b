import { z } from 'zod';
import { decimalSchema } from '../money.ts';

const text = z.string().max(2000);
/** A share such as "0.15"; null where there is nothing to divide by, or where a part of it is not known. */
const shareSchema = decimalSchema.nullable();

/** What was saved against what the same usage would have cost. */
export const savingsSchema = z.object({
  onDemandEquivalent: decimalSchema,
  /** Everything paid, unused commitment included. */
  paid: decimalSchema,
  netSavings: decimalSchema,
  /** Net: (on-demand equivalent − paid) ÷ on-demand equivalent. */
  effectiveSavingsRate: shareSchema,
  /** The same without unused commitment: what a rate would be that hides waste. */
  grossSavingsRate: shareSchema,
});
export type Savings = z.infer<typeof savingsSchema>;

export const demandFallSchema = z.object({
  /** By how much demand falls: "0.25" is a quarter. */
  fall: decimalSchema,
  paid: decimalSchema,
  /** Of what is paid today. */
  shareStillPaid: shareSchema,
});

/** How commitments do, in one currency. */
export const commitmentMeasuresSchema = z.object({
  /** Against contracted prices, without Spot: comparable between companies. */
  commitmentsOnly: savingsSchema,
  /** Against list prices, with negotiated discounts and Spot; null where list prices are not known. */
  allDiscounts: savingsSchema.nullable(),
  /** On-demand equivalent covered ÷ eligible. */
  coverage: shareSchema,
  /** Commitment used ÷ commitment, by its cost. */
  utilisation: shareSchema,
  /** Utilisation below which the commitments cost more than they save: 1 − their discount. */
  breakEvenUtilisation: shareSchema,
  /** Cost of unused commitment. */
  waste: decimalSchema,
  /** Σ remaining commitment cost ÷ monthly on-demand equivalent; null where the remaining terms are not known. */
  lockInMonths: shareSchema,
  demandFalls: z.array(demandFallSchema),
});
export type CommitmentMeasures = z.infer<typeof commitmentMeasuresSchema>;

/** The invariant of FOCUS for one commitment: what its rows cost is what was paid for it. */
export const commitmentBalanceSchema = z.object({
  id: text,
  name: text.nullable(),
  provider: text.nullable(),
  currency: text.nullable(),
  /** Σ EffectiveCost of used and of unused rows. */
  used: decimalSchema,
  unused: decimalSchema,
  /** Σ BilledCost of purchases, each for its part of the time that the rows are of. */
  purchased: decimalSchema,
  /** used + unused − purchased. */
  difference: decimalSchema,
  /** Why the two differ, or why the rows cannot be trusted; null where they agree to the cent. */
  explanation: text.nullable(),
  utilisation: shareSchema,
  breakEvenUtilisation: shareSchema,
});
export type CommitmentBalance = z.infer<typeof commitmentBalanceSchema>;

export const benchmarkSchema = z.object({
  measure: z.enum(['effectiveSavingsRate', 'coverage', 'organisationsWithCommitments']),
  statistic: text,
  scope: text,
  year: z.int(),
  value: decimalSchema,
});

export const metricProblemCodes = [
  'unknown-on-demand-price',
  'unknown-effective-cost',
  'effective-cost-absent',
  'contracted-cost-absent',
  'list-cost-absent',
  'commitment-id-absent',
] as const;

/** What `trimtab commitments metrics --json` prints. */
export const commitmentMetricsSchema = z.object({
  rows: z.int().min(0),
  groups: z.array(
    z.object({ provider: text.nullable(), currency: text.nullable(), ...commitmentMeasuresSchema.shape }),
  ),
  commitments: z.array(commitmentBalanceSchema),
  benchmarks: z.object({ source: text, readOn: z.iso.date(), benchmarks: z.array(benchmarkSchema) }),
  problems: z.array(
    z.object({
      code: z.enum(metricProblemCodes),
      provider: text.nullable(),
      currency: text.nullable(),
      rows: z.int().min(0),
      detail: text,
    }),
  ),
});
export type CommitmentMetrics = z.infer<typeof commitmentMetricsSchema>;
